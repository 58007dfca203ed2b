"""Writes the theme's scripts as a reader loads them: the search engine as one file, no comments.

Comments are half of the weight. Only what is surely one goes: whole lines of it, and casts
(`/** @type {…} */`) on one line. A script in which a text could run over a line's end stays as it
is, and so does a licence (`/*!`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGINE: Final = tuple(
    f"js/search/{name}.js"
    for name in ("tokenize", "store", "codes", "asked", "rank", "excerpt", "searcher")
)
"""In the order in which they need each other; together they compress better, in one request."""
BUNDLE: Final = "js/search/engine.js"

_BLOCK: Final = re.compile(r"^[ \t]*/\*\*(?:(?!\*/)[\s\S])*+\*/[ \t]*\n", re.MULTILINE)
_LINE: Final = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_CAST: Final = re.compile(r"/\*\* @type (?:(?!\*/)[^\n])*+\*/ ?")
_TEXT: Final = re.compile(r"""(["'`])(?:\\.|(?!\1)[^\\])*+\1""")
_EMPTY: Final = re.compile(r"\n(?:[ \t]*\n)+")


def as_loaded(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files by path, as the site holds them."""
    files = {path: data for path, data in assets.items() if path not in ENGINE}
    files[BUNDLE] = b"".join(assets[path] for path in ENGINE if path in assets)
    return {path: _small(data) if path.endswith(".js") else data for path, data in files.items()}


def _small(script: bytes) -> bytes:
    text = script.decode("utf-8", "surrogateescape")
    return without_comments(text).encode("utf-8", "surrogateescape")


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
