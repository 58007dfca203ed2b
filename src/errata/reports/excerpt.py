"""The source line a finding points at, cut to what fits and made printable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from errata.model import INTERNAL_KEYS
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Span

_LINE_END = re.compile(rb"\r\n|\r|\n")
_INTERNAL = re.compile(rf"\s*(?:{'|'.join(INTERNAL_KEYS)})\s*:")
"""A report may end in a public log, so the values of these keys are not quoted."""
_BEFORE = 60
_AFTER = 40


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line and where in it the finding is."""

    text: str
    """Printable; at most about a hundred characters, `…` where it was cut."""
    indent: int
    """Terminal columns in front of the place."""


def source_excerpt(span: Span, sources: Mapping[str, bytes]) -> Excerpt | None:
    """The line of a place; None where the source is not given or shorter than that."""
    lines = _lines(sources.get(span.path, b""))
    if not 0 < span.line <= len(lines):
        return None
    raw = lines[span.line - 1]
    line = raw.decode("utf-8-sig" if span.line == 1 else "utf-8", "replace")
    if internal := _INTERNAL.match(line):
        line = f"{internal[0]} …"
    at = min(max(span.column - 1, 0), len(line))
    return _around(line.replace("\t", " "), at)


@lru_cache(maxsize=1)
def _lines(data: bytes) -> list[bytes]:
    """Findings come sorted by path, so that one file's lines are all that is worth keeping."""
    return _LINE_END.split(data) if data else []


def _around(line: str, at: int) -> Excerpt:
    first = max(at - _BEFORE, 0)
    cut_before = "…" if first else ""
    cut_after = "…" if at + _AFTER < len(line) else ""
    before = cut_before + line[first:at]
    after = line[at : at + _AFTER] + cut_after
    return Excerpt(printable(before + after).rstrip(), _width(printable(before)))


def _width(text: str) -> int:
    """Columns in a terminal: wide East Asian characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
