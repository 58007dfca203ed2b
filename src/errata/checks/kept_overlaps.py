"""Keeps which articles share much of their text from one run to the next, after edits of some.

A change of one article leaves the pairs of all others as they are, unless it makes a run of terms
part of a template, or no longer part of one. In that case, or if the article itself is similar to
another, all pairs are found again. Doing that at each run took a tenth of the time of a check.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from errata.values import Value

# A shingle that stands in as many articles is a template's (of 416 pairs found without this limit,
# 407 were templates).
TEMPLATE: Final = 8
# How much of the sample a pair must share to be compared.
_WORTH_A_LOOK: Final = 0.15
# Changed articles that are gone through one by one; with more all are looked at again.
MOST_EDITS: Final = 20
# Shingles are sorted in so many parts, by their first bits: of 100,000 articles one part has 40,000
# shingles with their articles, which as tuples take 4 MB.
_PARTS: Final = 256
# Shingles are signed numbers of so many bits.
_BITS: Final = 64


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


class Holders:
    """Shingle -> indexes of the articles that have it: two rows of numbers, both ascending."""

    def __init__(self, saved: SavedHolders) -> None:
        self.shingles, self.articles = array("q", saved.shingles), array("I", saved.articles)

    @classmethod
    def of(cls, shingles_of: Iterable[Iterable[int]]) -> Holders:
        """Index `shingles_of` each article."""
        # Part by part of the numbers, which are hashes and fill all parts alike: only the pairs of
        # one part are in memory as tuples. All are gone through once, however many there are.
        shift = _BITS - _PARTS.bit_length() + 1
        parts = [(array("q"), array("I")) for _ in range(_PARTS)]
        for index, own in enumerate(shingles_of):
            for shingle in own:
                shingles, articles = parts[shingle >> shift]  # negative for half: from the end
                shingles.append(shingle)
                articles.append(index)
        holders = cls(SavedHolders())
        for part in (*range(_PARTS // 2, _PARTS), *range(_PARTS // 2)):
            pairs = sorted(zip(*parts[part], strict=True))
            parts[part] = array("q"), array("I")
            holders.shingles.extend(shingle for shingle, _ in pairs)
            holders.articles.extend(index for _, index in pairs)
        return holders

    def get(self, shingle: int) -> Sequence[int]:
        """Return the articles that have the shingle."""
        start, stop = bisect_left(self.shingles, shingle), bisect_right(self.shingles, shingle)
        return self.articles[start:stop]

    def values(self) -> Iterator[Sequence[int]]:
        """Return the articles of each shingle in turn."""
        start = 0
        for _, same in groupby(self.shingles):
            stop = start + sum(1 for _ in same)
            yield self.articles[start:stop]
            start = stop

    def remove(self, article: int) -> set[int]:
        """Remove an article; return the shingles that it had."""
        places = [position for position, holder in enumerate(self.articles) if holder == article]
        for position in reversed(places):
            del self.articles[position]
        return {self.shingles.pop(position) for position in reversed(places)}

    def add(self, article: int, shingles: Iterable[int]) -> None:
        """Add an article."""
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
        return any(len(self.get(shingle)) == TEMPLATE - 1 for shingle in shingles)

    def save(self) -> SavedHolders:
        """Return both rows as bytes."""
        return SavedHolders(self.shingles.tobytes(), self.articles.tobytes())


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
    sampled, compared = Holders(before.sampled), Holders(before.compared)
    sizes = list(before.sizes)
    for index in changed:
        now = look[index]
        if now is None or not _follow(index, now, sizes, sampled, compared):
            return None
    saved = (tuple(sizes), sampled.save(), compared.save())
    return replace(before, keys=keys, sizes=saved[0], sampled=saved[1], compared=saved[2])


def _follow(
    article: int, now: Shingles, sizes: list[int], sampled: Holders, compared: Holders
) -> bool:
    """Replace one article; return False if that changes pairs of others, or makes one."""
    if sampled.may_change(sampled.remove(article) ^ {*now.sampled}):
        return False
    having = [
        shingles for shingle in now.sampled if len(shingles := sampled.get(shingle)) + 1 < TEMPLATE
    ]
    shared = Counter(other for holders in having for other in holders)
    if any(is_worth_a_look(n, len(having), sizes[other]) for other, n in shared.items()):
        return False
    sampled.add(article, now.sampled)
    sizes[article] = len(having)
    had = compared.remove(article)
    has = {*now.all}.intersection(compared.shingles)
    compared.add(article, has)
    return not any(len(compared.get(shingle)) in {TEMPLATE - 1, TEMPLATE} for shingle in had ^ has)


def is_worth_a_look(shared: int, count: int, other: int) -> bool:
    """Whether two articles share enough of the sample to be compared."""
    return shared >= _WORTH_A_LOOK * max(1, min(count, other))
