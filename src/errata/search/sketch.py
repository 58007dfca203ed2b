"""A sketch of how common each term is: which terms exist at all, in less than a byte a term.

There are 2^bits slots. A term's slot is its FNV-1a hash of 32 bits over UTF-16 code units, folded
(`hash ^ hash >> 15`), by its lowest bits. A slot holds the level of its most common term, 1 to 7,
or 0 for none: so a term may seem to exist that does not, never the other way round. Level n means:
in at most `bounds[n - 1]` articles and in more than `bounds[n - 2]`.

It is written as one character for each slot that is not empty, of the 88 digits of `encoding`: the
number of empty slots before it, times 7, plus its level less one. The digit 84 stands for twelve
empty slots with nothing after them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from errata.search.encoding import DIGITS
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# 12 * 7 + 1 digits of the 88: as many levels as leave room for short distances.
_LEVELS: Final = 7
# Slots for each term, before rounding up to a power of two: on the real articles 15 to 18 % of the
# slots are taken, and as many of the misspelled words seem to exist. The English sketch has 7.5 kB.
_SLOTS_PER_TERM: Final = 5
# The largest, 131,072 slots, is for 26,000 terms, as 1,138 Japanese articles have; a larger index
# takes more words for existing, rather than that readers load a larger file.
_MIN_BITS, _MAX_BITS = 8, 17
_MAX_DISTANCE: Final = 12
_FAR: Final = DIGITS[_MAX_DISTANCE * _LEVELS]
# FNV-1a's own constants for 32 bits.
_PRIME, _BASIS, _MASK = 16_777_619, 2_166_136_261, 0xFFFF_FFFF


class Sketch(Record, frozen=True):
    """A sketch in written form."""

    bits: int
    slots: str


class SketchedTerms:
    """Terms with their levels, and their sketch, of which an edit changes a few slots."""

    def __init__(self, slots_per_term: int = _SLOTS_PER_TERM) -> None:
        self._slots_per_term = slots_per_term
        self._levels: dict[str, int] = {}
        self._changed: set[str] = set()
        self._bits = 0
        self._terms: dict[int, list[str]] = {}  # by slot
        self._taken: list[int] = []  # the slots with a term, sorted
        self._written: list[str] = []  # of each of them

    def put(self, term: str, level: int) -> None:
        """Set the level of a term; 0 takes it out of the sketch."""
        if self._levels.get(term, 0) != level:
            self._levels[term] = level
            self._changed.add(term)
            if not level:
                del self._levels[term]

    def sketch(self) -> Sketch:
        """Return the sketch of the present terms."""
        bits = choose_bits(len(self._levels), self._slots_per_term)
        if bits != self._bits:
            self._bits = bits
            self._write_all()
        else:
            for slot in {self._place(term) for term in self._changed}:
                self._write_again(slot)
        self._changed = set()
        return Sketch(bits, "".join(self._written))

    def _write_all(self) -> None:
        terms: dict[int, list[str]] = defaultdict(list)
        for term in self._levels:
            terms[hash_slot(term, self._bits)].append(term)
        self._terms, self._taken = terms, sorted(terms)
        self._written = [self._write(index) for index in range(len(terms))]

    def _place(self, term: str) -> int:
        """Put a term into its slot, or take it out, and return the slot."""
        slot = hash_slot(term, self._bits)
        others = [other for other in self._terms.pop(slot, ()) if other != term]
        terms = [*others, term] if term in self._levels else others
        index = bisect_left(self._taken, slot)
        is_taken = self._taken[index : index + 1] == [slot]
        if terms:
            self._terms[slot] = terms
        if terms and not is_taken:
            self._taken.insert(index, slot)
            self._written.insert(index, "")
        elif is_taken and not terms:
            del self._taken[index], self._written[index]
        return slot

    def _write_again(self, slot: int) -> None:
        """Write a slot, and the next one, which counts from it."""
        index = bisect_left(self._taken, slot)
        end = min(index + 2, len(self._taken))
        self._written[index:end] = map(self._write, range(index, end))

    def _write(self, index: int) -> str:
        slot = self._taken[index]
        far, near = divmod(slot - (self._taken[index - 1] if index else -1) - 1, _MAX_DISTANCE)
        level = max(map(self._levels.__getitem__, self._terms[slot]))
        return _FAR * far + DIGITS[near * _LEVELS + level - 1]


def choose_bits(terms: int, slots_per_term: int = _SLOTS_PER_TERM) -> int:
    """Choose the size of a sketch of so many terms."""
    return max(_MIN_BITS, min(_MAX_BITS, (terms * slots_per_term - 1).bit_length()))


def hash_slot(term: str, bits: int) -> int:
    """Return the slot of a term."""
    return hash_text(term) & ((1 << bits) - 1)


# Each term is hashed for the border of its shard and for two sketches; of 1,179 articles there are
# up to 26,000.
@lru_cache(maxsize=65_536)
def hash_text(text: str) -> int:
    """Return the folded hash, of 32 bits."""
    value = _BASIS
    for unit in _code_units(text):
        value = ((value ^ unit) * _PRIME) & _MASK
    return value ^ value >> 15


def _code_units(text: str) -> Iterable[int]:
    if text.isascii():
        return text.encode("ascii")
    data = text.encode("utf-16-le", "surrogatepass")
    return [low | high << 8 for low, high in zip(data[::2], data[1::2], strict=True)]


def level_bounds(articles: int) -> tuple[int, ...]:
    """Return upper bounds of the levels: a geometric series that ends at all articles."""
    return tuple(round(max(1, articles) ** (level / _LEVELS)) for level in range(1, _LEVELS + 1))


def level_of(frequency: int, bounds: Sequence[int]) -> int:
    """Return the level of a term in so many articles."""
    return bisect_left(bounds, frequency) + 1
