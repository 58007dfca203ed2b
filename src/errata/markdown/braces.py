"""Reads `{key=value …}` as authors put it behind an image, a link or a label.

Only a list made wholly of known keys is one; anything else in braces, such as `{{tenant}}`,
`{%%mcid%%}` or a CSS rule, is text.
"""

from __future__ import annotations

import re

_LONGEST = 1000
"""Characters between the braces; bounds the work per brace, so that a text of braces is linear."""
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}=]++)"""
_LIST = re.compile(rf"\{{\s*+(?:[A-Za-z][\w-]*+\s*+=\s*+{_VALUE}\s*+)++\}}")
_PAIR = re.compile(rf"([A-Za-z][\w-]*+)\s*+=\s*+({_VALUE})")


def read_braces(
    source: str, start: int, end: int, known: frozenset[str]
) -> tuple[dict[str, str], int] | None:
    """The pairs of the list at `start` and the position behind it; None where it is text."""
    found = _LIST.match(source, start, min(end, start + _LONGEST))
    if not found:
        return None
    pairs = {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(found[0])}
    return (pairs, found.end()) if known.issuperset(pairs) else None
