"""Finds error codes in a text: those of the families, then those known by form or name.

Known by form are exceptions of programming languages: `java.io.IOException`, `TypeError`. Known by
name are constants, values in JSON, reasons.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from operator import attrgetter
from string import ascii_uppercase, digits
from typing import Any, Final, cast

from errata.codes.family_codes import CheckDigitFamilies, FamilyPatterns, SuspectFinder
from errata.codes.number_forms import NumberFinder
from errata.codes.statuses import find_keyword_statuses, find_statuses
from errata.codes.surroundings import (
    END,
    ERROR,
    ERROR_CODE,
    START,
    blank_out_addresses,
    context_words,
    to_ascii_forms,
)
from errata.data import expand_pattern, read_data, read_word_lists
from errata.data.literals import Literals, NamedLiterals
from errata.data.patterns import compile_late
from errata.model import CodeSpan, Family
from errata.values import Record

# What is somewhere in every text in which a detector other than that of the families finds
# something, besides digits. "Error", "erreur", "Fehler", "エラー", "reason" have one of them.
_QUOTES: Final = "\"'\\"
_WORDS: Final = (
    *("rro", "rreu", "xception", "ehler", "エラー", "错误", "错誤", "錯误", "錯誤", "오류", "에러"),
    *("".join(case) for case in product("fF", "oO", "uU", "tT")),
    *("".join(case) for case in product("fF", "eE", "lL")),
    *("eason", "<Code>", *map("".join, product(_QUOTES, ("Code", "code"), _QUOTES))),
    *map("_".__add__, ascii_uppercase + digits),  # LOGIN_FAILED
    *("0x", "0X", "xxxx", "XXXX", "****", "-#"),  # 0x7B, RED-52xxxx, RED-#code#
)
_HINTS: Final = Literals(_WORDS)
# "404", "5.1", "RED-52#code#" yes; "See the page of 2 users." no
_DIGITS: Final = compile_late(r"\d(?:\d\d|\.\d|#)")
FAMILY = "EXCEPTION"

_NAMES = read_word_lists("code_names")
_NOT_EXCEPTIONS = frozenset(_NAMES["not_exceptions"])
_MISSPELT = dict(name.split(">") for name in _NAMES["misspelt_exceptions"])
# The longest qualified name in 3,537 real articles has 69 characters. What is longer is data, and
# each ending in it would be walked back from.
_LONGEST = 160
# How far before and after a name code is looked for, long enough for the patterns below
_BEFORE, _AFTER = 130, 80

# "IOException", "Errors" yes; "ErrorHandler" no. ASCII: a Japanese sentence follows without space.
_ENDING = compile_late(r"(?:Exception|Error)(s?)(?![\w$])", re.ASCII)
# A name in the reversed text: "OI.oi.avaj" of "java.io.IO" yes; nothing of "the " before it
_REVERSED_NAME = compile_late(rf"[\w$.]{{0,{_LONGEST}}}", re.ASCII)
# "java." in "withjava.io.IOException" yes; "myapp." no
_ROOT = compile_late(rf"(?:{'|'.join(_NAMES['package_roots'])})\.")
# Before a name: "Magento\\Framework\\", "\\App\\" yes; nothing of "C:\\Foo\\", "x/Foo\\", "\\n"
_NAMESPACES = compile_late(r"(?<![\w:/.\\])\\?(?:[A-Z][A-Za-z0-9_]{0,60}\\){1,8}$", re.ASCII)
# "IOException", "Soap_FaultException" yes; "ioException", "A_B_Exception" no
_NAME = compile_late(r"[A-Z][A-Za-z0-9]{1,60}(?:_[A-Z][A-Za-z0-9]{1,60})?")
# What is done about errors, or what counts as one: "OnError", "failOnError", "TreatWarningsAsError"
# yes; "ConnectionError" no
_SETTING = compile_late(r"(?:^|[a-z])(?:On[A-Z]|(?:Not)?AsErrors?$)")
# "NullPointer Exception", "NullPointer* Exception" yes; "Payment Exception" no
_SPLIT = compile_late(
    rf"(?<!\w)({'|'.join(_NAMES['split_exceptions'])})[* ]{{1,3}}Exception(?!\w)", re.ASCII
)
# Before a name: "catch (", "-XX:+", "use ", "throws IOException, ", "A | " yes; "throws an ",
# "catch " no
_CODE_BEFORE = compile_late(
    r"(?:catch\s?\((?:final )?|-XX:[+-]|\b(?:new|use|import|instanceof|class|extends) |\|\s?"
    r"|\bthrows (?:[A-Za-z.]{1,80}, ?){0,3})$"
)
# After a name: " {", ", IOException {", ".java", " e)", "(", "=journal" yes; ": no space left",
# ". Then" no
_CODE_AFTER = compile_late(
    r"\s?\{|,? [A-Za-z.]{0,60}(?:Exception|Error) ?\{|\.(?:java|class|php|js|py|html?|<init>|get)\b"
    r"| ?\| ?[A-Z]\w{1,60}Exception| (?:e|ex|err|exc|error|t) ?[):,=;]|\.<|\(|=(?!=)"
)
# Before a name: "catch (IOException | " yes; "catch (e) { log(" no
_CATCH = compile_late(r"\bcatch\s?\([^)]{0,120}$")


class Scanner:
    """All families and all general detectors; one scanner can be used for a whole build."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._patterns = FamilyPatterns(families)
        self._suspects = SuspectFinder(families)
        # The special before the general: where two overlap from one place on, the first one stays.
        self._detectors = (
            CheckDigitFamilies(families).find,
            NumberFinder(families).find,
            self._patterns.find,
            find_named_codes,
            find_exceptions,
            find_statuses,
        )

    def scan(self, text: str, place: str = "prose") -> Sequence[CodeSpan]:
        """Return every code in order, without overlaps; `place` is the `where` of a `TextRun`."""
        text = to_ascii_forms(text)
        # 1. Four texts in five have nothing that a code could begin with.
        is_hinted = _HINTS.are_in(text) or _DIGITS.search(text)
        if not is_hinted and not self._patterns.may_find(text):
            return ()
        # 2. Addresses, paths and GUIDs hold much that looks like a code.
        text = blank_out_addresses(text)
        # 3. Each detector finds its codes by itself.
        detectors = self._detectors if is_hinted else (self._patterns.find,)
        spans = [span for detect in detectors for span in detect(text)]
        if place == "keywords":
            spans.extend(find_keyword_statuses(text))
        # 4. One place has one code, and one error.
        return tuple(_without_repetitions(list(drop_overlaps(spans))))

    def read(self, text: str, place: str = "prose") -> Sequence[CodeSpan]:
        """Scan, and include what only looks like a code, of kind `suspect` or `unknown`."""
        spans = self.scan(text, place)
        suspects = tuple(_apart_from(spans, self._suspects.find(text)))
        return tuple(sorted((*spans, *suspects), key=_START)) if suspects else spans


_START = attrgetter("start")
_END = attrgetter("end")


def drop_overlaps(spans: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Yield spans from left to right; sorting is stable, so the first detector wins."""
    end = 0
    for span in sorted(spans, key=_START):
        if span.start >= end:
            yield span
            end = span.end


def _without_repetitions(spans: Sequence[CodeSpan]) -> Iterable[CodeSpan]:
    """Drop a bare number whose code is there, too: "code '12545' and message 'ORA-12545: …'"."""
    if not any(span.code.isdigit() for span in spans):
        return spans
    numbers = {span.code.rpartition("-")[2] for span in spans if "-" in span.code}
    return (s for s in spans if not s.code.isdigit() or s.code not in numbers)


def _apart_from(spans: Sequence[CodeSpan], suspects: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Yield the suspects that do not touch the codes found."""
    for span in suspects:
        next_at = bisect_right(spans, span.start, key=_END)
        if next_at == len(spans) or spans[next_at].start >= span.end:
            yield span


class NamedCodeRule(Record, frozen=True):
    """One way in which an error differs from other names and numbers; see the data file."""

    family: str
    words: str
    """Name of a list of which the text must have a word; empty for none."""
    near: tuple[re.Pattern[str], ...]
    pattern: re.Pattern[str]
    only: re.Pattern[str]
    unless: re.Pattern[str]

    def may_find(self, text: str) -> bool:
        """Whether the text has every pattern that it must have somewhere."""
        return all(near.search(text) for near in self.near)

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Yield every code that this rule finds, from left to right."""
        for match in self.pattern.finditer(text):
            group = match.lastindex or 0
            code = match[group]
            if self.only.search(code) and not self.unless.search(code):
                yield CodeSpan(match.start(group), match.end(group), code, self.family)


@cache
def named_code_rules() -> tuple[NamedCodeRule, ...]:
    """Return the rules in the order of the data file."""
    data = read_data("named_codes")
    fragments = {
        **cast("Mapping[str, str]", data["fragments"]),
        "start": START,
        "end": END,
        "error": ERROR,
        "error_code": ERROR_CODE,
        "phrases": context_words("phrases"),
    }

    def compiled(pattern: str) -> re.Pattern[str]:
        # The data file has examples of what each pattern takes and leaves.
        return compile_late(expand_pattern(pattern, fragments))

    return tuple(
        NamedCodeRule(
            family=rule["family"],
            words=rule.get("words", ""),
            near=tuple(map(compiled, rule["near"])),
            pattern=compiled(rule["pattern"]),
            only=compiled(rule.get("only", "")),
            unless=compiled(rule.get("unless", "(?!)")),
        )
        for rule in cast("Sequence[Mapping[str, Any]]", data["rules"])
    )


@cache
def _word_lists() -> NamedLiterals:
    return NamedLiterals(cast("Mapping[str, list[str]]", read_data("named_codes")["words"]))


def find_named_codes(text: str) -> Iterator[CodeSpan]:
    """Yield every code of every rule, those of the first rule first."""
    present = _word_lists().names_in(text.lower())
    for rule in named_code_rules() if present else _wordless_rules():
        if (not rule.words or rule.words in present) and rule.may_find(text):
            yield from rule.find(text)


@cache
def _wordless_rules() -> tuple[NamedCodeRule, ...]:
    return tuple(rule for rule in named_code_rules() if not rule.words)


def find_exceptions(text: str) -> Iterator[CodeSpan]:
    """Yield exceptions from left to right, then those whose names are split."""
    if "Exception" not in text and "Error" not in text:
        return
    for match in _ENDING.finditer(text):
        if (span := _whole_name(text, match)) is not None:
            yield span
    if " Exception" in text or "*Exception" in text:
        for match in _SPLIT.finditer(text):
            yield CodeSpan(match.start(), match.end(), f"{match[1]}Exception", FAMILY)


def _whole_name(text: str, ending: re.Match[str]) -> CodeSpan | None:
    before = text[max(0, ending.start() - _LONGEST) : ending.start()]
    walked = _REVERSED_NAME.match(before[::-1])
    length = walked.end() if walked else 0
    if not 0 < length < _LONGEST:
        return None
    start = ending.start() - length
    package, _, name = text[start : ending.end() - len(ending[1])].rpartition(".")
    # A word may be written directly before the package: "withjava.io.IOException".
    if package and (root := _ROOT.search(f"{package}.")):
        start += root.start()
    if not _NAME.fullmatch(name) or name in _NOT_EXCEPTIONS or _SETTING.search(name):
        return None
    if namespaces := _NAMESPACES.search(text[max(0, start - _BEFORE) : start]):
        start -= len(namespaces[0])
    if _is_code(text, start, ending.end()):
        return None
    return CodeSpan(start, ending.end(), _MISSPELT.get(name, name), FAMILY)


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether a programmer wrote the name at a place; else it names a program that failed."""
    # A part of a path or an address, but not after the "\n" of an escaped line end
    if text[start - 1 : start] in {"+", "#", "@", "/", "\\"} and text[start - 2 : start] != "\\n":
        return True
    before = text[max(0, start - _BEFORE) : start]
    return bool(
        _CODE_BEFORE.search(before[-60:])
        or _CODE_AFTER.match(text[end : end + _AFTER])
        or ("catch" in before and _CATCH.search(before))
    )
