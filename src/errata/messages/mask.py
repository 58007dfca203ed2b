"""Masks what changes from one occurrence of a message to the next: hosts, ids, times, values.

`mask_message` replaces each such part by a placeholder, `strip_prefix` removes what a logger wrote
before the message. `data/log_patterns.json` has the patterns with examples of what each matches and
does not, for this module and for `src/web/messages/mask.ts`, which does the same;
`tests/messages/vectors.toml` tests both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from errata.data import expand_pattern, read_json
from errata.data.patterns import compile_late

_FILE: Final = read_json("log_patterns")


def _expand(part: dict[str, str]) -> str:
    return expand_pattern(part["pattern"], _FILE["fragments"])


_LIMITS: Final = read_json("log_limits")["masking"]
_LONGEST: Final[int] = _LIMITS["LONGEST"]
_MOST_PREFIXES: Final[int] = _LIMITS["MOST_PREFIXES"]
# Messages whose shown form is remembered: a log has few of them, many times
_MOST_SHOWN: Final = 4096
_BLANK: Final = " \t\r\n"

# What a masked text has for a volatile part: "{host}" yes; "{0}", "{a}" no
PLACEHOLDER: Final = compile_late(r"\{[a-z]{2,8}\}")
_PLACEHOLDERS: Final = tuple(
    f"{{{part['placeholder']}}}" if part["placeholder"] else "" for part in _FILE["volatile"]
)
# Parts in the order in which they are tried at each place of a text, where the guard lets one begin
_VOLATILE: Final = compile_late(
    f"{_expand(_FILE['guard'])}(?:{'|'.join(f'({_expand(part)})' for part in _FILE['volatile'])})",
    re.ASCII,
)
# "2024-11-22 11:31:22,123 " and "Nov 22 11:31:22 ", with which most lines of a log begin
_TIME: Final = compile_late(_expand(_FILE["prefixes"][0]), re.ASCII)
_PREFIX: Final = compile_late("|".join(f"(?:{_expand(p)})" for p in _FILE["prefixes"]), re.ASCII)
# Before the next line of a log that was glued to one: "broke. 17/06/2020 04:02:09 x" yes; "since
# 17/06/2020 04:02:09 it" no
_NEXT_LINE: Final = compile_late(
    r"(?<=[.!?'\")\]*;])\s+(?="
    + expand_pattern("{{date}}[T ,:]{1,3}{{clock}} ", _FILE["fragments"])
    + ")",
    re.ASCII,
)
# Examples of these two are in `log_patterns.json`: a frame of a trace, and what a trace leaves.
_FRAME: Final = compile_late(_expand(_FILE["frame"]), re.ASCII)
# Between the lines of a log that an article shows as one: "17/06/2020 04:02:09" yes; "04:02" no
_STAMP: Final = compile_late(
    expand_pattern("{{date}}[T ,:]{1,3}{{clock}}{{zone}}(?![A-Za-z0-9])", _FILE["fragments"]),
    re.ASCII,
)
# What a key stands before, such as "password=", stays (group 1)
_PRIVATE: Final = tuple(
    compile_late(
        f"({expand_pattern(part.get('key', ''), _FILE['fragments'])})(?:{_expand(part)})", re.ASCII
    )
    for part in _FILE["private"]
)
_TAIL: Final = compile_late(_expand(_FILE["tail"]), re.ASCII)


def mask_message(text: str) -> str:
    """Replace volatile parts by `{host}`, `{number}`, …; cut at 16,384 characters."""
    return _VOLATILE.sub(_placeholder, text[:_LONGEST])


@lru_cache(maxsize=_MOST_SHOWN)
def hide_inserts(text: str) -> str:
    """Replace volatile and private parts by `…`, so that another person's text may be shown."""
    masked = text[:_LONGEST]
    for pattern in _PRIVATE:
        masked = pattern.sub(r"\1…", masked)
    return PLACEHOLDER.sub("…", mask_message(masked))


def split_log_lines(text: str) -> list[str]:
    """Split a text into lines of a log: each begins with a date and a time."""
    return [piece.strip(_BLANK) for piece in _STAMP.split(text[:_LONGEST])]


def split_glued_lines(text: str) -> list[str]:
    """Split lines of a log in a sentence that lost its line ends, each with its time."""
    return _NEXT_LINE.split(text) if ":" in text else [text]


def strip_time(line: str) -> str:
    """Return a line without the time at its beginning."""
    return _TIME.sub("", line[:_LONGEST], count=1) if _TIME.match(line) else line


def strip_prefix(line: str) -> str:
    """Return a log line's message without the trace glued to it; empty for a stack frame."""
    line = line[:_LONGEST].rstrip(_BLANK)
    if _FRAME.match(line):
        return ""
    offset = 0
    for _ in range(_MOST_PREFIXES):
        match = _PREFIX.match(line, offset)
        if not match or match.end() == offset:
            break
        offset = match.end()
    return _TAIL.sub("", line[offset:]).rstrip(_BLANK)


def _placeholder(match: re.Match[str]) -> str:
    return _PLACEHOLDERS[(match.lastindex or 1) - 1] or match[0]
