"""Finds error codes in a text: one pass of one pattern made from all families."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Family


class Scanner:
    """All families as one pattern; a code stands between characters that no word has."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = tuple(families)
        alternatives = "|".join(f"({family.pattern})" for family in families)
        self._pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])") if families else None

    def scan(self, text: str) -> Iterator[CodeSpan]:
        """Every code from left to right; none overlap."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            family = self._families[(match.lastindex or 1) - 1]
            yield CodeSpan(match.start(), match.end(), match[0], family.id)
