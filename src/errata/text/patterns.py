"""Regular expressions that a knowledge base brings along: refused where they could be slow.

Texts that they are tried on are short, and a pattern whose work can grow with a power of their
length is refused: a repeat within a repeat, or many repeats.
"""

from __future__ import annotations

import re
from typing import Final

# Characters of a pattern; `KA-[0-9]{5}` has 11.
_LONGEST: Final = 200
# Repeats of a changing number. On a text of 80 characters, what the work is bounded by, four take
# less than a second at worst.
_MOST: Final = 4
# Parts of a pattern: "\\d", "[0-9]", "(?:", ")", "{1,9}", "+" and "|"; any other sign alone.
_PART: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]|\((?:\?(?:[:=!>]|<[=!]))?|\)|\{\d*,?\d*\}|.", re.DOTALL
)
# "+", "*", "{2,}" and "{1,9}" yes; "{5}" and "?" no.
_REPEAT: Final = re.compile(r"[+*]|\{\d*,\d*\}|\{\d{2,}\}|\{[2-9]\}")
# "{5}" yes; "{1,5}" no.
_FIXED: Final = re.compile(r"\{\d+\}")


def validate_pattern(pattern: str) -> str:
    """The pattern, if it is one and cannot be slow.

    Raises:
        ValueError: saying what is wrong.
    """
    if len(pattern) > _LONGEST:
        message = f"the pattern has more than {_LONGEST} characters"
        raise ValueError(message)
    if fault := compile_fault(pattern):
        message = f"`{pattern}` is {fault}"
        raise ValueError(message)
    if fault := _slowness(_PART.findall(pattern)):
        raise ValueError(fault)
    return pattern


def compile_fault(pattern: str) -> str:
    """Why a pattern cannot be compiled, or nothing."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"not a regular expression: {error}"
    except (OverflowError, RecursionError):
        return "not a regular expression that can be used: it is too large"
    return ""


def _slowness(parts: list[str]) -> str:
    # For each group that is open, whether it can take one text in several ways.
    loose = [False]
    repeats = 0
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part[0] == "(":
            loose.append(False)
        elif part == ")" and len(loose) > 1:
            inner = loose.pop()
            if inner and _REPEAT.fullmatch(following):
                return "repeats must not be nested: repeat a single sign or a class such as `[0-9]`"
            loose[-1] |= inner
        elif part in {"|", "?"}:
            loose[-1] = True
        if _REPEAT.fullmatch(following) and not _FIXED.fullmatch(following):
            repeats += 1
            loose[-1] = True
    return f"more than {_MOST} repeats: write `{{5}}` for a fixed number" if repeats > _MOST else ""
