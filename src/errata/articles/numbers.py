"""Article numbers: what may be one, how a knowledge base writes its own, and which are the same.

A number is an article's identity in all languages and the last part of its address. It is written
in the front matter, or is the file's name. Numbers are compared without case.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from errata.text.characters import BIDI, UNSHOWN
from errata.text.slugs import LOCALE_PAGES

# Characters of a number, as below: it bounds the work of a pattern.
_LONGEST: Final = 80
# "SUP-17", "000012345" and "a.b#c" yes; "a b", "a/b", "..", "" and 81 characters no. It is part
# of an address that people share and of a file's name, for which systems allow 255 bytes.
_SENSIBLE: Final = re.compile(r"(?=.{0,79}[^\W_])[^\s/\\]{1,80}")
# "[0-9]{5}", "\d+" and "\d" yes; "[A-Z]{2}" and "5" no.
_DIGITS: Final = re.compile(r"(?:\[0-9\]|\\d)(?:\{(\d{1,2})(?:,\d{0,2})?\}|[+*])?")
# Digits of an example where the pattern leaves it open how many there are.
_FEW: Final = 3


def is_number(text: str) -> bool:
    """Whether an article can have it as its number."""
    hidden = UNSHOWN.search(text) or BIDI.search(text)
    return bool(_SENSIBLE.fullmatch(text)) and not hidden and not is_taken(text)


def is_taken(text: str) -> bool:
    """Whether each locale has a page of the site's own at the address."""
    return text.lower() in LOCALE_PAGES


def fit_number(text: str, pattern: str) -> str:
    """The number in the case that the pattern asks for; empty where it does not fit."""
    if len(text) > _LONGEST:
        return ""
    forms = (text, text.upper(), text.lower())
    return next((form for form in forms if _compiled(pattern).fullmatch(form)), "")


def example_number(pattern: str) -> str:
    """A number that fits a pattern, such as `KA-12345`; empty where the pattern is complex."""
    first = pattern.partition("|")[0]
    text = _DIGITS.sub(lambda found: _some_digits(int(found[1] or _FEW)), first).replace("\\-", "-")
    return text if _compiled(pattern).fullmatch(text) else ""


def _some_digits(count: int) -> str:
    return ("1234567890" * (count // 10 + 1))[:count]


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
