"""Cuts what messages quote: a value may be all of a file, and a message is read by a person."""

from __future__ import annotations

import re
from typing import Final

# "`a value`" yes; nothing of "``". Possessive, so that no text is slow.
_QUOTED: Final = re.compile(r"`([^`]++)`")
# Characters of a quoted value: about four lines of a terminal.
_LONGEST_QUOTE: Final = 300
# Of a message that quotes several, or a value without backticks.
_LONGEST: Final = 1_000


def shorten_quotes(text: str) -> str:
    """The text with each quoted value, and then the whole, cut to what a person reads."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    cut = _QUOTED.sub(lambda found: f"`{_cut(found[1], _LONGEST_QUOTE)}`", text)
    return _cut(cut, _LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
