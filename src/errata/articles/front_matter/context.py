"""What the checks of a front matter look at: texts as written and values as validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errata.articles.front_matter.schema import NUMBER, VIDEO_NUMBER
from errata.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.articles.front_matter.entries import FrontMatterEntry
    from errata.articles.front_matter.schema import FrontMatterSchema
    from errata.articles.front_matter.split import Form
    from errata.model import Source


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

    def span(self, key: str) -> Span:
        """Place of a key; the file's beginning where it is absent."""
        entry = self.entries.get(key)
        return Span(self.source.path, entry.line, entry.column) if entry else Span(self.source.path)

    @property
    def written_number(self) -> str:
        """The article's number as the front matter gives it; empty where it gives none."""
        if self.schema.article_number:
            return self.schema.article_number
        return "" if self.schema.kt is None else f"KT-{self.schema.kt}"

    @property
    def number(self) -> str:
        """The article's number, from its file's name at worst; empty where nothing gives one."""
        stem = self.source.stem
        named = stem if NUMBER.fullmatch(stem) or VIDEO_NUMBER.fullmatch(stem) else ""
        return self.written_number or named
