"""What a log is read for: codes worth telling of, their articles, how codes of families begin.

`errata scan` and the page that reads a log in the browser both take it from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.codes.spellings import head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import CodeEntry, Library

_MOST_SHARED = 5
"""A name of no vendor's that more articles share, such as `NullPointerException`, tells nothing."""


def telling(library: Library) -> Iterator[CodeEntry]:
    """Codes worth telling of: not names of no family that are everywhere or nobody's subject."""
    for entry in library.index.values():
        own = entry.family in library.families
        subject = any(use.salience == "primary" for use in entry.uses)
        shared = len({use.number for use in entry.uses}) > _MOST_SHARED
        if entry.kind == "error" and (own or (subject and not shared)):
            yield entry


def numbers(entry: CodeEntry, locale: str) -> tuple[str, ...]:
    """The articles about a code, the best first; where the locale has none, those of any."""
    here = [use.number for use in entry.uses if use.locale == locale]
    return tuple(dict.fromkeys(here or (use.number for use in entry.uses)))


def beginnings(library: Library) -> dict[str, tuple[str, ...]]:
    """How the codes of families begin -> the patterns of whole ones, in the order of families."""
    patterns: dict[str, tuple[str, ...]] = {}
    for family in library.families.values():
        if begins := head(family.pattern):
            patterns[begins] = (*patterns.get(begins, ()), family.pattern)
    return patterns
