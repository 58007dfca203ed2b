"""Finds HTTP and SMTP statuses: numbers that count only beside a word that says what they are.

1. A number that may be a status is a candidate; `errata.codes.cues` has the words that decide.
2. One that stands beside another by "and" or a comma counts as that one does.
3. An enhanced mail status looks like a version: it needs a basic status, or words of mail.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from errata.codes.context_words import END, MAIL, START, context_words
from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER: Final = (
    r"(?:40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01]|52[0-79])"  # registered, and Cloudflare's
)
_CANDIDATE: Final = re.compile(
    rf"(?<![A-Za-z0-9_\u00c0-\u024f.,:/#$&?%+-])(?<![A-Za-z0-9_]=)({_NUMBER})"
    rf"{END}(?![.,:]\d|/\w|%|-(?!(?i:{context_words('nouns')})))"
)
_ASSIGNED: Final = re.compile(
    rf"(?i:status_?-?(?:code)?|error_?-?code|http_?(?:code|status)|response_?code)"
    rf"\\{{0,3}}[\"']?\s?[=:]\s?[\"']?({_NUMBER}){END}(?![.,:]\d)"
    rf"|(?:{START}HTTP-|(?i:{context_words('nouns')}):)({_NUMBER}){END}(?![.,:]\d)"
)
_SAID: Final = (
    rf"{context_words('nouns')}|{context_words('verbs')}"
    rf"|{START}HTTP(?:S?/\d(?:\.\d)?)?|{START}ERR_[A-Z_]{{2,40}}"
)
_BETWEEN: Final = (
    rf"{context_words('nouns')}|{context_words('links')}|{START}HTTP{END}|{START}code{END}"
)
_BEFORE: Final = re.compile(
    rf"(?:(?:{_SAID})(?:\\?[\"']?[\s-]{{0,2}}(?:{_BETWEEN})){{0,3}}"
    r"(?:\s\\?[\"'][^\"'\n(]{0,60}[\"']\s?(?=\($))?"
    rf"|(?:{context_words('phrases')})[\"']?\s?(?=\()(?=[^()]{{0,3}}\([^()]{{0,3}}$))"
    r"\\{0,3}[\"'*]{0,2}\s?[:=(\[-]?\s?\\{0,3}[\"'(\[*`]{0,2}\s?$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"\s?[\"'*`)\]]{{0,3}}\s?[-\u2013:,\u3001(]?\s{{0,4}}[\"'(*]{{0,2}}"
    rf"(?:(?:HTTP )?(?:{context_words('phrases').replace(END, '')})"
    rf"|(?:HTTP |server |client |の|という)?\s?(?:{context_words('nouns')}|codes?{END})"
    rf"|(?:{context_words('behind')}))",
    re.IGNORECASE,
)
_NOT_AFTER: Final = re.compile(rf"\s?(?:{context_words('units')})", re.IGNORECASE)
_JOIN: Final = re.compile(
    rf"[\"'*`]{{0,3}}\s{{0,2}}(?:/|,|{context_words('joins')})\s{{0,2}}[\"'*`]{{0,3}}",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[^\W\d_]")
_DIGITS: Final = re.compile(r"[45][0-5]\d(?!\d)")
_DOTTED: Final = re.compile(r"[45]\.\d")
_KEYWORD: Final = re.compile(rf"(?m)^\s*(?:HTTP )?({_NUMBER})\s*$")
_ENHANCED: Final = re.compile(
    r"(?<![A-Za-z0-9_.])(?:([45]\d\d)[ -])?#?([45]\.[0-7]\.\d{1,3})(?![\w.]\d)"
    r"(?=[\s:>)-]{1,3}[^\W\d_]|[\s:>)-]{1,3}[<(])"
)
_TOLD: Final = re.compile(
    r"(?:^|[\n\"'(\[<:;=,*`>|-]\s{0,2}|\b(?:E?SMTP|DSN|status|code|error|reply|response)\W{1,3})$",
    re.IGNORECASE,
)
"""What an enhanced status follows; a version follows the name of a product."""
_REACH: Final = 48


def find_statuses(text: str, where: str) -> Iterator[CodeSpan]:
    """HTTP statuses from 400, then SMTP statuses."""
    first = _DIGITS.search(text)
    if first and where == "keywords":
        for match in _KEYWORD.finditer(text):
            yield _http(match)
    if first:
        for match in _ASSIGNED.finditer(text, max(0, first.start() - _REACH)):
            yield _http(match)
        yield from map(_http, _said(text, tuple(_CANDIDATE.finditer(text, first.start()))))
    if _DOTTED.search(text):
        yield from _mail(text)


def _http(match: re.Match[str]) -> CodeSpan:
    group = match.lastindex or 1
    return CodeSpan(match.start(group), match.end(group), f"HTTP {match[group]}", "HTTP", "status")


def _said(text: str, candidates: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those that a word makes a status, and those joined to one."""
    ends = (0, *(match.end() for match in candidates))
    said = [_is_status(text, match, end) for match, end in zip(candidates, ends, strict=False)]
    pairs = list(enumerate(pairwise(candidates), 1))
    joined = [at for at, (one, two) in pairs if _is_joined(text, one.end(), two.start())]
    for at in joined:
        said[at] = said[at] or said[at - 1]
    for at in reversed(joined):
        said[at - 1] = said[at - 1] or said[at]
    return (match for match, counts in zip(candidates, said, strict=True) if counts)


def _is_joined(text: str, start: int, end: int) -> bool:
    return end - start < _REACH and _JOIN.fullmatch(text, start, end) is not None


def _is_status(text: str, match: re.Match[str], since: int) -> bool:
    """By the words behind the number, or by those before it, which end where another did."""
    after = text[match.end() : match.end() + _REACH]
    if _NOT_AFTER.match(after):
        return False
    if _AFTER.match(after):
        return True
    before = text[max(since, match.start() - 2 * _REACH) : match.start()]
    return bool(_LETTERS.search(before) and _BEFORE.search(before))


def _mail(text: str) -> Iterator[CodeSpan]:
    for match in _ENHANCED.finditer(text):
        if match[1]:
            yield CodeSpan(match.start(1), match.end(1), f"SMTP {match[1]}", "SMTP")
        if match[1] or _is_mail(text, match):
            yield CodeSpan(match.start(2), match.end(2), f"SMTP {match[2]}", "SMTP")


def _is_mail(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2 * _REACH) : match.start()]
    after = text[match.end() : match.end() + 2 * _REACH]
    return bool(_TOLD.search(before) and (MAIL.search(before) or MAIL.search(after)))
