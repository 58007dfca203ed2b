"""What an article is, once it is parsed, with all that the search index needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Diagnostic
    from errata.model.codes import Mention, Message, SectionKind, TextRun
    from errata.model.metadata import Metadata, Secret, UnknownKey
    from errata.model.references import Body


@dataclass(frozen=True, slots=True)
class SearchText:
    """The terms of an article by field, as `errata.search.tokens` makes them, and its lines."""

    # Terms are in reading order, separated by single spaces: to keep and to count one text costs a
    # tenth of what a list costs.
    title: str = ""
    description: str = ""
    keywords: str = ""
    body: str = ""
    lines: tuple[str, ...] = ()
    """Sentences and lines of code that are not messages, the best for a snippet first; bounded."""
    line_numbers: tuple[int, ...] = ()
    """Of each line, in the source file."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the reader sees it."""

    level: int
    """2 to 6; the article's own first heading is its title and is not listed."""
    id: str
    """Unique on the page."""
    text: str
    """Plain text, repaired."""
    line: int
    kind: SectionKind | None = None
    # Exporters wrote headings as bold lines, authors emphasise whole lines as well.
    minor: bool = False
    """Made from a bold line that names no known section: left out of the contents."""


@dataclass(frozen=True, slots=True)
class Section:
    """The text from one recognised heading to the next one of its rank or above."""

    kind: SectionKind
    id: str
    """Of its heading."""
    title: str
    text: str
    """Plain text without the heading; one line end between paragraphs."""


@dataclass(frozen=True, slots=True)
class CodeSection:
    """What an article says of one code: below a heading that is named after it, or in a row."""

    code: str
    id: str
    """Of that heading; of a row, of the nearest one above, or empty."""
    title: str
    """The heading's text; empty for a row of a table or an entry of a definition list."""
    text: str
    """Plain, one line end between paragraphs or cells; the beginning of a long one."""
    resolution: str = ""
    """Of a section named so in it."""
    resolution_id: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture decoded from a `data:` URI."""

    # Named by the digest of its content, so that articles that embed one picture share a file.
    path: str
    """Below the site's root."""
    data: bytes = field(repr=False)
    line: int = 1
    """Where it first stands, in the article's file."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one locale, complete but for the targets of its internal links."""

    source: str
    """Path of its file below the knowledge base."""
    locale: str
    metadata: Metadata
    title: Body
    """The body's own first heading, or the title where it has none; inline HTML."""
    body: Body
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    """In reading order: title, description, keywords, body; last, that of the file's name."""
    messages: tuple[Message, ...] = ()
    """In reading order."""
    code_sections: tuple[CodeSection, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    # A link to a heading of the article leads to one of these, or is a finding.
    anchors: frozenset[str] = frozenset()
    """Every id in the body, and the title's."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What else links may call an id; the id is empty for the beginning of the page."""
    title_id: str = ""
    """The id that the author gave the title."""
    search: SearchText = field(default_factory=SearchText)
    # The page's content security policy allows pictures from elsewhere only where there are any.
    external: tuple[str, ...] = ()
    """Hosts of pictures and embeds on other servers, sorted."""

    @property
    def number(self) -> str:
        """The article's number, its identity across locales."""
        return self.metadata.number

    @property
    def shown_number(self) -> str:
        """The number as readers see it; empty where it is only the name of the file."""
        return self.number if self.metadata.is_numbered else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Distinct error codes in reading order."""
        errors = (mention.code for mention in self.mentions if mention.kind == "error")
        return tuple(dict.fromkeys(errors))


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """All that is known of one article right after it was read, for the checks of articles."""

    article: Article
    text: str
    """Its file, with LF line ends."""
    runs: tuple[TextRun, ...]
    """Its repaired text, in reading order."""
    body_line: int = 1
    """1-based line of the file on which the body begins."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What parsing made of one source; never an exception."""

    source: str
    article: Article | None
    diagnostics: tuple[Diagnostic, ...] = ()
    # Kept apart from the article so that nothing downstream can show them.
    secrets: tuple[Secret, ...] = ()
    unknown_keys: tuple[UnknownKey, ...] = ()
    failed: bool = False
    """A fault in errata, or too little memory, left the article out; next time it may be read."""
