"""Places in a source as other programs count them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errata.diagnostics import read_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.diagnostics import Edit, Span


class LineColumn(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


def start_of(span: Span) -> LineColumn:
    """Return where a span begins; a finding about a whole file has line 1."""
    return LineColumn(max(span.line, 1), max(span.column, 1))


def end_of(span: Span, end: tuple[int, int] | None) -> LineColumn | None:
    """Return where it ends; None if that is unknown, or not after its beginning."""
    start = start_of(span)
    return LineColumn(*end) if end and LineColumn(*end) > start else None


class SourceText:
    """The lines of one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def count_bytes(self, place: LineColumn) -> LineColumn:
        """Return the place with its column counted in bytes of UTF-8."""
        before = self._line(place.line)[: place.column - 1]
        missing = place.column - 1 - len(before)
        return LineColumn(place.line, len(before.encode()) + missing + 1)

    def cut(self, start: LineColumn, end: LineColumn) -> str:
        """Return the text from one place up to another, with LF line ends."""
        if start.line == end.line:
            return self._line(start.line)[start.column - 1 : end.column - 1]
        between = (self._line(line) for line in range(start.line + 1, end.line))
        first = self._line(start.line)[start.column - 1 :]
        return "\n".join((first, *between, self._line(end.line)[: end.column - 1]))

    def _line(self, number: int) -> str:
        return read_line(self._data, number) or ""


def source_text(path: str, sources: Mapping[str, bytes]) -> SourceText:
    """Return the lines of a file; none if it is unknown."""
    return SourceText(sources.get(path, b""))


def merge_edits(
    edits: Sequence[Edit], sources: Mapping[str, bytes]
) -> tuple[Span, LineColumn, str] | None:
    """Merge several edits of one file: return where it begins and ends, and the new text.

    None if the edits are of several files, or of one whose text is unknown: some programs apply a
    part of a fix, and its edits belong together.
    """
    ordered = sorted(edits)
    if len({edit.span.path for edit in ordered}) != 1:
        return None
    first, at = ordered[0].span, start_of(ordered[0].span)
    if len(ordered) > 1 and first.path not in sources:
        return None
    text = source_text(first.path, sources)
    pieces: list[str] = []
    for edit in ordered:
        pieces += (text.cut(at, start_of(edit.span)), edit.text)
        at = LineColumn(*edit.end)
    return first, at, "".join(pieces)
