"""Finds the line and column of a character, in time that does not grow with the text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_line_starts(text: str) -> list[int]:
    """Return where each line begins; only a line feed ends one."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def locate_character(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Return line and column of a character, both from 1, in a text whose lines begin so."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
