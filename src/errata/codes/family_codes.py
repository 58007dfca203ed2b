r"""Finds the codes of the families in `families.toml`.

Most have a pattern. Others have the form `PREFIX-NNdddd`, whose digits NN belong to the prefix and
so check it. Directly before such a code may be a clock's `AM` or `PM`, or the `\n` of a log; its
dash may be another one or missing, and its first letter small. For wrong check digits or a wrong
length see `errata.codes.suspects`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.codes.context_words import END, START
from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.model import CodeSpan
from errata.text.patterns import as_ascii, canonical_code, compile_cue, literal_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Family

# A hyphen, a dash or a minus sign yes; "_", " " no
_DASH = "[-\u2010-\u2015\u2212]"
# Before a code: "10:15:00 AM", "\n" yes; "a", "-" no
_GLUE = r"(?<![A-Za-z0-9_-])(?:[AP]M|(?<=\\)[nrt])?"
# "520025" yes; "52002" no
_SIX_DIGITS = compile_late(r"\d{6}")
# Digits that an author hid: "xxxx", "#code#", "****" yes; "xxx", "##" no
_MASKED = r"(?:[xX]{4,6}|#\w{1,12}#|\*{4,6})"
_MASK_HINTS = ("#", "xxxx", "XXXX", "****")

# A shorter beginning is in every text.
_SHORTEST_PREFIX = 2
# How many characters before and after a code may contain the `cue` of its family. `bench/codes.py`
# prints the same figures from 20 on, and with 10 a recall of 0.988 instead of 1.000.
_REACH = 80
_KINDS = {"ticket", "cve", "status"}


class FamilyPatterns:
    """All families that have a pattern and no check digits."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = tuple(f for f in families if f.pattern and not f.module)
        alternatives = "|".join(f"({as_ascii(family.pattern)})" for family in self._families)
        self._cues = {f.id: compile_cue(f.cue) for f in self._families if f.cue}
        # By families.toml: "RED-520025." yes; "xRED-520025", "-RED-520025", "RED-520025-1" no
        self._pattern = compile_late(rf"{START}(?<!-)(?:{alternatives}){END}(?!-\d)")
        beginnings = {f.pattern: literal_prefixes(f.pattern) for f in self._families}
        short = [p for p, texts in beginnings.items() if min(map(len, texts)) < _SHORTEST_PREFIX]
        prefixes = {text for p, texts in beginnings.items() if p not in short for text in texts}
        self._prefixes = Literals(prefixes)
        # The other families as one pattern: "3351234567" of `33[5-9]\d{6}` yes; "335" no
        self._short = compile_late("|".join(map(as_ascii, short))) if short else None

    def may_find(self, text: str) -> bool:
        """Whether a code of a family could begin somewhere.

        A hundred times as fast as the patterns, on the real articles with all their families.
        """
        if self._prefixes.are_in(text):
            return True
        return self._short is not None and self._short.search(text) is not None

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Yield codes from left to right, in canonical form."""
        for match in self._matches(text) if self._families else ():
            family = self._families[(match.lastindex or 1) - 1]
            cue = self._cues.get(family.id)
            if cue is None or cue.search(_around(text, match)):
                kind = family.kind if family.kind in _KINDS else "error"
                code = canonical_code(family.canonical, match[0])
                yield CodeSpan(match.start(), match.end(), code, family.id, kind)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """Find the pattern's matches; it is tried only where a code could begin."""
        if self._short and self._short.search(text):
            yield from self._pattern.finditer(text)
            return
        end = 0
        for start in self._prefixes.starts_in(text):
            if start >= end and (match := self._pattern.match(text, start)):
                yield match
                end = match.end()


def _around(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - _REACH) : match.start()]
    return f"{before} {text[match.end() : match.end() + _REACH]}"


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
        self._exact = compile_late(rf"{_GLUE}({names}){_DASH}?(\d{{6}}){END}(?!-\d)")
        # "RED-52xxxx", "RED-#code#" yes; "RED-52xxx", "-RED-52xxxx" no
        self._masked = compile_late(rf"{START}(?<!-)({names})-((?:\d\d)?{_MASKED}){END}")

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Yield codes whose check digits are right, and masked ones."""
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
    """Return a pattern for a name with its first letter in either case."""
    return f"[{name[0].upper()}{name[0].lower()}]{re.escape(name[1:])}"
