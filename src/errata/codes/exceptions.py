"""Finds exceptions and errors of programming languages: `java.io.IOException`, `TypeError`.

1. Find the ending; walk back over the name and its package.
2. Refuse what is code rather than a failure: `catch (…)`, JVM options, handlers, signatures.
3. The canonical name has no package and no plural; a known misspelling is corrected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.data import read_word_lists
from errata.data.patterns import compile_late
from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

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
# Of the reversed text: "OI.oi.avaj" of "java.io.IO" yes; nothing of "the " before it
_REVERSED_NAME = compile_late(rf"[\w$.]{{0,{_LONGEST}}}", re.ASCII)
# "java." in "withjava.io.IOException" yes; "myapp." no
_ROOT = compile_late(rf"(?:{'|'.join(_NAMES['package_roots'])})\.")
# Before a name: "Magento\\Framework\\", "\\App\\" yes; nothing of "C:\\Foo\\", "x/Foo\\", "\\n"
_NAMESPACES = compile_late(r"(?<![\w:/.\\])\\?(?:[A-Z][A-Za-z0-9_]{0,60}\\){1,8}$", re.ASCII)
# "IOException", "Soap_FaultException" yes; "ioException", "A_B_Exception" no
_NAME = compile_late(r"[A-Z][A-Za-z0-9]{1,60}(?:_[A-Z][A-Za-z0-9]{1,60})?")
# "OnError", "failOnError" yes; "ConnectionError" no
_HANDLER = compile_late(r"(?:^|[a-z])On[A-Z]")
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
# After a name: " {", ", IOException {", ".java", " e)", "(" yes; ": no space left", ". Then" no
_CODE_AFTER = compile_late(
    r"\s?\{|,? [A-Za-z.]{0,60}(?:Exception|Error) ?\{|\.(?:java|class|php|js|py|html?|<init>|get)\b"
    r"| ?\| ?[A-Z]\w{1,60}Exception| (?:e|ex|err|exc|error|t) ?[):,=;]|\.<|\("
)
# Before a name: "catch (IOException | " yes; "catch (e) { log(" no
_CATCH = compile_late(r"\bcatch\s?\([^)]{0,120}$")


def find_exceptions(text: str) -> Iterator[CodeSpan]:
    """Exceptions from left to right, then those whose names are taken apart."""
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
    if not _NAME.fullmatch(name) or name in _NOT_EXCEPTIONS or _HANDLER.search(name):
        return None
    if namespaces := _NAMESPACES.search(text[max(0, start - _BEFORE) : start]):
        start -= len(namespaces[0])
    if _is_code(text, start, ending.end()):
        return None
    return CodeSpan(start, ending.end(), _MISSPELT.get(name, name), FAMILY)


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether the name at a place is written by a programmer, and not by a program that failed."""
    # A part of a path or an address, but not after the "\n" of an escaped line end
    if text[start - 1 : start] in {"+", "#", "@", "/", "\\"} and text[start - 2 : start] != "\\n":
        return True
    before = text[max(0, start - _BEFORE) : start]
    return bool(
        _CODE_BEFORE.search(before[-60:])
        or _CODE_AFTER.match(text[end : end + _AFTER])
        or ("catch" in before and _CATCH.search(before))
    )
