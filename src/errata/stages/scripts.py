"""Writes the theme's scripts without their comments, which are half of what a reader would load.

Only what is surely a comment goes: whole lines of it, and casts (`/** @type {…} */`) on one line. A
script in which a text could run over a line's end stays as it is, and so does a licence (`/*!`).
"""

from __future__ import annotations

import re
from typing import Final

_BLOCK: Final = re.compile(r"^[ \t]*/\*\*(?:(?!\*/)[\s\S])*+\*/[ \t]*\n", re.MULTILINE)
_LINE: Final = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_CAST: Final = re.compile(r"/\*\* @type (?:(?!\*/)[^\n])*+\*/ ?")
_TEXT: Final = re.compile(r"""(["'`])(?:\\.|(?!\1)[^\\])*+\1""")
_EMPTY: Final = re.compile(r"\n(?:[ \t]*\n)+")


def without_comments(script: str) -> str:
    """The same program, smaller."""
    kept = _BLOCK.sub("", script)
    for pattern in (_LINE, _CAST):
        kept = pattern.sub("", kept)
    if any(_runs_on(line) for line in kept.split("\n")):
        return script
    return _EMPTY.sub("\n", kept).lstrip("\n")


def _runs_on(line: str) -> bool:
    """Whether a template or a text that begins in the line may end in another."""
    return line.endswith("\\") or "`" in _TEXT.sub("", line)
