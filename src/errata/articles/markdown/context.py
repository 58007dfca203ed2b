"""What one parse collects in addition to HTML: the state that every extension shares.

It is carried in markdown-it's `env`. An extension reads it with `parse_context(env)`; a plain
`md.render(text)` without one gets an empty one, so that each extension works on its own.

`locate_mentions` says exactly where each mention of a code is in the article's file. The parser
knows the line on which a block begins, and the text is searched from there; what was repaired may
read otherwise in the file, and keeps its block's line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import field
from msgspec.structs import replace

from errata.articles.markdown.link_places import LinkPlaces
from errata.diagnostics import Span, find_line_starts, locate_character
from errata.values import MutableRecord, Record

if TYPE_CHECKING:
    from markdown_it.token import Token

    from errata.model import CodeSection, CodeSpan, Embedded, Heading, Mention, Section, TextRun

# In `not-error-codes`: whatever looks like a code or a message is an example.
ALL_REJECTED: Final = "*"
# The key in `env`.
_KEY: Final = "errata"
# How far from the last mention of a block the next one is searched for. Beyond, it has its block's
# line: the work for a long log or list must not grow with the square of its length.
_REACH: Final = 50_000


class CodeScanner(Protocol):
    """Finds error codes in a text."""

    def read(self, text: str, place: str = "prose") -> Iterable[CodeSpan]:
        """Yield codes and texts that look like one; `place` is the `where` of a `TextRun`."""


class LimitError(Exception):
    """An article has more of something than a limit allows."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.remedy = f"split the article, or raise `limits.{key}`"


# Line numbers of the first included file begin here, those of each other one as far behind it.
_APART: Final = 10_000_000


class Included(Record, frozen=True):
    """One inclusion of a file."""

    path: str
    first_line: int
    """The number of its first line here."""
    line: int
    """The line of the inclusion, numbered as in the including file."""
    snippet: str = ""
    """The part of the file that is included; empty if it is all of it."""


class ParseContext(MutableRecord):
    """The state of one parse, filled by the extensions in the order of the parser."""

    locale: str = "en"
    path: str = ""
    """Path of the source file."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Name of an interface string -> text, for what an extension adds to an article."""
    first_line: int = 1
    """1-based line of the source file on which the body begins."""
    scanner: CodeScanner | None = None
    """Finds error codes in a text; None finds nothing."""
    dialects: frozenset[str] = frozenset()
    shared_heading: str = ""
    """See `Conventions.shared_heading`; empty if the front matter has a title."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """See `Folder.variables`."""
    """Syntax of this knowledge base that means something else in plain markdown."""
    max_mentions: int = 10_000
    max_elements: int = 200_000
    elements: int = 0
    """Tokens of blocks and of texts so far."""
    rejected: frozenset[str] = frozenset()
    """Texts that the author says are not codes, or `ALL_REJECTED`."""
    untitled: bool = False
    """Whether the front matter has no title: the first heading is it, at any level."""
    headings: list[Heading] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    code_sections: list[CodeSection] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    """The repaired text in reading order, in which messages and codes are found."""
    embedded: dict[str, Embedded] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of an id in links; the id is empty for the beginning of the page."""
    numbered: set[str] = field(default_factory=set)
    """The anchors that have a number because another place has their name."""
    repetitions: dict[str, Iterator[int]] = field(default_factory=dict)
    """Wanted id -> the next numbers to distinguish places of the same name."""
    is_too_deep: bool = False
    """Whether blocks are nested beyond the limit, which is reported once."""
    observations: list[object] = field(default_factory=list)
    """What checks will read, see `errata.model.observations`."""
    title: list[Token] | None = None
    """Inline tokens of the body's own first heading, taken out of the body."""
    places: LinkPlaces = field(default_factory=LinkPlaces)
    """The places of links."""
    emoji: dict[str, str] = field(default_factory=dict)
    """Emoji -> the code that the author wrote for it, without colons."""
    title_id: str = ""
    """The title's authored id."""

    includes: Mapping[str, str] = field(default_factory=dict)
    """Path -> text of the files that may be included."""
    nearest: Mapping[str, str] = field(default_factory=dict)
    """Name of a file to include that does not exist -> path of the most similar one, or empty."""
    imports: dict[tuple[str, str], str] = field(default_factory=dict)
    """File and component -> the markdown that the file imports by that name."""
    pictures: dict[tuple[str, str], str] = field(default_factory=dict)
    """File and name -> the picture that the file imports by that name."""
    code_imports: dict[tuple[str, str], str] = field(default_factory=dict)
    """File and name -> the code that the file imports by that name, to be shown."""
    exported: dict[str, str] = field(default_factory=dict)
    """Title and description that an article of MDX exports in place of front matter."""
    included: list[Included] = field(default_factory=list)
    including: list[str] = field(default_factory=list)
    """Paths of the files that are being read inside one another."""
    included_size: int = 0
    """Characters included so far."""
    inline_line: int = 1
    """Line of the block whose text is being read."""

    @property
    def is_mdx(self) -> bool:
        """Whether the file is MDX, in which every name with a capital letter is a component."""
        return "mdx" in self.dialects or self.path.lower().endswith(".mdx")

    def open_include(self, path: str, line: int, size: int, snippet: str = "") -> Included:
        """Give an included file, of which so many characters are read, its line numbers."""
        opened = Included(path, _APART * (len(self.included) + 1) + 1, line, snippet)
        self.included.append(opened)
        self.included_size += size
        return opened

    def file_of(self, line: int) -> str:
        """Return the path of the file that a line number belongs to."""
        return self.included[line // _APART - 1].path if line >= _APART else self.path

    def own_line(self, line: int) -> int:
        """Return the article's own line that includes, at any depth, a line of an included file."""
        while line >= _APART:
            line = self.included[line // _APART - 1].line
        return line

    def line_of(self, token: Token) -> int:
        """Return the source line of a block token; inline tokens have no place of their own."""
        return self.first_line + (token.map[0] if token.map else 0)

    def place(self, line: int, column: int = 1) -> Span:
        """Return a place in the source file."""
        return Span(self.file_of(line), line % _APART, column)

    def count_elements(self, count: int) -> None:
        """Count what was read.

        Raises:
            LimitError: if that is more than the article may have.
        """
        self.elements += count
        self.room_for_elements(0)

    def room_for_elements(self, count: int) -> int:
        """Return how many more elements are allowed, if at least `count` are.

        Raises:
            LimitError: as above.
        """
        room = self.max_elements - self.elements
        if count > room:
            message = (
                f"more than {self.max_elements:,} blocks, lines, marks, tags and pieces of text"
            )
            raise LimitError(message, "elements")
        return room

    def observe(self, observation: object) -> None:
        """Note something for the checks."""
        self.observations.append(observation)


def parse_context(env: MutableMapping[str, Any]) -> ParseContext:
    """Return the context of the parse, made on first use."""
    context = env.get(_KEY)
    if context is None:
        context = env[_KEY] = ParseContext()
    assert isinstance(context, ParseContext)  # noqa: S101 - nobody else writes this key
    return context


def with_context(context: ParseContext) -> dict[str, Any]:
    """Make an `env` with a context."""
    return {_KEY: context}


def locate_mentions(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """Yield the mentions with exact lines and columns; `text` is the whole file."""
    starts = find_line_starts(text)
    after: dict[tuple[str, int], int] = {}
    last: dict[int, int] = {}
    block, end = 0, -1
    for mention in mentions:
        written, line = mention.surface or mention.code, min(mention.line, len(starts))
        begin = starts[max(line - 1, 0)]
        if not block <= begin <= end:
            block, end = begin, _find_end(text, begin)
        before = last.get(line, begin)
        # They come in reading order: the next one is near the last.
        first = after.get((written, line), before)
        offset = _find_word(text, written, first, min(end, first + _REACH))
        if offset < 0 and (written, line) not in after:
            offset = _find_word(text, written, begin, min(end, begin + _REACH))
        if offset < 0:
            # Inserted code may have more lines than the article.
            yield mention if mention.line == line else replace(mention, line=line)
            continue
        after[written, line] = offset + len(written)
        last[line] = max(offset, before)
        exact, column = locate_character(starts, offset)
        yield replace(mention, line=exact, column=column, is_exact=True)


def _find_word(text: str, word: str, begin: int, end: int) -> int:
    """Find a word; where it is only part of longer words, the first of these."""
    first = offset = text.find(word, begin, end)
    while offset >= 0:
        around = (
            text[max(0, offset - 1) : offset],
            text[offset + len(word) : offset + len(word) + 1],
        )
        if not any(char.isalnum() for char in around):
            return offset
        offset = text.find(word, offset + 1, end)
    return first


def locate_headings(headings: Iterable[Heading], text: str) -> Iterator[Heading]:
    """Yield the headings with exact columns if the file has their texts as shown."""
    lines = text.split("\n")
    for heading in headings:
        line = lines[heading.line - 1] if heading.line <= len(lines) else ""
        offset = line.find(heading.text) if heading.text else -1
        if offset >= 0:
            yield replace(heading, column=offset + 1, length=len(heading.text))
        else:
            yield replace(heading, column=len(line) - len(line.lstrip(" \t>-*+")) + 1)


def _find_end(text: str, begin: int) -> int:
    """Find the end of a block: an empty line, or the end of the text."""
    blank = text.find("\n\n", begin)
    return blank if blank >= 0 else len(text)
