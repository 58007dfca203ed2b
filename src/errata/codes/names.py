"""Finds errors that have a name of their own: constants, values of JSON keys, reasons.

A name counts by its ending (`…_ERROR`), by its key (`"error": "…"`) or by the word before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONSTANT = re.compile(r"(?<![\w.$#<{-])[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,80}(?![\w#>}])")
_FAILURE = re.compile(
    r"^ERR(?:OR)?_[A-Z0-9]|_(?:ERROR|EXCEPTION|FAILED|FAILURE|DENIED|AUTHORIZED|UNAUTHORIZED|REFUSED"
    r"|NOT_FOUND|NOT_ALLOWED|NOT_SUPPORTED|NOT_AVAILABLE|UNAVAILABLE|EXCEEDED|INVALID)$"
)
_SETTING = re.compile(
    r"^(?:ON|LOG|IS|HAS|NO|SHOW|LAST|IGNORE|STOP_ON|FAIL_ON|IF|E|MAX|PHP|DISPLAY)_|^ERROR_(?:LOG|PAGE"
    r"|REPORTING|HANDLER|LEVEL|DOCUMENT|MESSAGE|CODE)|^(?:PRE)?AUTHORIZED$|[^T]_AUTHORIZED$"
)
_CUED = re.compile(
    r"(?:[Ee]rror|ERROR)(?i:[ _-]?code)?[\"'\\]{0,4}\s?[:=]\s?[\"'\\`*]{0,4}"
    r"([A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,80})(?![\w#])"
)
_JSON = re.compile(
    r"[\"'\\](?i:error(?:[_-]?code|[_-]?type)?)[\"'\\]{1,4}\s{0,4}:\s{0,4}[\"'\\]{1,4}"
    r"([A-Za-z][\w.-]{2,60})(?=[\"'\\])"
)
_NUMBERED = re.compile(
    r"(?:[Ee]rror|ERROR)(?i:[ _-]?code)(?:s|\s?is|\s?was)?[\"'\\*]{0,4}\s?"
    r"(?:[:=]\s?)?[\"'`(]?(\d{4,9}|\d{2,4}(?:_\d{2,4}){1,4})(?![\w.-])"
)
_SHORT = re.compile(r"[Ee]rror (\d{3,5})(?!\w|[.,:]\d|[%/-])")
_STATUS = re.compile(r"[1245]\d\d$")
"""Three digits that are an HTTP status are no code of an interface."""
_REASON = re.compile(
    r"(?:[Ee]rror|ERROR|[Rr]eason)(?:\s?(?:is|was|code|of|message))?\s?[:=]?\s?[\"'\u2018\u201c]\s?"
    r"([A-Z][a-z]{1,20}(?:[A-Z][A-Za-z]{1,20}){1,5})(?=[.*\"'\u2019\u201d\s])"
)
_TELLING = re.compile(
    r"((?:Invalid|Missing|Unknown|Unsupported|Unexpected|Illegal|Duplicate|Expired)"
    r"(?:[A-Z][a-z]{1,20}){1,4})(?= ?errors?\b)"
    r"|[Ee]rror\s?[=:]\s?((?:Invalid|Missing|Unknown|Unsupported|Unexpected|Illegal|Not|Mismatch)"
    r"(?:[A-Z][A-Za-z]{1,20}){1,4})(?!\w)"
)
_DRM = re.compile(
    r"\b33\d\d(?:\s?:\s?[`\[(]{1,2}\s?|[ :]{1,2}[\[(]?)"
    r"([A-Za-z][a-z0-9]{1,20}(?:[A-Z][A-Za-z0-9]{1,20}){1,5})\b"
)
_PLAIN_VALUES = re.compile(r"(?i)(?:true|false|null|none|error|string|unknown|internal)$")
_SHAPED = re.compile(r"[_-]|\d|[a-z][A-Z]")


def find(text: str) -> Iterator[CodeSpan]:
    """Constants, then API errors, then reasons."""
    cued = "rror" in text or "RROR" in text
    if "_" in text:
        yield from _constants(text, cued=cued)
    if cued:
        yield from _api(text)
    if cued or "eason" in text:
        yield from _reasons(text)


def _span(match: re.Match[str], family: str) -> CodeSpan:
    return CodeSpan(match.start(1), match.end(1), match[1], family)


def _constants(text: str, *, cued: bool) -> Iterator[CodeSpan]:
    for match in _CONSTANT.finditer(text):
        name = match[0]
        if _FAILURE.search(name) and not _SETTING.search(name):
            yield CodeSpan(match.start(), match.end(), name, "CONSTANT")
    if cued:
        for match in _CUED.finditer(text):
            yield _span(match, "CONSTANT")


def _api(text: str) -> Iterator[CodeSpan]:
    for match in _JSON.finditer(text):
        if _SHAPED.search(match[1]) and not _PLAIN_VALUES.match(match[1]):
            yield _span(match, "API")
    for pattern in (_NUMBERED, _SHORT):
        for match in pattern.finditer(text):
            if not _STATUS.match(match[1]) and not _inner(text, match.start()):
                yield _span(match, "API")


def _inner(text: str, start: int) -> bool:
    """Whether it is the end of another word or a sub error, which means nothing alone."""
    before = text[max(0, start - 4) : start]
    return before[-1:].isalpha() or before[:3].casefold() == "sub"


def _reasons(text: str) -> Iterator[CodeSpan]:
    for match in _REASON.finditer(text):
        if not match[1].endswith(("Exception", "Error")):
            yield _span(match, "REASON")
    for match in _TELLING.finditer(text):
        group = match.lastindex or 1
        yield CodeSpan(match.start(group), match.end(group), match[group], "REASON")
    if "DRM" in text:
        for match in _DRM.finditer(text):
            yield _span(match, "REASON")
