"""Applies the edits of fixes to files; every byte outside the edits stays as it was.

Fixes whose edits touch each other cannot be made together: the first by place wins, and the caller
checks the result again, because the others may still be needed, or no longer. Ruff does the same.
"""

from __future__ import annotations

from binascii import Error as BinasciiError
from binascii import a2b_base64
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from errata.diagnostics import LINE_END, Diagnostic, Edit, Fix, NewFile, Span
from errata.values import Record

_MARK: Final = b"\xef\xbb\xbf"


class FixedFiles(NamedTuple):
    """The result of fixes in some files."""

    files: Mapping[str, bytes]
    """Path -> new content of each changed file."""
    fixed: tuple[Diagnostic, ...]
    """The findings whose fixes were made."""
    created: Mapping[str, bytes] = {}
    """Path -> content of each new file."""


class _Piece(NamedTuple):
    """An edit as characters of its file's text."""

    start: int
    end: int
    text: str


def apply_fixes(
    files: Mapping[str, bytes],
    diagnostics: Iterable[Diagnostic],
    *,
    unsafe: bool = False,
    reserved: Container[str] = (),
) -> FixedFiles:
    """Make as many of the fixes at once as do not touch each other.

    Args:
        files: path, as in the edits -> content; a fix in other files is not made.
        diagnostics: the findings, some of which have fixes.
        unsafe: whether to make those, too, that may change what a page says.
        reserved: paths of other files, which no fix may make.
    """
    applicable = [each for each in diagnostics if is_applicable(each, unsafe=unsafe)]
    texts: dict[str, EditableText | None] = {}
    accepted: dict[str, list[_Piece]] = defaultdict(list)
    created: dict[str, bytes] = {}
    fixed = []
    for diagnostic in sorted(applicable, key=lambda each: (_first_place(each), each.code)):
        assert diagnostic.fix  # noqa: S101 - an applicable finding has one
        pieces = _locate(diagnostic.fix, files, texts)
        new = _decode_files(diagnostic.fix.creates, texts, reserved)
        if pieces is None or new is None or not _is_apart(pieces, accepted):
            continue
        # Two fixes may make one file, of one picture that is there twice.
        if any(created.get(path, data) != data for path, data in new.items()):
            continue
        created |= new
        for path, piece in pieces:
            insort(accepted[path], piece)
        fixed.append(diagnostic)
    changed = {}
    for path in sorted(accepted):
        text = texts[path]
        assert text  # noqa: S101 - its edits were located in it
        changed[path] = text.with_pieces(accepted[path])
    return FixedFiles(changed, tuple(fixed), created)


def is_applicable(diagnostic: Diagnostic, *, unsafe: bool = False) -> bool:
    """Whether a finding has a fix that may be made."""
    return bool(diagnostic.fix and diagnostic.fix.edits and (unsafe or diagnostic.fix.safe))


class EditableText(Record, frozen=True):
    """A file's text and its lines."""

    text: str
    """Text without byte order mark, with line ends as in the file."""
    has_mark: bool
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """End of each line, before its line end."""

    @staticmethod
    def of(data: bytes) -> EditableText | None:
        """Decode a file; return None if it is not UTF-8."""
        has_mark = data.startswith(_MARK)
        try:
            text = data[len(_MARK) if has_mark else 0 :].decode()
        except UnicodeDecodeError:
            return None
        breaks = list(LINE_END.finditer(text))
        starts = (0, *(line_break.end() for line_break in breaks))
        ends = (*(line_break.start() for line_break in breaks), len(text))
        return EditableText(text, has_mark, starts, ends)

    def piece(self, edit: Edit) -> _Piece | None:
        """Return the characters that an edit replaces; None if the file has no such place."""
        start, end = self._find(edit.span.line, edit.span.column), self._find(*edit.end)
        if start is None or end is None or end < start:
            return None
        text = edit.text.replace("\n", self._line_end(edit.span.line)) if "\n" in edit.text else ""
        return _Piece(start, end, text or edit.text)

    def read_base64(self, start: Span, end: tuple[int, int]) -> bytes | None:
        """Decode the characters between two places; None if they are not Base64."""
        first, last = self._find(start.line, start.column), self._find(*end)
        if first is None or last is None:
            return None
        text = self.text[first:last].encode()
        try:
            return a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
        except BinasciiError:
            return None

    def with_pieces(self, pieces: Iterable[_Piece]) -> bytes:
        """Return the file's bytes with these characters replaced."""
        parts, last = [], 0
        for piece in sorted(pieces):
            parts += [self.text[last : piece.start], piece.text]
            last = piece.end
        text = "".join((*parts, self.text[last:]))
        return (_MARK if self.has_mark else b"") + text.encode()

    def _find(self, line: int, column: int) -> int | None:
        if not 1 <= line <= len(self.starts):
            return None
        offset = self.starts[line - 1] + column - 1
        return offset if self.starts[line - 1] <= offset <= self.ends[line - 1] else None

    def _line_end(self, line: int) -> str:
        """Return the line end of the line, else of the line before, else of Unix."""
        for index in (line - 1, line - 2):
            if 0 <= index < len(self.starts) - 1:
                return self.text[self.ends[index] : self.starts[index + 1]]
        return "\n"


def _first_place(diagnostic: Diagnostic) -> object:
    assert diagnostic.fix  # noqa: S101 - as above
    return min(edit.span for edit in diagnostic.fix.edits)


def _locate(
    fix: Fix, files: Mapping[str, bytes], texts: dict[str, EditableText | None]
) -> list[tuple[str, _Piece]] | None:
    """Return path and characters of each edit; None if one has no place."""
    pieces = []
    for edit in fix.edits:
        path = edit.span.path
        if path not in texts:
            texts[path] = EditableText.of(files[path]) if path in files else None
        text = texts[path]
        piece = text.piece(edit) if text else None
        if piece is None:
            return None
        pieces.append((path, piece))
    return pieces


def _decode_files(
    new: Iterable[NewFile], texts: Mapping[str, EditableText | None], reserved: Container[str]
) -> dict[str, bytes] | None:
    """Return path and content of each file; None if one exists or cannot be read."""
    decoded = {}
    for file in new:
        text = texts.get(file.start.path)
        data = text.read_base64(file.start, file.end) if text else None
        if data is None or file.path in reserved:
            return None
        decoded[file.path] = data
    return decoded


def _is_apart(
    pieces: Sequence[tuple[str, _Piece]], accepted: Mapping[str, Sequence[_Piece]]
) -> bool:
    """Whether no piece touches another, of its own fix or of one that was made."""
    own = sorted(pieces)
    if any(
        path == next_ and _touch(first, second) for (path, first), (next_, second) in pairwise(own)
    ):
        return False
    for path, piece in own:
        others = accepted.get(path, ())
        index = bisect_left(others, piece)
        if any(_touch(piece, other) for other in others[max(index - 1, 0) : index + 1]):
            return False
    return True


def _touch(first: _Piece, second: _Piece) -> bool:
    """Whether two edits touch; pieces that only border do not, but two at one place do."""
    if first.start == second.start:
        return True
    return first.start < second.end and second.start < first.end
