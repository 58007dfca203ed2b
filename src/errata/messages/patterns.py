"""The volatile parts of a message and the prefixes of a log line, as regular expressions.

`data/log_patterns.json` holds them for Python and the browser's scripts, with examples of what each
takes and leaves.
"""

from __future__ import annotations

import re
from typing import Final

from errata.data import read_json

_FILE: Final = read_json("log_patterns")
# Where a pattern has a fragment: "{{hex}}{8}" has one; "{8}" has none.
_FRAGMENT: Final = re.compile(r"\{\{([a-z_]+)\}\}")


def _expand(pattern: str) -> str:
    return _FRAGMENT.sub(lambda found: _expand(_FILE["fragments"][found[1]]), pattern)


VOLATILE: Final[tuple[tuple[str, str], ...]] = tuple(
    (_expand(part["pattern"]), part["placeholder"]) for part in _FILE["volatile"]
)
"""(expression, placeholder) in the order they are tried at each place of a text."""
GUARD: Final[str] = _FILE["guard"]["pattern"]
PREFIXES: Final[tuple[str, ...]] = tuple(_expand(part["pattern"]) for part in _FILE["prefixes"])
FRAME: Final[str] = _FILE["frame"]["pattern"]
TAIL: Final[str] = _FILE["tail"]["pattern"]
