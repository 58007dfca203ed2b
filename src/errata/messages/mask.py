"""Masks what changes from one occurrence of a message to the next: hosts, ids, times, values.

`mask_message` replaces each such part by a placeholder, `strip_prefix` removes what a logger wrote
before the message. `src/web/messages/mask.ts` does the same; `tests/messages/vectors.toml` holds
both to that.
"""

from __future__ import annotations

import re
from typing import Final

from errata.data import read_json
from errata.messages.patterns import FRAME, GUARD, PREFIXES, TAIL, VOLATILE

_LIMITS: Final = read_json("log_limits")["masking"]
_LONGEST: Final[int] = _LIMITS["LONGEST"]
_MOST_PREFIXES: Final[int] = _LIMITS["MOST_PREFIXES"]
_BLANK: Final = " \t\r\n"

PLACEHOLDER: Final = re.compile(r"\{[a-z]{2,8}\}")
"""What stands in a masked text for a volatile part."""
_PLACES: Final = tuple("{" + name + "}" if name else "" for _, name in VOLATILE)
_PATTERN: Final = re.compile(
    f"{GUARD}(?:" + "|".join(f"({part})" for part, _ in VOLATILE) + ")", re.ASCII
)
_PREFIX: Final = re.compile("|".join(f"(?:{part})" for part in PREFIXES), re.ASCII)
_FRAME: Final = re.compile(FRAME, re.ASCII)
_TAIL: Final = re.compile(TAIL, re.ASCII)


def mask_message(text: str) -> str:
    """The text with `{host}`, `{number}`, … for its volatile parts, cut at 16,384 characters."""
    return _PATTERN.sub(_place, text[:_LONGEST])


def strip_prefix(line: str) -> str:
    """The message of a log line, without the trace glued to its end; empty for a stack frame."""
    line = line[:_LONGEST].rstrip(_BLANK)
    if _FRAME.match(line):
        return ""
    at = 0
    for _ in range(_MOST_PREFIXES):
        found = _PREFIX.match(line, at)
        if not found or found.end() == at:
            break
        at = found.end()
    return _TAIL.sub("", line[at:]).rstrip(_BLANK)


def _place(found: re.Match[str]) -> str:
    return _PLACES[(found.lastindex or 1) - 1] or found[0]
