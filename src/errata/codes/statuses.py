"""Finds HTTP and SMTP statuses: numbers that count only beside a word that says what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = (
    r"(?:40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01]|52[0-79])"  # registered, and Cloudflare's
)
_CANDIDATE = re.compile(rf"(?<![\w.,:/#$&?%+-])(?<!\w=)({_NUMBER})(?!\w|[.,:]\d|[-/]\w|%)")
_ASSIGNED = re.compile(
    rf"(?i:status_?-?(?:code)?|error_?-?code|http_?(?:code|status)|response_?code)"
    rf"\\{{0,3}}[\"']?\s?[=:]\s?[\"']?({_NUMBER})(?!\w|[.,:]\d)"
)
_BEFORE = re.compile(
    r"(?:\bHTTP(?:S?/\d(?:\.\d)?)?\\?[\"']?(?: error)?(?: status)?(?: response)?(?: code)?(?: of)?"
    r"|\bstatus(?: code)?(?: error)?(?: of| is| was| as)?"
    r"|\bresponse(?: (?:status|code))?(?: of| is)?"
    r"|\b(?:errors?|error code|response code|API code|code error)(?: of| is)?"
    r"|\b(?:return(?:s|ed|ing)?|receiv(?:es?|ed|ing)|respond(?:s|ed)?(?: with)?)(?: an?| the)?"
    r"|\bset to|\b(?:result)"
    r"|\b(?:fail(?:s|ed|ing)?)(?: with)?(?: an?| the)?|\b(?:shows?|throws?|throwing)(?: an?| the)?"
    r"|\b[45]\d\d(?: and(?:/or)?|/| or|,)"
    r")\\{0,3}[\"'*]{0,2}\s?[:=(\[-]?\s?\\{0,3}[\"'(\[*`]{0,2}$",
    re.IGNORECASE,
)
_REASON = (
    r"Bad Request|Unauthori[sz]ed|Payment Required|Forbidden|(?:Page |File )?Not Found"
    r"|(?:Method )?Not Allowed|Not Acceptable|Proxy Auth|Request Time-?out|Conflict|Gone"
    r"|Length Required|Precondition Failed|Request Entity|Payload Too Large|Content Too Large"
    r"|URI Too Long|Unsupported Media|Unprocessable|Locked|Too Many Requests|Internal Server"
    r"|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|timeout"
)
_AFTER = re.compile(
    rf"[\"'*`)\]]{{0,3}}\s?[-\u2013:,(]?\s{{0,4}}[\"'(*]{{0,2}}(?:(?:HTTP )?(?:{_REASON})|"
    r"(?:HTTP |server |status |client )?(?:errors?|responses?|status(?:es)?|codes?)\b"
    r"|and(?:/or)? [45]\d\d)",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\s?(?:ms|milli|sec|min|hours?|days|px|[KMG]i?B|times|rows|records|items)\b"
)
_CUES = re.compile(
    r"http|status|error|response|return|receiv|code|fail|show|throw|result|set to|bad |forbid|found"
    r"|allow|gateway|unavailable|unauthor|precondition|timeout",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[45][0-5]\d(?!\d)")
_DOTTED = re.compile(r"[45]\.\d")
_KEYWORD = re.compile(rf"(?m)^\s*(?:HTTP )?({_NUMBER})\s*$")
_ENHANCED = re.compile(
    r"(?<![\w.])(?:([45]\d\d)[ -])?#?([45]\.\d{1,2}\.\d{1,3})(?![\w.]\d)(?=[\s:>)-]{1,3}[A-Za-z<(])"
)
_MAIL = re.compile(
    r"\b(?:SMTP|DSN|bounced?|mailbox|recipient|relay|Diagnostic-Code|MX|sender|unreachable)\b",
    re.IGNORECASE,
)
_REACH = 48


def find(text: str, where: str) -> Iterator[CodeSpan]:
    """HTTP statuses from 400, then SMTP statuses."""
    first = _DIGITS.search(text)
    if first and where == "keywords":
        for match in _KEYWORD.finditer(text):
            yield _http(match)
    if first and _CUES.search(text):
        for match in _ASSIGNED.finditer(text, max(0, first.start() - _REACH)):
            yield _http(match)
        for match in _CANDIDATE.finditer(text, first.start()):
            if _is_status(text, match):
                yield _http(match)
    if _DOTTED.search(text):
        yield from _mail(text)


def _http(match: re.Match[str]) -> CodeSpan:
    return CodeSpan(match.start(1), match.end(1), f"HTTP {match[1]}", "HTTP", "status")


def _is_status(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + _REACH]
    if _NOT_AFTER.match(after):
        return False
    before = text[max(0, match.start() - _REACH) : match.start()]
    return bool(_AFTER.match(after) or _BEFORE.search(before))


def _mail(text: str) -> Iterator[CodeSpan]:
    """An enhanced status looks like a version: it needs a basic status or a word of mail."""
    for match in _ENHANCED.finditer(text):
        if match[1]:
            yield CodeSpan(match.start(1), match.end(1), f"SMTP {match[1]}", "SMTP")
        around = text[max(0, match.start() - 2 * _REACH) : match.end() + 2 * _REACH]
        if match[1] or _MAIL.search(around):
            yield CodeSpan(match.start(2), match.end(2), f"SMTP {match[2]}", "SMTP")
