"""What an article gives to the search index, kept with it so that it is read once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchText:
    """The words of an article by field, as `errata.search.tokens` makes them, and its lines.

    Words stand in reading order, parted by single spaces: one text is a tenth of a list's cost to
    remember and to count.
    """

    title: str = ""
    description: str = ""
    keywords: str = ""
    body: str = ""
    lines: tuple[str, ...] = ()
    """Sentences and lines of code that are no messages, the telling ones first; bounded."""
