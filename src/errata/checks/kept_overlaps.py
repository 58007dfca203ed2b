"""Keeps which articles share much of their text from one run to the next, after edits of some.

A change of one article leaves the pairs of all others as they are, unless it makes a run of terms
part of a template, or no longer part of one. In that case, or if the article itself is similar to
another, all pairs are found again. Doing that at each run took a tenth of the time of a check.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A shingle that stands in as many articles is a template's (of 416 pairs found without this limit,
# 407 were templates).
TEMPLATE: Final = 8
# How much of the sample a pair must share to be compared.
_WORTH_A_LOOK: Final = 0.15
# Changed articles that are gone through one by one; with more all are looked at again.
MOST_EDITS: Final = 20


class Shingles(Value, frozen=True):
    """The text of an article as runs of terms."""

    sampled: tuple[int, ...]
    all: tuple[int, ...]


class SavedHolders(Value, frozen=True):
    """Which articles have which shingles: two sorted rows of numbers, as bytes."""

    shingles: bytes = b""
    articles: bytes = b""


class SavedOverlaps(Value, frozen=True):
    """The overlaps of the articles in one language."""

    keys: tuple[str, ...]
    """Keys of the content of each article."""
    sizes: tuple[int, ...]
    """How many shingles of the sample each article has, without those of templates."""
    sampled: SavedHolders
    """The articles that have each shingle of the sample."""
    pairs: tuple[tuple[int, int, float], ...]
    """Indexes of two articles to compare, and the share of their text that is in both."""
    compared: SavedHolders
    """The articles that have each shingle of the compared articles."""


class _Holders:
    """Shingle -> indexes of the articles that have it; can be changed."""

    def __init__(self, saved: SavedHolders) -> None:
        self.shingles, self.articles = array("q", saved.shingles), array("I", saved.articles)

    def of(self, shingle: int) -> Sequence[int]:
        start, stop = bisect_left(self.shingles, shingle), bisect_right(self.shingles, shingle)
        return self.articles[start:stop]

    def remove(self, article: int) -> set[int]:
        """Remove an article; return the shingles that it had."""
        places = [position for position, holder in enumerate(self.articles) if holder == article]
        for position in reversed(places):
            del self.articles[position]
        return {self.shingles.pop(position) for position in reversed(places)}

    def add(self, article: int, shingles: Iterable[int]) -> None:
        for shingle in shingles:
            position = bisect_left(self.shingles, shingle)
            while position < len(self.shingles) and self.shingles[position] == shingle:
                if self.articles[position] > article:
                    break
                position += 1
            self.shingles.insert(position, shingle)
            self.articles.insert(position, article)

    def may_change(self, shingles: Iterable[int]) -> bool:
        """Whether one more article makes one of these shingles a template's."""
        return any(len(self.of(shingle)) == TEMPLATE - 1 for shingle in shingles)

    def save(self) -> SavedHolders:
        return SavedHolders(self.shingles.tobytes(), self.articles.tobytes())


def save_holders(holders: Mapping[int, Sequence[int]]) -> SavedHolders:
    """Save shingles, each with the indexes of the articles that have it, which ascend."""
    ordered = sorted(holders)
    repeated = chain.from_iterable([shingle] * len(holders[shingle]) for shingle in ordered)
    articles = array("I", chain.from_iterable(map(holders.__getitem__, ordered)))
    return SavedHolders(array("q", repeated).tobytes(), articles.tobytes())


def follow_edits(
    before: SavedOverlaps | None, keys: tuple[str, ...], look: Sequence[Shingles | None]
) -> SavedOverlaps | None:
    """Update the overlaps after edits; return None if all must be found again.

    `keys` are those of the articles' contents now, `look` has the shingles of those that changed.
    """
    if before is None or len(before.keys) != len(keys):
        return None
    changed = [index for index, shingles in enumerate(look) if shingles]
    in_pairs = {index for *pair, _ in before.pairs for index in pair}
    if len(changed) > MOST_EDITS or not in_pairs.isdisjoint(changed):
        return None
    sampled, compared = _Holders(before.sampled), _Holders(before.compared)
    sizes = list(before.sizes)
    for index in changed:
        now = look[index]
        if now is None or not _follow(index, now, sizes, sampled, compared):
            return None
    saved = (tuple(sizes), sampled.save(), compared.save())
    return replace(before, keys=keys, sizes=saved[0], sampled=saved[1], compared=saved[2])


def _follow(
    article: int, now: Shingles, sizes: list[int], sampled: _Holders, compared: _Holders
) -> bool:
    """Replace one article; return False if that changes pairs of others, or makes one."""
    if sampled.may_change(sampled.remove(article) ^ {*now.sampled}):
        return False
    having = [
        shingles for shingle in now.sampled if len(shingles := sampled.of(shingle)) + 1 < TEMPLATE
    ]
    shared = Counter(other for holders in having for other in holders)
    if any(is_worth_a_look(n, len(having), sizes[other]) for other, n in shared.items()):
        return False
    sampled.add(article, now.sampled)
    sizes[article] = len(having)
    had = compared.remove(article)
    has = {*now.all}.intersection(compared.shingles)
    compared.add(article, has)
    return not any(len(compared.of(shingle)) in {TEMPLATE - 1, TEMPLATE} for shingle in had ^ has)


def is_worth_a_look(shared: int, count: int, other: int) -> bool:
    """Whether two articles share enough of the sample to be compared."""
    return shared >= _WORTH_A_LOOK * max(1, min(count, other))
