"""The next free number of a knowledge base, in the way that its articles are numbered."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from errata.articles.numbers import example_number, fit_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# "KA-00017", "SUP4014346", "SUP-7" and "000012345" yes; "broken-link", "error-c2001" and "v2" no.
_NUMBERED: Final = re.compile(r"([A-Za-z]{1,6}[-_](?=\d)|[A-Za-z]{0,6}(?=\d\d))(\d{1,9})")
# Digits at the end of an example: "12345" of "KA-12345".
_DIGITS: Final = re.compile(r"\d+$")
# More than one article in so many must have a number, or the knowledge base is not numbered: a few
# names of files that end in digits are releases and codes.
_HALF: Final = 2


def next_number(numbers: Iterable[str], pattern: str = "") -> str:
    """One above the highest, with as many digits; empty where articles are not numbered."""
    known = sorted(set(numbers))
    fitting = [number for number in known if not pattern or fit_number(number, pattern)]
    series = _series(fitting)
    if not series:
        return _first(pattern)
    prefix, values = max(series.items(), key=lambda item: (len(item[1]), item[0]))
    if not pattern and sum(map(len, series.values())) * _HALF <= len(known):
        return ""
    width = max(len(digits) for digits in values)
    following = f"{prefix}{max(map(int, values)) + 1:0{width}}"
    return following if not pattern or fit_number(following, pattern) else ""


def _series(numbers: Iterable[str]) -> Mapping[str, list[str]]:
    """What stands before the digits -> the digits."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in numbers:
        if parts := _NUMBERED.fullmatch(number):
            found[parts[1]].append(parts[2])
    return found


def _first(pattern: str) -> str:
    """`KA-00001` for `KA-[0-9]{5}`; empty without a pattern, or for one that is complex."""
    example = example_number(pattern) if pattern else ""
    first = _DIGITS.sub(lambda found: "1".zfill(len(found[0])), example)
    return first if first and fit_number(first, pattern) else ""
