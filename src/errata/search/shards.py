"""Cuts the sorted words into shards, each a small file named by its content.

A shard is two texts. The first holds its words: each is a capital letter for the number of letters
shared with the word before (`A` none, `Z` 25 or more) and the rest of the word; words have no
capitals. The second holds one text for each word, parted by spaces: its articles by rising place,
each as the gap to the one before (see `numbers.gaps`) and the impact less one as one digit of
`numbers`. A very common word's text begins with `!`, the number of all articles that have it, and
`!` again.

Where a shard ends depends on its words alone: after a word whose hash is divisible by eight, from a
least size on, or at a greatest size. So a change of one word moves no border but its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.search.numbers import DIGITS, gaps, write
from errata.search.sketch import slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.search.postings import Posting

NAME: Final = 7
"""Characters of a shard's name."""
_LEAST, _MOST = 1_800, 4_200
"""Characters of a shard."""
_BORDER_BITS: Final = 3
_MOST_SHARED: Final = 25
_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Shard:
    """A range of words as it is written."""

    first: str
    """The shortest text that is above every word before the shard, and not above its own."""
    words: str
    postings: str

    @property
    def name(self) -> str:
        """Made of its content, in lower-case letters and digits: some disks know no other."""
        digest = hashlib.sha256(f"{self.words}\n{self.postings}".encode("utf-8", "replace"))
        number = int.from_bytes(digest.digest()[:8])
        return "".join(_ALPHABET[number // 36**at % 36] for at in range(NAME))


def shards(found: Mapping[str, Posting]) -> Iterator[Shard]:
    """Every shard, in order; the words are sorted by `postings.order`."""
    last = ""
    for group in _groups(found):
        first = _between(last, group[0][0])
        last = group[-1][0]
        words = front_coded(word for word, _ in group)
        yield Shard(first, words, " ".join(text for _, text in group))


def _groups(found: Mapping[str, Posting]) -> Iterator[list[tuple[str, str]]]:
    group: list[tuple[str, str]] = []
    size = 0
    for word, posting in found.items():
        group.append((word, _written(posting)))
        size += len(group[-1][1]) + 4
        if size >= _MOST or (size >= _LEAST and slot(word, _BORDER_BITS) == 0):
            yield group
            group, size = [], 0
    if group:
        yield group


def _between(last: str, first: str) -> str:
    shared = _shared(last, first)
    return first[: shared + 1]


def _shared(one: str, two: str) -> int:
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


def front_coded(words: Iterable[str]) -> str:
    """Sorted words without what each shares with the one before."""
    written, before = [], ""
    for word in words:
        shared = min(_shared(before, word), _MOST_SHARED)
        written.append(chr(ord("A") + shared) + word[shared:])
        before = word
    return "".join(written)


def _written(posting: Posting) -> str:
    head = f"!{write(posting.total)}!" if posting.total > len(posting.kept) else ""
    distances = gaps(place for place, _ in posting.kept)
    pairs = zip(distances, posting.kept, strict=True)
    return head + "".join(write(gap) + DIGITS[impact - 1] for gap, (_, impact) in pairs)
