"""Which articles have which shingles, where they are millions: two rows of numbers, sorted.

A dictionary of lists takes 200 bytes for each, a gigabyte for 60,000 articles; this takes 12.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Pairs that are sorted at once, as tuples: 50 MB.
_AT_ONCE: Final = 500_000
# Shingles are signed numbers of so many bits.
_BITS: Final = 64


class SortedHolders:
    """Shingle -> indexes of the articles that have it, rising."""

    def __init__(self, shingles_of: Iterable[Iterable[int]]) -> None:
        """`shingles_of` each article, by index."""
        shingles, holders = array("q"), array("I")
        for index, own in enumerate(shingles_of):
            before = len(shingles)
            shingles.extend(own)
            holders.extend([index] * (len(shingles) - before))
        self._shingles, self._holders = array("q"), array("I")
        # Part by part of the numbers, which are hashes and fill all parts alike.
        shift = _BITS - (len(shingles) // _AT_ONCE).bit_length()
        for part in sorted({shingle >> shift for shingle in shingles}):
            pairs = zip(shingles, holders, strict=True)
            for shingle, index in sorted(pair for pair in pairs if pair[0] >> shift == part):
                self._shingles.append(shingle)
                self._holders.append(index)

    def get(self, shingle: int, otherwise: Sequence[int] = ()) -> Sequence[int]:
        """Those that have it."""
        start = bisect_left(self._shingles, shingle)
        return self._holders[start : self._end(start, shingle)] or otherwise

    def values(self) -> Iterator[Sequence[int]]:
        """Those that have each of the shingles."""
        start = 0
        while start < len(self._shingles):
            stop = self._end(start, self._shingles[start])
            yield self._holders[start:stop]
            start = stop

    def _end(self, start: int, shingle: int) -> int:
        while start < len(self._shingles) and self._shingles[start] == shingle:
            start += 1
        return start
