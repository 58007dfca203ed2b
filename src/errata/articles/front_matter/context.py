"""What the checks of a front matter look at: texts as written and values as validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from errata.articles.numbers import fit_number
from errata.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.articles.front_matter.entries import FrontMatterEntry
    from errata.articles.front_matter.schema import FrontMatterSchema
    from errata.articles.front_matter.split import Form
    from errata.model import Source


# Lines of a value that are searched for a part of it: lists have an item on each.
_LINES_OF_VALUE: Final = 40


class FrontMatterContext(NamedTuple):
    """A front matter that could be read; a file without one has no entries."""

    source: Source
    form: Form
    text: str
    """As `SourceParts` has both."""
    entries: Mapping[str, FrontMatterEntry]
    schema: FrontMatterSchema
    malformed: frozenset[str]
    """Keys whose values could not be read; the schema has their defaults."""
    number_pattern: str = ""
    """How the knowledge base numbers its articles; empty: in any way."""
    required: tuple[str, ...] = ()
    """Keys that every article must have in this knowledge base, besides its title."""

    def span(self, key: str) -> Span:
        """Place of a key; the file's beginning where it is absent."""
        entry = self.entries.get(key)
        return Span(self.source.path, entry.line, entry.column) if entry else Span(self.source.path)

    def place(self, key: str, part: str = "") -> Span:
        """Place of a key's value, or of a part of it where the file has it as it is read."""
        entry = self.entries.get(key)
        if entry is None or entry.value is None:
            return self.span(key)
        line, column = entry.value_line, entry.value_column + entry.quoted
        if part:
            lines = self.text.split("\n")
            for number in range(line, min(line + _LINES_OF_VALUE, len(lines) + 1)):
                begin = column - 1 if number == line else 0
                if (at := lines[number - 1].find(part, begin)) >= 0:
                    return Span(self.source.path, number, at + 1)
        return Span(self.source.path, line, column)

    def demands(self, key: str) -> bool:
        """Whether the article must have a key: only numbered ones, where articles have numbers."""
        numbered = not self.number_pattern or fit_number(self.number, self.number_pattern)
        return key in self.required and bool(numbered)

    def own_entry(self, key: str) -> FrontMatterEntry | None:
        """The entry of a key that the author wrote as ours, not as another tool's."""
        entry = self.entries.get(key)
        return None if entry is None or entry.written else entry

    @property
    def written_number(self) -> str:
        """The article's number as the front matter gives it; empty where it gives none."""
        written = self.schema.article_number
        if not written:
            return "" if self.schema.kt is None else f"KT-{self.schema.kt}"
        return fit_number(written, self.number_pattern) if self.number_pattern else written

    @property
    def is_numbered(self) -> bool:
        """Whether the number was written, or has the form that the knowledge base gives numbers."""
        fits = bool(self.number_pattern) and bool(fit_number(self.number, self.number_pattern))
        return bool(self.written_number) or fits

    @property
    def number(self) -> str:
        """The article's number: as written, else as its file's name has it, else that name."""
        name = self.source.name or self.source.stem
        named = fit_number(name, self.number_pattern) if self.number_pattern else name
        return self.written_number or named or name
