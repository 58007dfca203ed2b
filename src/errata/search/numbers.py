"""Writes whole numbers as printable characters, densely and in a way that gzip packs well.

There are 91 digits: the characters from `#` to `~` without the backslash. A number below 45 is one
digit. A larger one begins with 45 + its remainder by 45, followed by its quotient minus one in the
same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DIGITS: Final = "".join(map(chr, range(35, 127))).replace("\\", "")
RADIX: Final = 45


def write(number: int) -> str:
    """One number of zero or more."""
    written = ""
    while number >= RADIX:
        written += DIGITS[RADIX + number % RADIX]
        number = number // RADIX - 1
    return written + DIGITS[number]


def write_all(numbers: Iterable[int]) -> str:
    """Numbers on end."""
    return "".join(map(write, numbers))


def gaps(numbers: Iterable[int]) -> Iterator[int]:
    """Rising numbers as their distances, less one; the first counts from -1."""
    before = -1
    for number in numbers:
        yield number - before - 1
        before = number
