"""Lists of article numbers, written as what each adds to the one before.

A list is a text and an array. Where a number is the prefix of the one before and a later number of
as many digits, the text has the gap less one (see `numbers`); else it has `!`, and the array has
the number itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.search.numbers import write

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTS: Final = re.compile(r"(.*?)([0-9]{1,9})")


def write_names(names: Iterable[str]) -> list[object]:
    """`[text, array]` for names in any order; dense if they are sorted."""
    text, own = "", []
    before: re.Match[str] | None = None
    for name in names:
        parts = _PARTS.fullmatch(name)
        if before and parts and _follows(before, parts):
            text += write(int(parts[2]) - int(before[2]) - 1)
        else:
            text += "!"
            own.append(name)
        before = parts
    return [text, own]


def _follows(before: re.Match[str], parts: re.Match[str]) -> bool:
    alike = before[1] == parts[1] and len(before[2]) == len(parts[2])
    return alike and int(parts[2]) > int(before[2])
