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
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from errata.search.encoding import DIGITS
from errata.search.tokens import is_pair
from errata.values import Record

if TYPE_CHECKING:
    from errata.search.postings import PostingList

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
# The level from which on a term is common: in more than 20 of 1,138 articles. A query's other words
# are looked up first, whether they exist or not. With level 3 the root is 0.8 kB larger in English,
# 2 kB in Japanese, and the labelled queries are answered as well.
_COMMON: Final = 4
# A rare word that is taken for a common one is looked up last: one in eight to fifteen.
_SLOTS_PER_COMMON_TERM: Final = 6
# FNV-1a's own constants for 32 bits.
_PRIME, _BASIS, _MASK = 16_777_619, 2_166_136_261, 0xFFFF_FFFF


class Sketch(Record, frozen=True):
    """A sketch in written form."""

    bits: int
    slots: str


def sketch_terms(
    lists: Mapping[str, PostingList], raised: Mapping[str, PostingList], articles: int
) -> tuple[Sketch, Sketch]:
    """Sketch the common terms, and those that a typing slip may mean."""
    bounds = level_bounds(articles)
    common: dict[str, int] = {}
    spelled: dict[str, int] = {}
    for term, own in raised.items():
        # Thousands of pairs have a letter that tells nothing: the root would be twice as large.
        is_of_letters = not term.isascii() and is_pair(term)
        listed = lists.get(term, own) if is_of_letters else own
        level = level_of(listed.document_frequency, bounds)
        if level >= _COMMON:
            common[term] = level
        # A pair of Chinese, Japanese or Korean letters is never corrected.
        if not is_of_letters and (term.isalpha() or not any(c.isdigit() for c in term)):
            spelled[term] = level
    return build_sketch(common, _SLOTS_PER_COMMON_TERM), build_sketch(spelled)


def build_sketch(levels: Mapping[str, int], slots_per_term: int = _SLOTS_PER_TERM) -> Sketch:
    """Build the sketch of terms with their levels."""
    bits = choose_bits(len(levels), slots_per_term)
    slots: dict[int, int] = {}
    for term, level in levels.items():
        slot = hash_slot(term, bits)
        slots[slot] = max(level, slots.get(slot, 0))
    entries, previous_slot = [], -1
    for slot in sorted(slots):
        full_steps, step = divmod(slot - previous_slot - 1, _MAX_DISTANCE)
        entries.append(_FAR * full_steps + DIGITS[step * _LEVELS + slots[slot] - 1])
        previous_slot = slot
    return Sketch(bits, "".join(entries))


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
