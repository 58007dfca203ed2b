"""Finds error codes in a text: one pass of one pattern made from all families."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Family


_PLAIN = re.compile(r"[A-Za-z]{2}")
_GROUP = re.compile(r"\(\?:[^()]*\)")


class Scanner:
    """All families as one pattern; a code stands between characters that no word has."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = tuple(families)
        alternatives = "|".join(f"({family.pattern})" for family in families)
        begins = _beginnings(families)
        pattern = rf"(?<![\w-]){begins}(?:{alternatives})(?![\w-])"
        self._pattern = re.compile(pattern) if families else None

    def scan(self, text: str) -> Iterator[CodeSpan]:
        """Every code from left to right; none overlap."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            family = self._families[(match.lastindex or 1) - 1]
            yield CodeSpan(match.start(), match.end(), match[0], family.id)


def _beginnings(families: Sequence[Family]) -> str:
    """A look-ahead for the first letters of all families, which spares most of the tries.

    Empty where a pattern begins with anything but plain letters, or is an alternative at its top.
    """
    patterns = [family.pattern for family in families]
    if not all(
        _PLAIN.match(pattern) and "|" not in _GROUP.sub("", pattern) for pattern in patterns
    ):
        return ""
    return f"(?=[{''.join(sorted({pattern[0] for pattern in patterns}))}])"
