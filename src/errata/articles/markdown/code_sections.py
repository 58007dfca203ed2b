"""Collects what an article says about each code that has a place of its own in it.

1. A heading named after a code is about that code: its text lasts until the next heading of its
   rank or above. A section named "Resolution" in it is kept separately.
2. A row of a table is about the code in its first cell, an entry of a definition list about the
   code of its term. Their texts are the other cells, and the definition. Columns named "Cause" and
   "Solution", in any language, are kept separately.

The tokens do not change: codes were found before, and this only notes where they are explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.sections import section_kind
from errata.articles.markdown.tokens import block_text
from errata.codes.names import codes_named_by
from errata.model import CodeSection, Heading, SectionKind
from errata.values import MutableRecord

# The most characters of a text that are kept: pages show its first 400.
_LONGEST: Final = 1_000
# The most characters of a heading, cell or term that is named after a code; a longer one is prose.
_LONGEST_NAME: Final = 200


_PLACE = itemgetter(0)
_CELLS: Final = frozenset({"td_open", "th_open"})
_TABLE: Final = frozenset({*_CELLS, "thead_open", "thead_close", "table_close"})


class _Text(MutableRecord):
    lines: list[str] = field(default_factory=list)
    room: int = _LONGEST

    def add(self, text: str) -> None:
        if text and self.room > 0:
            self.lines.append(text[: self.room])
            self.room -= len(text)

    def __str__(self) -> str:
        return "\n".join(self.lines)


class _Open(MutableRecord):
    """A heading with codes, whose section has not ended."""

    codes: tuple[str, ...]
    heading: Heading
    place: int
    text: _Text = field(default_factory=_Text)
    resolution: _Text = field(default_factory=_Text)
    resolution_id: str = ""
    resolution_level: int = 0
    """Level of the open resolution's heading; 0 if there is none."""

    def begin(self, heading: Heading) -> None:
        """Begin a heading below this one."""
        if self.resolution_level and heading.level <= self.resolution_level:
            self.resolution_level = 0
        if heading.kind is SectionKind.RESOLUTION and not self.resolution_id:
            self.resolution_id, self.resolution_level = heading.id, heading.level

    def add(self, text: str) -> None:
        self.text.add(text)
        if self.resolution_level:
            self.resolution.add(text)


class _Entry(MutableRecord):
    """A row or a definition: its codes and its text."""

    codes: tuple[str, ...]
    text: _Text = field(default_factory=_Text)
    columns: dict[SectionKind, _Text] = field(default_factory=dict)

    def add(self, text: str, kind: SectionKind | None) -> None:
        """Add a cell, and its column's kind of section if a heading names one."""
        self.text.add(text)
        if kind:
            self.columns.setdefault(kind, _Text()).add(text)

    def column(self, kind: SectionKind) -> str:
        """Return the text of the column of a kind."""
        return str(self.columns.get(kind, ""))


def extend(md: MarkdownIt) -> None:
    """Add the rule; it needs the final headings, with their kinds."""
    md.core.ruler.push("code_sections", _find_code_sections)


def _find_code_sections(state: StateCore) -> None:
    context = parse_context(state.env)
    # Without a code in the text there is nothing to find.
    if context.scanner is not None and any(m.kind == "error" for m in context.mentions):
        _Collector(context).read(state.tokens)


class _Collector:
    """One pass over the tokens of an article."""

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._headings = {heading.id: heading for heading in context.headings}
        self._open: list[_Open] = []
        self._done: list[tuple[int, CodeSection]] = []
        self._place = 0
        """How many sections have begun, to keep them in reading order."""
        self._nearest = ""
        """Id of the heading above."""
        self._entry: _Entry | None = None
        self._is_name = False
        """Whether the next text is a first cell or a term."""
        self._columns: dict[int, SectionKind | None] = {}
        """The kinds of section that the table's columns are named after."""
        self._column = -1
        self._in_head = False

    def read(self, tokens: Sequence[Token]) -> None:
        at_heading = False
        for token in tokens:
            if token.type == "heading_open":
                at_heading = True
                if heading := self._headings.get(str(token.attrGet("id"))):
                    self._begin_heading(heading)
            elif token.type == "heading_close":
                at_heading = False
            elif token.type in {"tr_open", "dt_open"}:
                self._end_entry()
                self._is_name = True
            elif token.type in {"tr_close", "dl_close"}:
                self._end_entry()
            elif token.type in _TABLE:
                self._follow_table(token.type)
            elif not at_heading:
                self._add(block_text(token))
        for item in self._open:
            self._end_section(item)
        self._context.code_sections.extend(section for _, section in sorted(self._done, key=_PLACE))

    def _follow_table(self, kind: str) -> None:
        """Keep count of the cells of a row and of whether they head a column."""
        if kind in _CELLS:
            self._column += 1
            return
        self._in_head = kind == "thead_open"
        if kind != "thead_close":
            self._columns = {}

    def _begin_heading(self, heading: Heading) -> None:
        self._nearest = heading.id
        for item in self._open:
            if item.heading.level >= heading.level:
                self._end_section(item)
            else:
                item.begin(heading)
        self._open = [item for item in self._open if item.heading.level < heading.level]
        if codes := self._codes_of(heading.text):
            self._place += 1
            self._open.append(_Open(codes, heading, self._place))

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._in_head:
            self._columns[self._column] = section_kind(text, self._context.locale)
        for item in self._open:
            item.add(text)
        if self._is_name:
            self._is_name = False
            codes = self._codes_of(text)
            self._entry = _Entry(codes) if codes else None
        elif self._entry:
            self._entry.add(text, self._columns.get(self._column))

    def _codes_of(self, text: str) -> tuple[str, ...]:
        scanner = self._context.scanner
        if scanner is None or len(text) > _LONGEST_NAME:
            return ()
        spans = [s for s in scanner.read(text) if s.kind == "error"]
        return codes_named_by(text, [s for s in spans if s.code not in self._context.rejected])

    def _end_section(self, item: _Open) -> None:
        for code in item.codes:
            section = CodeSection(
                code=code,
                id=item.heading.id,
                title=item.heading.text,
                text=str(item.text),
                resolution=str(item.resolution),
                resolution_id=item.resolution_id,
            )
            if section.text:
                self._done.append((item.place, section))

    def _end_entry(self) -> None:
        entry, self._entry, self._is_name = self._entry, None, False
        self._column = -1
        if entry and (text := str(entry.text)):
            self._place += 1
            for code in entry.codes:
                section = CodeSection(
                    code=code,
                    id=self._nearest,
                    title="",
                    text=text,
                    resolution=entry.column(SectionKind.RESOLUTION),
                    cause=entry.column(SectionKind.CAUSE),
                )
                self._done.append((self._place, section))
