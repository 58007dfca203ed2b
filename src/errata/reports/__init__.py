"""Reports of findings, and places as other programs count them; `formats` lists their formats.

- For people: `text`, `markdown`.
- For programs: `json`, `junit`, `sarif`, and `forges` for GitHub, GitLab and reviewdog.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from posixpath import isabs, normpath
from typing import TYPE_CHECKING, NamedTuple, TextIO

from msgspec import field

from errata.diagnostics import Diagnostic, Edit, Severity, Span, read_line
from errata.text.display import pluralise
from errata.values import Record

if TYPE_CHECKING:
    from errata.diagnostics.baseline import Fingerprinter


def _fingerprinter() -> Fingerprinter:
    from errata.diagnostics.baseline import Fingerprinter  # noqa: PLC0415 - every command prints

    return Fingerprinter()


class Report(Record, frozen=True):
    """Findings, and what else formats show."""

    diagnostics: Sequence[Diagnostic]
    """Findings in the order in which they are written."""
    sources: Mapping[str, bytes] = field(default_factory=dict)
    """Path, as in a finding's span, -> content; may lack paths."""
    left_out: int = 0
    """How many more findings there are."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path, as in a finding's span, -> web address of the page that shows the file."""
    known_by: Fingerprinter = field(default_factory=_fingerprinter)
    folder: str = ""
    """The folder that paths in spans begin at, absolute."""
    repository: str = ""
    """The folder of the git repository, absolute; empty if there is none."""
    documentation: str = ""
    """Web address of the page that describes the checks; empty if it is not published."""
    color: bool = False
    """Whether the stream shows ANSI colours; formats for machines never use them."""

    def url_of(self, code: str) -> str:
        """Return the web address of a check's description, such as `…#kb301`; or empty."""
        return f"{self.documentation}#{code.lower()}" if self.documentation else ""

    def pointer_to(self, code: str) -> str:
        """Return where to read about a check, as the end of a sentence."""
        return self.url_of(code) or f"`errata explain {code}`"

    def path_in_repository(self, path: str) -> str:
        """Return a path as a forge shows it; unchanged for a file outside the repository."""
        if not self.repository:
            return path
        absolute = path if isabs(path) else normpath(f"{self.folder}/{path}")
        return absolute.removeprefix(f"{self.repository.rstrip('/')}/")


def count_findings(diagnostics: Iterable[Diagnostic]) -> str:
    """Write `2 errors, 5 warnings, 9 info`; `no findings` for none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [_count(counts[severity], severity) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no findings"


def _count(number: int, severity: Severity) -> str:
    return f"{number:,} info" if severity is Severity.INFO else pluralise(number, severity.value)


def write_array(objects: Sequence[str], stream: TextIO) -> None:
    """Write an array of JSON with an object on each line."""
    stream.write("[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n")


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
    first, position = ordered[0].span, start_of(ordered[0].span)
    if len(ordered) > 1 and first.path not in sources:
        return None
    text = source_text(first.path, sources)
    pieces: list[str] = []
    for edit in ordered:
        pieces += (text.cut(position, start_of(edit.span)), edit.text)
        position = LineColumn(*edit.end)
    return first, position, "".join(pieces)
