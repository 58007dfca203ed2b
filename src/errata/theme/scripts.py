"""Writes the theme's scripts as a reader loads them: the search engine as one file, all small.

1. The parts of the engine are joined.
2. Comments go, which are half of the weight. Only what is surely one: whole lines of it, and casts
   (`/** @type {…} */`) on one line. A script in which a text could run over a line's end stays as
   it is, and so does a licence (`/*!`).
3. A script that the theme has in a smaller form too (`SMALL`, written by `make scripts`) is taken
   in that form, if it was made of this very text; so a user's own is always written as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Final

from errata.errors import ThemeError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGINE: Final = tuple(
    f"js/search/{name}.js"
    for name in ("tokenize", "store", "codes", "asked", "rank", "excerpt", "searcher")
)
"""In the order in which they need each other; together they compress better, in one request."""
BUNDLE: Final = "js/search/engine.js"
_MASK: Final = "js/mask.js"
"""What the engine loads when it is asked for a log."""
SMALL: Final = "js/small.json"
"""Path of a script -> digest of the text it was made of, and the same program with short names."""

_OPENING: Final = re.compile(r"^[ \t]*/\*\*", re.MULTILINE)
_ENDING: Final = re.compile(r"\*/[ \t]*\n")
_LINE: Final = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_CAST: Final = re.compile(r"/\*\* @type (?:(?!\*/)[^\n])*+\*/ ?")
_TEXT: Final = re.compile(r"""(["'`])(?:\\.|(?!\1)[^\\])*+\1""")
_EMPTY: Final = re.compile(r"\n(?:[ \t]*\n)+")


def as_loaded(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files by path, as the site holds them."""
    files = plain(assets)
    for path, (digest, code) in sorted(_small(files.pop(SMALL, b"{}")).items()):
        if path in files and digest == digest_of(files[path]):
            files[path] = code.encode()
    return files


def search_script(assets: Mapping[str, bytes]) -> str:
    """All that answers a query, as one script: what `errata search` runs."""
    parts = (*ENGINE, _MASK, SMALL)
    files = as_loaded({path: assets[path] for path in parts if path in assets})
    return "".join(files[path].decode() for path in (BUNDLE, _MASK) if path in files)


def _small(data: bytes) -> dict[str, tuple[str, str]]:
    try:
        document = json.loads(data)
        return {str(path): (str(digest), str(code)) for path, (digest, code) in document.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        remedy = "remove the file: scripts are then written as they are"
        raise ThemeError(f"`assets/{SMALL}` holds no small scripts", help=remedy) from None


def plain(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same before a smaller form is taken: joined, and without comments."""
    files = {path: data for path, data in assets.items() if path not in ENGINE}
    files[BUNDLE] = b"".join(assets[path] for path in ENGINE if path in assets)
    return {path: _bare(data) if path.endswith(".js") else data for path, data in files.items()}


def digest_of(script: bytes) -> str:
    """What tells one text of a script from another."""
    return hashlib.sha256(script).hexdigest()[:16]


def _bare(script: bytes) -> bytes:
    text = script.decode("utf-8", "surrogateescape")
    return without_comments(text).encode("utf-8", "surrogateescape")


def without_comments(script: str) -> str:
    """The same program, smaller."""
    kept = _without_blocks(script)
    for pattern in (_LINE, _CAST):
        kept = pattern.sub("", kept)
    if any(_runs_on(line) for line in kept.split("\n")):
        return script
    return _EMPTY.sub("\n", kept).lstrip("\n")


def _without_blocks(script: str) -> str:
    """Without the comments that fill their lines; each end is looked for once."""
    kept, at, end = [], 0, -1
    for opening in _OPENING.finditer(script):
        if opening.start() < at:
            continue
        end = end if end >= opening.end() else script.find("*/", opening.end())
        if end < 0:
            break
        if closing := _ENDING.match(script, end):
            kept.append(script[at : opening.start()])
            at = closing.end()
    return "".join((*kept, script[at:]))


def _runs_on(line: str) -> bool:
    """Whether a template or a text that begins in the line may end in another."""
    return line.endswith("\\") or "`" in _TEXT.sub("", line)
