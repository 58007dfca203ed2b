r"""Finds codes of the form `PREFIX-NNdddd`, whose digits NN belong to the prefix and so check it.

Tolerated: a clock's `AM` or `PM` or the `\n` of a log directly before it, other dashes or none, a
lower-case first letter. Wrong check digits or a wrong length: see `errata.codes.suspects`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.codes.context_words import END, START
from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.model import Family

_DASH = "[-\u2010-\u2015\u2212]"
# Before a code: "10:15:00 AM", "\n" yes; "a", "-" no
_GLUE = r"(?<![A-Za-z0-9_-])(?:[AP]M|(?<=\\)[nrt])?"
# "520025" yes; "52002" no
_SIX_DIGITS = re.compile(r"\d{6}")
# Digits that an author hid: "xxxx", "#code#", "****" yes; "xxx", "##" no
_MASKED = r"(?:[xX]{4,6}|#\w{1,12}#|\*{4,6})"
_MASK_HINTS = ("#", "xxxx", "XXXX", "****")


class CheckDigitFamilies:
    """All families that have check digits."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = {
            name: family
            for family in families
            if family.module
            for name in (family.id, *family.aliases)
        }
        names = "|".join(map(_either_case, sorted(self._families, key=len, reverse=True)))
        # "RED-520025", "AMRED520025", "red-520025" yes; "xRED-520025", "RED-520025-1" no
        self._exact = re.compile(rf"{_GLUE}({names}){_DASH}?(\d{{6}}){END}(?!-\d)")
        # "RED-52xxxx", "RED-#code#" yes; "RED-52xxx", "-RED-52xxxx" no
        self._masked = re.compile(rf"{START}(?<!-)({names})-((?:\d\d)?{_MASKED}){END}")

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Codes whose check digits agree, and masked ones."""
        if not self._families:
            return
        if _SIX_DIGITS.search(text):
            for match in self._exact.finditer(text):
                family = self._family(match[1])
                if match[2].startswith(family.module):
                    code = f"{family.id}-{match[2]}"
                    yield CodeSpan(match.start(1), match.end(), code, family.id)
        if any(hint in text for hint in _MASK_HINTS):
            for match in self._masked.finditer(text):
                family = self._family(match[1])
                code = f"{family.id}-{match[2]}"
                yield CodeSpan(match.start(), match.end(), code, family.id, "masked")

    def _family(self, name: str) -> Family:
        return self._families[name[0].upper() + name[1:]]


def _either_case(name: str) -> str:
    """A pattern for the name with its first letter in either case."""
    return f"[{name[0].upper()}{name[0].lower()}]{re.escape(name[1:])}"
