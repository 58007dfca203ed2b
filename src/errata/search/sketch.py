"""A sketch of how common each word is: which words exist at all, in less than a byte a word.

There are 2^bits slots. A word's slot is its FNV-1a hash of 32 bits over UTF-16 code units, folded
(`hash ^ hash >> 15`), by its lowest bits. A slot holds the level of its most common word, 1 to 7,
or 0 for none: so a word may seem to exist that does not, never the other way round. Level n
means: in at most `levels[n - 1]` articles and in more than `levels[n - 2]`.

It travels as one character for each slot that is not empty, of the 91 digits of `numbers`: the
number of empty slots before it, times 7, plus its level less one. The digit 84 stands for twelve
empty slots with nothing after them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.search.numbers import DIGITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEPTH: Final = 7
_ROOM: Final = 5
"""Slots for each word."""
_FEWEST, _MOST = 8, 17
_FAR: Final = 12
_SKIP: Final = DIGITS[_FAR * DEPTH]
_PRIME, _BASIS, _MASK = 16_777_619, 2_166_136_261, 0xFFFF_FFFF


def bits_for(words: int) -> int:
    """The size of a sketch of so many words."""
    return max(_FEWEST, min(_MOST, (words * _ROOM - 1).bit_length()))


def slot(word: str, bits: int) -> int:
    """Where a word is noted."""
    data = word.encode("utf-16-le", "surrogatepass")
    value = _BASIS
    for low, high in zip(data[::2], data[1::2], strict=True):
        value = ((value ^ (low | high << 8)) * _PRIME) & _MASK
    return (value ^ value >> 15) & ((1 << bits) - 1)


def levels_for(articles: int) -> tuple[int, ...]:
    """Upper bounds of the levels for so many articles; the last one is all of them."""
    return tuple(round(max(1, articles) ** (level / DEPTH)) for level in range(1, DEPTH + 1))


def write(totals: Mapping[str, int], bits: int, levels: Sequence[int]) -> str:
    """The sketch of words with the number of articles of each."""
    slots: dict[int, int] = {}
    for word, total in totals.items():
        at = slot(word, bits)
        slots[at] = max(slots.get(at, 0), level_of(total, levels))
    written, before = [], -1
    for at in sorted(slots):
        far, near = divmod(at - before - 1, _FAR)
        written.append(_SKIP * far + DIGITS[near * DEPTH + slots[at] - 1])
        before = at
    return "".join(written)


def level_of(total: int, levels: Sequence[int]) -> int:
    """The level of a word in so many articles."""
    return next(level for level, bound in enumerate(levels, 1) if total <= bound)
