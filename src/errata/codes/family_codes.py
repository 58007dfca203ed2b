r"""Finds the codes of the families in `families.toml`, and what is nearly one of them.

Most have a pattern. Others have the form `PREFIX-NNdddd`, whose digits NN belong to the prefix and
so check it. Directly before such a code may be a clock's `AM` or `PM`, or the `\n` of a log; its
dash may be another one or missing, and its first letter small. For wrong check digits or a wrong
length see `SuspectFinder`.

A damaged code is one typing error away: `O` for `0`, `l` or `I` for `1`, a digit fewer or more than
the family's codes have, check digits that are not the family's, a prefix that lost its first
letter. Unknown codes need capitals, a hyphen and three digits or more; names of standards, ciphers
and dates do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from errata.codes.surroundings import END, START, blank_out_addresses, to_ascii_forms
from errata.data import read_word_lists
from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.model import CodeSpan, Family
from errata.text.patterns import as_ascii, canonical_code, compile_cue, literal_prefixes

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
                kind = "error" if family.is_of_errors else family.kind
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


# A cheap hint: "D-520", "DOOl" yes; "d-520", "D-52" no
_HINT: Final = compile_late(r"[A-Z][-\u2010-\u2015\u2212]?[0-9OIl]{3}")
# "RED-52OO25", "AMRED-520025", "ED-520025" yes; "x/RED-520025", "RED-520025/1", "RED-52" no
_LIKE_CODE: Final = compile_late(
    r"(?<![A-Za-z0-9\u00c0-\u024f_./:@#&=%$*-])(?:[AP]M(?=[A-Z]{3}-)|(?<=\\)[nrt])?"
    rf"([A-Za-z][A-Z]{{1,7}})([-\u2010-\u2015\u2212]?)([0-9OolI]{{3,10}}){END}(?![*/-]|\.\d)"
)
_TO_DIGITS: Final = str.maketrans("OolI", "0011")
# "2024" yes; "3024", "20245" no
_YEAR: Final = compile_late(r"(?:19|20)\d\d$")
# What is no hyphen, although a word processor made it of one.
_DASHES: Final = frozenset("\u2012\u2013\u2014\u2015\u2212")
# How many digits a code with check digits has, and the fewest of one that lost some: four after the
# check digits, one of them lost.
_LENGTH: Final = 6
_SHORTEST: Final = 5
_NOT_PREFIXES: Final = frozenset(read_word_lists("code_names")["not_prefixes"])


# "APP-" of the pattern "APP-\\d{4}", "APP" and "WEB" of "(?:APP|WEB)-\\d{4}", "NG" of "NG\\d{4}";
# nothing of "[A-Z]{3}-\\d{4}"
_STEMS: Final = compile_late(
    r"(?:\((?:\?:)?([A-Z]{2,8}(?:\|[A-Z]{2,8}){1,40})\)|([A-Z]{2,8}))(-?)(?=[\\\[(0-9])"
)
# "RED" of "RED-52OO25" and "NG" of "NG10O"; before a letter that stands for a digit it may end.
_BEGINNING: Final = compile_late(r"[A-Za-z][A-Z]{1,7}?(?=[-\u2010-\u2015\u2212]|[0-9OolI]*\Z)")
# The most digits of a code that are tried, and figures of which one stands for all.
_MOST_DIGITS: Final = 10
_FIGURES: Final = ("1234567890", "0" * 10, "1" * 10, "5" * 10)


class SuspectFinder:
    """Finds suspects by the families that begin with letters of their own, and mostly a hyphen."""

    def __init__(self, families: Iterable[Family]) -> None:
        given_families = tuple(families)
        self._prefixes = {
            name: family for family in given_families for name in (family.id, *family.aliases)
        }
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        for family in given_families:
            if family.kind == "error" and (stems := _stems_of(family.pattern)):
                self._patterns[family.id] = compile_late(as_ascii(family.pattern))
                self._stems[family.id] = stems
                for stem in stems:
                    self._prefixes.setdefault(stem.removesuffix("-"), family)
        self._checked = {f.id: f for f in given_families if f.module}
        self._digits: dict[tuple[str, str], frozenset[int]] = {}

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Find codes of kind `suspect`, with the family meant, or `unknown`, without one."""
        if not _HINT.search(text):
            return
        for match in _LIKE_CODE.finditer(blank_out_addresses(to_ascii_forms(text))):
            prefix, dash, digits = match.groups()
            prefix = prefix[0].upper() + prefix[1:]
            begin, end = match.start(1), match.end()
            if family := self._find_family(prefix, dash, digits):
                yield CodeSpan(begin, end, text[begin:end], family, "suspect")
            elif dash == "-" and match[1].isupper() and self._is_unknown(prefix, digits):
                yield CodeSpan(begin, end, text[begin:end], "", "unknown")

    def _find_family(self, prefix: str, dash: str, digits: str) -> str:
        """Return the family of which this is a damaged code, or an empty text."""
        repaired = digits.translate(_TO_DIGITS)
        family = self._prefixes.get(prefix)
        if family is None:
            return self._find_truncated(prefix, repaired) if dash else ""
        pattern = self._patterns.get(family.id)
        stem = _stem(prefix, self._stems.get(family.id, ("",)))
        if pattern is None:
            return ""
        if pattern.fullmatch(f"{stem}{digits}"):
            return family.id if dash in _DASHES and not family.module else ""
        if repaired != digits and pattern.fullmatch(f"{stem}{repaired}"):
            return family.id
        if family.module:
            return family.id if _is_damaged(family, dash, repaired) else ""
        is_written = digits.isdecimal() and bool(dash) == stem.endswith("-")
        is_near = is_written and self._lacks_or_has_one_more(family, stem, len(digits))
        return family.id if is_near else ""

    def _lacks_or_has_one_more(self, family: Family, stem: str, count: int) -> bool:
        """Whether the family's codes have one digit more or fewer."""
        key = family.id, stem
        if key not in self._digits:
            pattern = self._patterns[family.id]
            self._digits[key] = frozenset(
                length
                for length in range(1, _MOST_DIGITS + 1)
                if any(pattern.fullmatch(f"{stem}{figures[:length]}") for figures in _FIGURES)
            )
        lengths = self._digits[key]
        return count not in lengths and not lengths.isdisjoint({count - 1, count + 1})

    def _find_truncated(self, prefix: str, digits: str) -> str:
        """Return the one family whose name lost its first letter, by the check digits."""
        intended = [
            family.id
            for family in self._checked.values()
            if family.id[1:] == prefix and digits.startswith(family.module)
        ]
        return intended[0] if len(intended) == 1 and len(digits) == _LENGTH else ""

    def _is_unknown(self, prefix: str, digits: str) -> bool:
        if prefix in self._prefixes or prefix in _NOT_PREFIXES or not digits.isdecimal():
            return False
        return not _YEAR.match(digits)


def _stems_of(pattern: str) -> tuple[str, ...]:
    """Return how the codes of a pattern begin, up to their digits; nothing if that varies."""
    match = _STEMS.match(pattern)
    if match is None:
        return ()
    return tuple(f"{letters}{match[3]}" for letters in (match[1] or match[2]).split("|"))


def _stem(prefix: str, stems: tuple[str, ...]) -> str:
    return next((stem for stem in stems if stem.removesuffix("-") == prefix), stems[0])


def resolve_suspect(written: str, family: Family | None, codes: Iterable[str]) -> str | None:
    """Return the code that a damaged one stands for: repaired, or the family's nearest."""
    if family is None:
        return None
    letters = _BEGINNING.match(written)
    remainder = written[letters.end() :] if letters else written
    digits = "".join(c for c in remainder.translate(_TO_DIGITS) if c.isdecimal())
    stems = _stems_of(family.pattern) or (f"{family.id}-",)
    stem = _stem(letters[0] if letters else "", stems)
    repaired = f"{stem}{digits}" if digits else written
    if re.fullmatch(as_ascii(family.pattern), repaired):
        return repaired
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - few texts have something like a code
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    own = [code for code in codes if code.startswith(stem)]
    # A digit is wrong; or, where the number of digits is, one is missing and another may be wrong.
    most = 2 if family.module and len(digits) != _LENGTH else 1
    nearest = extract(repaired, own, scorer=OSA.distance, score_cutoff=most, limit=None)
    candidates = sorted((int(distance), code) for code, distance, _ in nearest)
    if candidates and (len(candidates) == 1 or candidates[0][0] < candidates[1][0]):
        return candidates[0][1]
    if family.module and len(digits) == _LENGTH:
        return f"{family.id}-{family.module}{digits[2:]}"
    return None


def _is_damaged(family: Family, dash: str, digits: str) -> bool:
    agrees = digits.startswith(family.module)
    if len(digits) == _LENGTH:
        return bool(dash) and not agrees
    return agrees and len(digits) >= _SHORTEST
