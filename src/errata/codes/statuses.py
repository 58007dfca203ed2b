"""Finds HTTP and SMTP statuses: numbers that count only next to a word that says what they are.

1. A number that may be a status is a candidate; words of `data/context_words.toml` decide.
2. A number joined to another by "and" or a comma counts as that one does.
3. An enhanced mail status looks like a version: it needs a basic status, or words of mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from errata.codes.surroundings import END, ERROR, ERROR_CODE, START, context_words
from errata.data.patterns import compile_late
from errata.model import CodeSpan

_NOUNS: Final = context_words("nouns")
_PHRASES: Final = context_words("phrases")
# The errors of HTTP that IANA has registered, and those of Cloudflare (520 to 529, but 528):
# "404", "521" yes; "200", "449", "600" no
_NUMBER: Final = r"(?:40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01]|52[0-79])"
# "returns 404", "(503)", "404-error" yes; "KA-404", "404.5", "404%", "1,404", "/404/x" no
_CANDIDATE: Final = compile_late(
    rf"(?<![A-Za-z0-9_\u00c0-\u024f.,:/#$&?%+-])(?<![A-Za-z0-9_]=)({_NUMBER})"
    rf"{END}(?![.,:]\d|/\w|%|-(?!(?i:{_NOUNS})))"
)
# Needs no other word: "status=404", '"errorCode": 500', "HTTP-404", "error:404" yes;
# "count=404", "status: 200" no
_ASSIGNED: Final = compile_late(
    rf"(?i:status_?-?(?:code)?|error_?-?code|http_?(?:code|status)|response_?code)"
    rf"\\{{0,3}}[\"']?\s?[=:]\s?[\"']?({_NUMBER}){END}(?![.,:]\d)"
    rf"|(?:{START}HTTP-|(?i:{_NOUNS}):)({_NUMBER}){END}(?![.,:]\d)"
)
# In every match of the pattern above, which takes a hundred times as long: "=404", ": '500" yes;
# "a 404", "=40" no
_ASSIGNMENT: Final = compile_late(r"[=:-]\s?[\"']?[45][0-5]\d(?!\d)")
# Before a status: "error ", "returns a ", "HTTP/1.1 ", 'status "Gone" (', "Not Found (" yes;
# "an error in ", "room ", "Not Found " no
_BEFORE: Final = compile_late(
    rf"(?:(?:{_NOUNS}|{context_words('verbs')}|{START}HTTP(?:S?/\d(?:\.\d)?)?"
    rf"|{START}ERR_[A-Z_]{{2,40}})"
    rf"(?:\\?[\"']?[\s-]{{0,2}}"
    rf"(?:{_NOUNS}|{context_words('links')}|{START}HTTP{END}|{START}code{END})){{0,3}}"
    r"(?:\s\\?[\"'][^\"'\n(]{0,60}[\"']\s?(?=\($))?"
    rf"|(?:{_PHRASES})[\"']?\s?(?=\()(?=[^()]{{0,3}}\([^()]{{0,3}}$))"
    r"\\{0,3}[\"'*]{0,2}\s?[:=(\[-]?\s?\\{0,3}[\"'(\[*`]{0,2}\s?$",
    re.IGNORECASE,
)
# After a status: " Not Found", " - Forbidden", " error", " server errors", " is returned" yes;
# " articles", " of 500" no
_AFTER: Final = compile_late(
    rf"\s?[\"'*`)\]]{{0,3}}\s?[-\u2013:,\u3001(]?\s{{0,4}}[\"'(*]{{0,2}}"
    rf"(?:(?:HTTP )?(?:{_PHRASES.replace(END, '')})"
    rf"|(?:HTTP |server |client |の|という)?\s?(?:{_NOUNS}|codes?{END})"
    rf"|(?:{context_words('after')}))",
    re.IGNORECASE,
)
# After a number that counts or measures: " ms", " users", "件" yes; " error" no
_UNIT: Final = compile_late(rf"\s?(?:{context_words('units')})", re.IGNORECASE)
# Between two statuses: " and ", "/", "', '", "、" yes; " not " no
_JOIN: Final = compile_late(
    rf"[\"'*`]{{0,3}}\s{{0,2}}(?:/|,|{context_words('joins')})\s{{0,2}}[\"'*`]{{0,3}}",
    re.IGNORECASE,
)
# "error", "エラー" yes; "(1) - " no
_LETTERS: Final = compile_late(r"[^\W\d_]")
# Cheap hints for the patterns above and below: "404", "5.1" yes; "4041", "3.1" no
_DIGITS: Final = compile_late(r"[45][0-5]\d(?!\d)")
_DOTTED: Final = compile_late(r"[45]\.\d")
# A keyword of its own: "404", "HTTP 503" yes; "404 pages" no
_KEYWORD: Final = compile_late(rf"(?m)^\s*(?:HTTP )?({_NUMBER})\s*$")
# "550 5.1.1 <", "5.7.1: Relaying", "#5.5.0 " yes; "5.1.1", "5.8.1 is", "v5.1.1 " no
_ENHANCED: Final = compile_late(
    r"(?<![A-Za-z0-9_.])(?:([45]\d\d)[ -])?#?([45]\.[0-7]\.\d{1,3})(?![\w.]\d)"
    r"(?=[\s:>)-]{1,3}[^\W\d_]|[\s:>)-]{1,3}[<(])"
)
# Before an enhanced status; a version follows the name of a product: "", "said: ", "DSN " yes;
# "Fehlercode " too; "Server ", "to " no
_MAIL_BEFORE: Final = compile_late(
    r"(?:^|[\n\"'(\[<:;=,*`>|-]\s{0,2}|(?:\b(?:E?SMTP|DSN|status|code|reply|response)"
    rf"|{ERROR}|{ERROR_CODE})\W{{1,3}})$",
    re.IGNORECASE,
)
# "SMTP", "bounced", "Postfach" yes; "page", "email" no
_MAIL: Final = compile_late(context_words("mail"), re.IGNORECASE)
# How many characters next to a number may contain a word that decides. `bench/codes.py` prints the
# same figures from 16 on, with 8 a recall of 0.976 instead of 1.000; the real articles lose
# statuses below 32.
_REACH: Final = 48


def find_statuses(text: str) -> Iterator[CodeSpan]:
    """Yield HTTP statuses from 400, then SMTP statuses."""
    if first := _DIGITS.search(text):
        if assigned := _ASSIGNMENT.search(text, max(0, first.start() - _REACH)):
            for match in _ASSIGNED.finditer(text, max(0, assigned.start() - _REACH)):
                yield _http(match)
        yield from map(_http, _statuses(text, tuple(_CANDIDATE.finditer(text, first.start()))))
    if _DOTTED.search(text):
        yield from _mail_statuses(text)


def find_keyword_statuses(keywords: str) -> Iterator[CodeSpan]:
    """Yield HTTP statuses that are whole keywords, one keyword to a line."""
    return map(_http, _KEYWORD.finditer(keywords))


def _http(match: re.Match[str]) -> CodeSpan:
    group = match.lastindex or 1
    return CodeSpan(match.start(group), match.end(group), f"HTTP {match[group]}", "HTTP", "status")


def _statuses(text: str, candidates: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Keep the candidates that a word makes a status, and those joined to one."""
    ends = (0, *(match.end() for match in candidates))
    is_status = [_is_status(text, match, end) for match, end in zip(candidates, ends, strict=False)]
    pairs = list(enumerate(pairwise(candidates), 1))
    joined = [
        index for index, (first, second) in pairs if _is_joined(text, first.end(), second.start())
    ]
    for index in joined:
        is_status[index] = is_status[index] or is_status[index - 1]
    for index in reversed(joined):
        is_status[index - 1] = is_status[index - 1] or is_status[index]
    return (match for match, counts in zip(candidates, is_status, strict=True) if counts)


def _is_joined(text: str, start: int, end: int) -> bool:
    return end - start < _REACH and _JOIN.fullmatch(text, start, end) is not None


def _is_status(text: str, match: re.Match[str], previous_end: int) -> bool:
    """Whether words after a number, or between the previous number and it, make it a status."""
    after = text[match.end() : match.end() + _REACH]
    if _UNIT.match(after):
        return False
    if _AFTER.match(after):
        return True
    before = text[max(previous_end, match.start() - 2 * _REACH) : match.start()]
    return bool(_LETTERS.search(before) and _BEFORE.search(before))


def _mail_statuses(text: str) -> Iterator[CodeSpan]:
    for match in _ENHANCED.finditer(text):
        if match[1]:
            yield CodeSpan(match.start(1), match.end(1), f"SMTP {match[1]}", "SMTP")
        if match[1] or _is_about_mail(text, match):
            yield CodeSpan(match.start(2), match.end(2), f"SMTP {match[2]}", "SMTP")


def _is_about_mail(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2 * _REACH) : match.start()]
    after = text[match.end() : match.end() + 2 * _REACH]
    return bool(_MAIL_BEFORE.search(before) and (_MAIL.search(before) or _MAIL.search(after)))
