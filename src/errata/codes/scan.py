"""Finds error codes in a text: one pass of one pattern made from all families."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Family


_PLAIN = re.compile(r"[A-Za-z]{2}(?![?*{])")
_GROUP = re.compile(r"\(\?:[^()]*\)")


class Scanner:
    """All families as one pattern; a code stands between characters that no word has."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = tuple(families)
        alternatives = "|".join(f"({family.pattern})" for family in families)
        self._pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])") if families else None
        self._hint = re.compile("|".join(_beginnings(families)))

    def scan(self, text: str) -> Iterator[CodeSpan]:
        """Every code from left to right; none overlap."""
        hint = self._hint.search(text)
        if self._pattern is None or hint is None:
            return
        for match in self._pattern.finditer(text, hint.start()):
            family = self._families[(match.lastindex or 1) - 1]
            yield CodeSpan(match.start(), match.end(), match[0], family.id)


def _beginnings(families: Sequence[Family]) -> list[str]:
    """The first two letters of all families: a text without any of them is done at once.

    Empty, which every text has, where a pattern begins otherwise or is an alternative at its top.
    """
    patterns = [family.pattern for family in families]
    if not all(_PLAIN.match(pattern) and "|" not in _top(pattern) for pattern in patterns):
        return []
    return sorted({pattern[:2] for pattern in patterns})


def _top(pattern: str) -> str:
    """A pattern without its groups, from the inmost outwards."""
    while (outer := _GROUP.sub("", pattern)) != pattern:
        pattern = outer
    return pattern
