"""What is found in a log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class LogHit:
    """One fault found in one line."""

    line: int
    """1-based; 0 where the hit is one of a line that many lines may be."""
    kind: str
    """`code`, `message`, or `unknown`: a code of a known family that no article explains."""
    name: str
    """The code in canonical form, or the message as articles quote it, `…` for what changes."""
    surface: str
    """As the log has it; empty for a message."""
    articles: tuple[str, ...] = ()
    """Numbers, the best first."""


# The number of a line and its hits, which have none
LineHits = tuple[int, tuple[LogHit, ...]]


def number_hits(lines: Iterable[LineHits]) -> Iterator[LogHit]:
    """The hits of the lines, each with the number of its line."""
    for number, hits in lines:
        for hit in hits:
            yield LogHit(number, hit.kind, hit.name, hit.surface, hit.articles)


def reorder_articles(hit: LogHit, first: Sequence[str], lists: frozenset[str]) -> LogHit:
    """With the articles that quote the whole message before the others about the code."""
    known = [number for number in first if number in hit.articles and number not in lists]
    return replace(hit, articles=tuple(dict.fromkeys((*known, *hit.articles))))
