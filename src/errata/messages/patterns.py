"""The volatile parts of a message and the prefixes of a log line, as regular expressions.

`data/log_patterns.json` holds them for Python and the browser's scripts, with examples of what each
takes and leaves.
"""

from __future__ import annotations

from typing import Final

from errata.data import expand_pattern, read_json

_FILE: Final = read_json("log_patterns")


def _expand(pattern: str) -> str:
    return expand_pattern(pattern, _FILE["fragments"])


# (expression, placeholder) in the order they are tried at each place of a text
VOLATILE: Final[tuple[tuple[str, str], ...]] = tuple(
    (_expand(part["pattern"]), part["placeholder"]) for part in _FILE["volatile"]
)
GUARD: Final[str] = _FILE["guard"]["pattern"]
PREFIXES: Final[tuple[str, ...]] = tuple(_expand(part["pattern"]) for part in _FILE["prefixes"])
FRAME: Final[str] = _FILE["frame"]["pattern"]
TAIL: Final[str] = _FILE["tail"]["pattern"]
