"""Writes whole numbers as printable characters, in few bytes that gzip compresses well.

There are 88 digits: the characters from `#` to `~` without those that a script escapes. A number
below 44 is one digit. A larger one begins with 44 + its remainder by 44, followed by its quotient
minus one in the same way: 43 is `Q`, 44 is `R#`, 88 is `R$`. So a digit below 44 ends a number, and
numbers need nothing between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from errata.data.patterns import compile_late

# With "&", "<" and ">", of which each takes six characters in a script, shards are 6 % larger.
DIGITS: Final = "".join(chr(at) for at in range(35, 127) if chr(at) not in "&<>\\")
# Half of the digits end a number, the other half go on.
_RADIX: Final = 44
# "KA-19371" is "KA-" and 19371, "7" is "" and 7, "A12B34" is "A12B" and 34; not "KA-1a". Nine
# digits at most, which JavaScript counts exactly; of "1234567890" they are the last nine.
_NUMBERED: Final = compile_late(r"(.*?)([0-9]{1,9})")


def encode_int(number: int) -> str:
    """Encode one number of zero or more."""
    written = ""
    while number >= _RADIX:
        written += DIGITS[_RADIX + number % _RADIX]
        number = number // _RADIX - 1
    return written + DIGITS[number]


def encode_ints(numbers: Iterable[int]) -> str:
    """Encode numbers in a row."""
    return "".join(map(encode_int, numbers))


def encode_number_list(names: Iterable[str]) -> list[object]:
    """Encode article numbers as `[text, array]`: compact if they are sorted.

    Where one has the prefix of the one before and a higher number of as many digits, the text has
    the distance less one; else it has `!`, and the array has the article number itself.
    """
    text, own = "", list[str]()
    before: re.Match[str] | None = None
    for name in names:
        parts = _NUMBERED.fullmatch(name)
        if before and parts and _follows(before, parts):
            text += encode_int(int(parts[2]) - int(before[2]) - 1)
        else:
            text += "!"
            own.append(name)
        before = parts
    return [text, own]


def _follows(before: re.Match[str], parts: re.Match[str]) -> bool:
    alike = before[1] == parts[1] and len(before[2]) == len(parts[2])
    return alike and int(parts[2]) > int(before[2])


def encode_base_36(number: int) -> str:
    """Encode a number as JavaScript's `number.toString(36)` does."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (encode_base_36(number // 36) if number >= 36 else "") + digits[number % 36]  # noqa: PLR2004 - the base
