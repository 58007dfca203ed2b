"""Finds errors that have a name of their own: constants, values of JSON keys, reasons.

A name counts by its ending (`…_ERROR`), by its key (`"error": "…"`) or by the word before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.codes.context_words import END, ERROR, ERROR_CODE, context_words
from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = rf"(?:{ERROR_CODE}|{ERROR}|[a-z]Error)"
"""The word before a name or number that makes it an error."""
_CUE = re.compile("rror|RROR|(?i:erro|erreur|fehler|fout|fel)|エラー|[错錯][误誤]|오류|에러")
_CONSTANT = re.compile(r"(?<![\w.$#<{-])[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,80}(?![\w#>}])", re.ASCII)
_FAILURE = re.compile(
    r"^ERR(?:OR)?_[A-Z0-9]|_(?:ERROR|EXCEPTION|FAILED|FAILURE|DENIED|AUTHORIZED|UNAUTHORIZED|REFUSED"
    r"|NOT_FOUND|NOT_ALLOWED|NOT_SUPPORTED|NOT_AVAILABLE|UNAVAILABLE|EXCEEDED|INVALID)$"
)
_SETTING = re.compile(
    r"^(?:ON|LOG|IS|HAS|NO|SHOW|LAST|IGNORE|STOP_ON|FAIL_ON|IF|E|MAX|PHP|DISPLAY)_|^ERROR_(?:LOG|PAGE"
    r"|REPORTING|HANDLER|LEVEL|DOCUMENT|MESSAGE|CODE)|^(?:PRE)?AUTHORIZED$|[^T]_AUTHORIZED$"
)
_CUED = re.compile(
    rf"{_NAMED}[\"'\\*]{{0,4}}\s?[:=]\s?[\"'\\`*]{{0,4}}"
    r"([A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,80})(?![\w#])",
    re.ASCII,
)
_JSON_CODE = re.compile(
    r"[\"'\\](?i:code)[\"'\\]{1,4}\s{0,4}:\s{0,4}[\"'\\]{1,4}"
    r"([A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,6})(?=[\"'\\])"
)
_SUCCESS = re.compile(r"(?:^|_)(?:OK|SUCCESS(?:FUL)?|CREATED|ACCEPTED|COMPLETED?|ACTIVE)(?:_|$)")
_QUOTED = re.compile(
    rf"(?:(?i:throws?)|{_NAMED}) [\"'`](E[A-Z]{{4,24}})[\"'`]"
    rf"|[\"'`](E[A-Z]{{4,24}})[\"'`] {ERROR}"
)
"""Named as the system's errors are, such as `EINVAL`, and said to be one."""
_JSON = re.compile(
    r"[\"'\\](?i:error(?:[_-]?code|[_-]?type)?)[\"'\\]{1,4}\s{0,4}:\s{0,4}[\"'\\]{1,4}"
    r"([A-Za-z][\w.-]{2,60})(?=[\"'\\])"
)
_SIGN = r"(?i:\s?(?:n[°º]|n\.\s?[°º]?|nr\.|№))"
"""Before a number, as European languages abbreviate the word."""
_NUMBERED = re.compile(
    rf"(?:{ERROR_CODE}|[a-z]ErrorCode|{ERROR}(?={_SIGN}))(?i:\s?is|\s?was|\s?(?:は|が|为|是|為|는|은)、?|\s?(?:ist|lautet|est|é|es|è|är))?"
    rf"{_SIGN}?"
    r"[\"'\\*]{0,4}\s?(?:[:=]\s?)?[\"'`(\[]?(\d{4,9}|\d{2,4}(?:_\d{2,4}){1,4})(?![\w.-])",
    re.ASCII,
)
_SHORT = re.compile(rf"(?:{ERROR}|[a-z]Error) ?(\d{{3,5}}){END}(?![.,:]\d|[%/-])")
_JSON_NUMBER = re.compile(
    r"[\"'\\]code[\"'\\]{1,4}\s{0,4}:\s{0,4}[\"'\\]{0,4}(\d{4,7})(?=[\"'\\]{0,4}\s{0,4}[,}])"
)
_STATUS = re.compile(r"[1245]\d\d$")
"""Three digits that are an HTTP status are no code of an interface."""
_REASON = re.compile(
    rf"(?:{ERROR_CODE}|{ERROR}|[a-z]Error|(?i:reason))(?:\s?(?:is|was|of|message))?\s?[:=]?\s?[\"']"
    r"\s?([A-Z][a-z]{1,20}(?:[A-Z][A-Za-z]{1,20}){1,5})(?=[.*\"'\s])"
)
_WORD = re.compile(rf"{ERROR}\s?[:=]?\s?[\"']([A-Z][a-z]{{6,20}})[\"']")
"""One word in quotation marks, which may also be what HTTP calls a status."""
_PHRASE = re.compile(context_words("phrases"), re.IGNORECASE)
_KEYED = re.compile(r"(?i:message for key) [\"']([A-Z][A-Za-z]{3,40})[\"']")
_TELLING = re.compile(
    r"((?:Invalid|Missing|Unknown|Unsupported|Unexpected|Illegal|Duplicate|Expired)"
    rf"(?:[A-Z][a-z]{{1,20}}){{1,4}})(?= ?(?:{ERROR}|errors{END}))"
    rf"|(?:{ERROR}|[a-z]Error)\s?[=:]\s?"
    r"((?:Invalid|Missing|Unknown|Unsupported|Unexpected|Illegal|Not|Mismatch)"
    rf"(?:[A-Z][A-Za-z]{{1,20}}){{1,4}}){END}"
)
_DRM = re.compile(
    r"\b33\d\d(?:\s?:\s?[`\[(]{1,2}\s?|[ :]{1,2}[\[(]?)"
    r"([A-Za-z][a-z0-9]{1,20}(?:[A-Z][A-Za-z0-9]{1,20}){1,5})\b"
)
_PLAIN_VALUES = re.compile(r"(?i)(?:true|false|null|none|error|string|unknown|internal)$")
_SHAPED = re.compile(r"[_-]|\d|[a-z][A-Z]")


def find_named_codes(text: str) -> Iterator[CodeSpan]:
    """Constants, then API errors, then reasons."""
    cued = _CUE.search(text) is not None
    if "_" in text:
        yield from _constants(text)
    if cued:
        yield from _cued(text)
        yield from _api(text)
    if "code" in text:
        yield from _in_json(text)
    if cued or "eason" in text:
        yield from _reasons(text)


def _span(match: re.Match[str], family: str) -> CodeSpan:
    group = match.lastindex or 1
    return CodeSpan(match.start(group), match.end(group), match[group], family)


def _constants(text: str) -> Iterator[CodeSpan]:
    for match in _CONSTANT.finditer(text):
        name = match[0]
        if _FAILURE.search(name) and not _SETTING.search(name):
            yield CodeSpan(match.start(), match.end(), name, "CONSTANT")


def _cued(text: str) -> Iterator[CodeSpan]:
    for pattern in (_CUED, _QUOTED):
        for match in pattern.finditer(text):
            yield _span(match, "CONSTANT")


def _in_json(text: str) -> Iterator[CodeSpan]:
    """The value of `"code"`, where it is a name that tells of no success or a long number."""
    for match in _JSON_CODE.finditer(text):
        if not _SUCCESS.search(match[1]):
            yield _span(match, "CONSTANT")
    if "essage" in text or "rror" in text:
        for match in _JSON_NUMBER.finditer(text):
            yield _span(match, "API")


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
    for match in _WORD.finditer(text):
        if not _PHRASE.match(match[1]):
            yield _span(match, "REASON")
    for pattern in (_KEYED, _TELLING):
        for match in pattern.finditer(text):
            yield _span(match, "REASON")
    if "DRM" in text:
        for match in _DRM.finditer(text):
            yield _span(match, "REASON")
