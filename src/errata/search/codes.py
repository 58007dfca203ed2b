"""The table of codes: which articles each leads to, complete without the root.

As it is written, an object of
- `version`,
- `codes`: every code, sorted,
- `kinds`: one letter a code: `e` error, `s` status, `t` ticket, `v` CVE,
- `families`: names; `of`: for each code the place of its family in it, as `numbers`,
- `articles`: numbers, see `names.write_names`,
- `uses`: for each code the places of its articles, best first, as `numbers`; parted by spaces,
- `files`: place of a code -> the last part of its card's name, where it is not the code itself,
- `usual`: the words beside a code that ask nothing more than the code does, parted by spaces.

A code has a card if it is an error or a status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.search.asked import USUAL
from errata.search.names import write_names
from errata.search.numbers import write_all
from errata.urls import safe_segment

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION: Final = 1
KINDS: Final = {"error": "e", "status": "s", "ticket": "t", "cve": "v"}
CARDS: Final = frozenset({"error", "status"})


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code that can be searched for in one locale."""

    code: str
    kind: str
    family: str
    articles: tuple[str, ...]
    """Numbers, the best first."""


def write_codes(rows: Sequence[CodeRow]) -> dict[str, object]:
    """The table of rows sorted by code."""
    families = sorted({row.family for row in rows})
    articles = sorted({number for row in rows for number in row.articles})
    places = {number: place for place, number in enumerate(articles)}
    return {
        "version": VERSION,
        "codes": [row.code for row in rows],
        "kinds": "".join(KINDS[row.kind] for row in rows),
        "families": families,
        "of": write_all(families.index(row.family) for row in rows),
        "articles": write_names(articles),
        "uses": " ".join(write_all(map(places.__getitem__, row.articles)) for row in rows),
        "files": {
            str(place): safe_segment(row.code)
            for place, row in enumerate(rows)
            if row.kind in CARDS and safe_segment(row.code) != row.code
        },
        "usual": " ".join(sorted(USUAL)),
    }
