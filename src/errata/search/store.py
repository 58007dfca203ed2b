"""Reads an index as the browser does: the sketch first, then the shards that are needed.

It notes every file it reads, so that the cost of a query is known.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from errata.search import sketch
from errata.search.postings import order
from errata.search.shards import read_shard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.search.fragments import Fragment
    from errata.search.index import Index
    from errata.search.postings import Posting


class Store:
    """One locale's index, opened piece by piece."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.read: list[str] = []
        """Files read since `begin`, in order: `root`, `codes`, shards, `f/` and article number."""
        self._shards: dict[int, dict[str, Posting]] = {}
        self._open: set[int] = set()
        self._firsts = [order(shard.first) for shard in index.shards]

    def begin(self) -> None:
        """Close everything: an answer may not depend on what was asked before."""
        self.read = []
        self._open = set()

    @cached_property
    def _slots(self) -> bytes:
        return sketch.read(self.index.sketch, self.index.bits)

    def level(self, word: str) -> int:
        """How common a word seems to be, 1 to 7; 0 if there is none."""
        self.note("root")
        return self._slots[sketch.slot(word, self.index.bits)]

    def shard_of(self, word: str) -> int:
        """The place of the shard that would hold a word."""
        return max(0, bisect_right(self._firsts, order(word)) - 1)

    def open(self, shard: int) -> None:
        """Read a shard, once."""
        if shard in self._open or not self.index.shards:
            return
        self.note(self.index.shards[shard].name)
        self._open.add(shard)
        if shard not in self._shards:
            self._shards[shard] = read_shard(self.index.shards[shard])

    def posting(self, word: str) -> Posting | None:
        """The articles of a word, if its shard has been opened and has it."""
        shard = self.shard_of(word)
        return self._shards[shard].get(word) if shard in self._open else None

    def beginning(self, start: str) -> list[str]:
        """Words that begin so, of the shards that would hold the first and the last of them."""
        shards = sorted({self.shard_of(start), self.shard_of(f"{start}\uffff")})
        for shard in shards:
            self.open(shard)
        held = (self._shards.get(shard, {}) for shard in shards)
        return [word for words in held for word in words if word.startswith(start)]

    def is_open(self, word: str) -> bool:
        """Whether the shard that would hold a word has been opened."""
        return self.shard_of(word) in self._open

    def rarity(self, total: int) -> float:
        """What a word in so many articles weighs."""
        return self.index.rarities[bisect_right(self.index.totals, total) - 1]

    def fragments(self, places: Iterable[int]) -> dict[int, Fragment]:
        """The fragments of articles by place."""
        found = {}
        for place in places:
            number = self.index.numbers[place]
            self.note(f"f/{number}")
            found[place] = self.index.fragments[number]
        return found

    def note(self, name: str) -> None:
        """Remember that a file was needed."""
        if name not in self.read:
            self.read.append(name)
