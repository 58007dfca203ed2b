r"""Finds codes of the form `PREFIX-NNdddd`, whose digits NN belong to the prefix and so check it.

Tolerated: a clock's `AM` or `PM` or the `\n` of a log glued in front, other dashes or none, a
lower-case first letter. Wrong check digits or a wrong length: see `errata.codes.doubts`.
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
_GLUE = r"(?<![A-Za-z0-9_-])(?:[AP]M|(?<=\\)[nrt])?"
_SIX_DIGITS = re.compile(r"\d{6}")
_MASKS = r"(?:[xX]{4,6}|#\w{1,12}#|\*{4,6})"


class CheckDigitFamilies:
    """All families that have check digits."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = {
            name: family for family in families if family.module for name in _names(family)
        }
        names = "|".join(map(_spelt, sorted(self._families, key=len, reverse=True)))
        self._exact = re.compile(rf"{_GLUE}({names})({_DASH}?)(\d{{6}}){END}(?!-\d)")
        self._masked = re.compile(rf"{START}(?<!-)({names})-((?:\d\d)?{_MASKS}){END}")

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Codes whose check digits agree, and masked ones."""
        if not self._families:
            return
        if _SIX_DIGITS.search(text):
            yield from self._exactly(text)
        if "#" in text or "xxxx" in text or "XXXX" in text or "****" in text:
            yield from self._with_masks(text)

    def _exactly(self, text: str) -> Iterator[CodeSpan]:
        for match in self._exact.finditer(text):
            prefix, _, digits = match.groups()
            family = self._families[prefix[0].upper() + prefix[1:]]
            if digits.startswith(family.module):
                yield CodeSpan(match.start(1), match.end(), f"{family.id}-{digits}", family.id)

    def _with_masks(self, text: str) -> Iterator[CodeSpan]:
        for match in self._masked.finditer(text):
            family = self._families[match[1][0].upper() + match[1][1:]]
            code = f"{family.id}-{match[2]}"
            yield CodeSpan(match.start(), match.end(), code, family.id, "masked")


def _names(family: Family) -> tuple[str, ...]:
    return (family.id, *family.aliases)


def _spelt(name: str) -> str:
    return f"[{name[0].upper()}{name[0].lower()}]{re.escape(name[1:])}"
