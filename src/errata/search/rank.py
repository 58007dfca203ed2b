"""Ranks articles by the words of a query.

Every word of a query is a slot; a misspelled one has several words that weigh less. An article's
score is, over the slots in the query's order, the sum of

    the greatest of weight * rarity * impact among the slot's words that it has,

times the coverage: the share of the slots' rarity that it has; its square root for a log, the root
of that for a question. Scores are compared as `floor(score * 1e6 + 0.5)`; ties go by place. Sums
are made in the slots' order, so that any two languages get the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.search.postings import Posting


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a slot, with the articles that have it."""

    word: str
    posting: Posting
    rarity: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query, or what it may have been."""

    asked: str
    """The query's word."""
    terms: tuple[Term, ...]

    @property
    def rarity(self) -> float:
        """Of its likeliest word."""
        return self.terms[0].rarity * self.terms[0].weight


def rank(slots: Sequence[Slot], *, log: bool) -> dict[int, float]:
    """Place of an article -> score, for every article that has one of the words."""
    total = added(slot.rarity for slot in slots)
    sums: dict[int, float] = {}
    covered: dict[int, float] = {}
    for slot in slots:
        for place, gain in _gains(slot).items():
            sums[place] = sums.get(place, 0.0) + gain
            covered[place] = covered.get(place, 0.0) + slot.rarity
    return {place: sums[place] * _factor(covered[place] / total, log=log) for place in sums}


def _gains(slot: Slot) -> Mapping[int, float]:
    gains: dict[int, float] = {}
    for term in slot.terms:
        factor = term.rarity * term.weight
        for place, impact in term.posting.kept:
            gain = factor * impact
            if gain > gains.get(place, 0.0):
                gains[place] = gain
    return gains


def _factor(coverage: float, *, log: bool) -> float:
    return sqrt(coverage) if log else sqrt(sqrt(coverage))


def added(values: Iterable[float]) -> float:
    """Their sum, without the compensation that `sum` makes from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def in_order(scores: Mapping[int, float]) -> list[int]:
    """Places, the best first."""
    return sorted(scores, key=lambda place: (-comparable(scores[place]), place))


def comparable(score: float) -> int:
    """A score as it is compared."""
    return floor(score * 1e6 + 0.5)
