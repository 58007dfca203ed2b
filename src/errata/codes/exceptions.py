"""Finds exceptions and errors of programming languages: `java.io.IOException`, `TypeError`.

1. Find the ending; walk back over the name and its package.
2. Refuse what is code rather than a failure: `catch (…)`, JVM options, handlers, signatures.
3. The canonical name has no package and no plural; a known misspelling is put right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "EXCEPTION"

_LONGEST = 160
_ENDING = re.compile(r"(?:Exception|Error)(s?)(?![\w$])", re.ASCII)
_REVERSED_WORD = re.compile(r"[\w$.]{0,160}", re.ASCII)
"""Of ASCII: a Japanese sentence goes on without a space."""
_ROOT = re.compile(
    r"(?:javax?|jakarta|org|com|net|io|sun|oracle|kotlin|scala|groovy|System|Microsoft)\."
)
_NAME = re.compile(r"[A-Z][A-Za-z0-9]{1,60}(?:_[A-Z][A-Za-z0-9]{1,60})?")
_HANDLER = re.compile(r"(?:^|[a-z])On[A-Z]")
_SPLIT = re.compile(
    r"(?<!\w)(NullPointer|IllegalArgument|IllegalState|ClassNotFound|ClassCast|NumberFormat"
    r"|UnsupportedOperation|IndexOutOfBounds|ConcurrentModification)[* ]{1,3}Exception(?!\w)",
    re.ASCII,
)
_CODE_BEFORE = re.compile(
    r"(?:catch\s?\((?:final )?|-XX:[+-]|\bnew |\bimport |\binstanceof |\bclass |\bextends |\|\s?"
    r"|\bthrows (?:[A-Za-z.]{1,80}, ?){0,3})$"
)
_CODE_AFTER = re.compile(
    r"\s?\{|,? [A-Za-z.]{0,60}(?:Exception|Error) ?\{|\.(?:java|class|php|js|py|html?|<init>|get)\b"
    r"| ?\| ?[A-Z]\w{1,60}Exception| (?:e|ex|err|exc|error|t) ?[):,=;]|\.<|\("
)
_CATCH = re.compile(r"\bcatch\s?\([^)]{0,120}$")
_NONE = frozenset(
    {
        "NONE",
        "LastError",
        "NoError",
        "HasError",
        "IsError",
        "ShowError",
        "LogError",
        "SendError",
        "GetError",
        "SetError",
        "LoadError",
        "DispatcherPassError",
        "FirstError",
        "AnyError",
        "MyException",
        "MyError",
        "CustomException",
        "CustomError",
        "SomeException",
    }
)
"""Fields, flags and placeholders that end like an error."""
_MISSPELT = {
    "NullPointException": "NullPointerException",
    "NullpointerException": "NullPointerException",
    "NullPointerExeption": "NullPointerException",
}


def find_exceptions(text: str) -> Iterator[CodeSpan]:
    """Exceptions from left to right."""
    if "Exception" not in text and "Error" not in text:
        return
    for match in _ENDING.finditer(text):
        if (span := _whole(text, match)) is not None:
            yield span
    if " Exception" in text or "*Exception" in text:
        for match in _SPLIT.finditer(text):
            yield CodeSpan(match.start(), match.end(), f"{match[1]}Exception", FAMILY)


def _whole(text: str, ending: re.Match[str]) -> CodeSpan | None:
    before = text[max(0, ending.start() - _LONGEST) : ending.start()]
    walked = _REVERSED_WORD.match(before[::-1])
    length = walked.end() if walked else 0
    if not length or length == _LONGEST:
        return None
    start = ending.start() - length
    word = text[start : ending.end(0) - len(ending[1])]
    package, _, name = word.rpartition(".")
    start += _offset(package)
    if not _NAME.fullmatch(name) or _is_plain(name) or _in_code(text, start, ending.end()):
        return None
    return CodeSpan(start, ending.end(), _MISSPELT.get(name, name), FAMILY)


def _offset(package: str) -> int:
    """How far the package begins behind a word that is glued to it."""
    if not package:
        return 0
    root = _ROOT.search(package + ".")
    return root.start() if root else 0


def _is_plain(name: str) -> bool:
    return name in {"Exception", "Error"} or name in _NONE or bool(_HANDLER.search(name))


def _in_code(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] in {"+", "#", "@", "/", "\\"} and text[start - 2 : start] != "\\n":
        return True
    before = text[max(0, start - 130) : start]
    after = text[end : end + 80]
    return bool(
        _CODE_BEFORE.search(before[-60:])
        or _CODE_AFTER.match(after)
        or ("catch" in before and _CATCH.search(before))
    )
