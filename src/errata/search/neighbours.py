"""What a misspelled word may have been: every word one slip of the hand away.

A slip is a letter too many, a letter missing, a wrong letter, or two changed over. The likelier a
slip, the more it weighs: 4, 2, 1 and 5. Only words of four to 24 ASCII letters and digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONGEST = 4, 24
SWAPPED, EXTRA, MISSING, WRONG = 5, 4, 2, 1


def slips(word: str) -> dict[str, int]:
    """Other word -> its weight, the highest if it is reached in several ways."""
    found: dict[str, int] = {}
    for other, weight in _slips(word):
        if other != word and weight > found.get(other, 0):
            found[other] = weight
    return found


def _slips(word: str) -> Iterator[tuple[str, int]]:
    if not (SHORTEST <= len(word) <= LONGEST and word.isascii()):
        return
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], SWAPPED
        if tail:
            yield head + tail[1:], EXTRA
        for letter in _LETTERS:
            yield head + letter + tail, MISSING
            if tail:
                yield head + letter + tail[1:], WRONG
