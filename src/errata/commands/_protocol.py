"""Translates errata's values to those of the language server protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from errata.diagnostics import Diagnostic, Fix, Severity, Span
from errata.text.display import printable

if TYPE_CHECKING:
    from errata.editor.completion import Completion, Completions
    from errata.editor.document import Encoding, TextLines
    from errata.editor.knowledge import Mentioning
    from errata.editor.lookups import Outline, Symbol
    from errata.errors import ErrataError

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_KINDS: Final = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "article": types.CompletionItemKind.File,
    "file": types.CompletionItemKind.File,
    "heading": types.CompletionItemKind.Reference,
    "code": types.CompletionItemKind.Constant,
}
FIX_ALL: Final = "source.fixAll.errata"


@dataclass(frozen=True, slots=True)
class Translator:
    """Counts columns as the editor does, in files that it may have changed."""

    encoding: Encoding
    read: Callable[[Path], TextLines]
    """Returns the lines of a file, as the editor has it if it is open there."""
    uri: Callable[[Path], str] = Path.as_uri
    """Returns the address of a file, as the editor writes it."""

    # ── places ──────────────────────────────────────────────────────────────────────────────

    def position(self, lines: TextLines, line: int, column: int) -> types.Position:
        """Translate a place."""
        return types.Position(*lines.to_editor(line, column, self.encoding))

    def range(
        self, lines: TextLines, start: tuple[int, int], end: tuple[int, int] | None
    ) -> types.Range:
        """Translate a range; without an end, what begins at its start."""
        until = end if end and end >= start else lines.end_of_word(*start)
        return types.Range(self.position(lines, *start), self.position(lines, *until))

    def location(self, file: Path, place: Mentioning) -> types.Location:
        """Translate a place in another file."""
        start = (place.line, place.column)
        lines = self.read(file)
        end = (place.line, place.column + place.length)
        return types.Location(self.uri(file), self.range(lines, start, end))

    # ── findings ────────────────────────────────────────────────────────────────────────────

    def diagnostic(self, diagnostic: Diagnostic, lines: TextLines) -> types.Diagnostic:
        """Translate a finding of the file that has these lines."""
        return types.Diagnostic(
            range=self.range(lines, (diagnostic.span.line, diagnostic.span.column), diagnostic.end),
            message="\n".join(map(printable, filter(None, (diagnostic.message, diagnostic.help)))),
            severity=_SEVERITIES[diagnostic.severity],
            code=diagnostic.code,
            source="errata",
            related_information=[
                types.DiagnosticRelatedInformation(self._location(related.span), related.message)
                for related in diagnostic.related
            ]
            or None,
        )

    def fault(self, error: ErrataError, lines: TextLines) -> types.Diagnostic:
        """Translate an error that prevents reading, in the file that has these lines."""
        start = (error.span.line, error.span.column) if error.span else (1, 1)
        return types.Diagnostic(
            range=self.range(lines, start, None),
            message="\n".join(map(printable, filter(None, (error.message, error.help)))),
            severity=types.DiagnosticSeverity.Error,
            source="errata",
        )

    def _location(self, span: Span) -> types.Location:
        file = Path(span.path).resolve()
        lines = self.read(file)
        return types.Location(self.uri(file), self.range(lines, (span.line, span.column), None))

    def fix(self, fix: Fix) -> types.WorkspaceEdit:
        """Translate the edits of a fix, by file."""
        return self._edit([fix])

    def fix_all(self, diagnostics: Iterable[Diagnostic]) -> types.WorkspaceEdit | None:
        """Translate the edits of all safe fixes that do not touch each other; None if none."""
        chosen: list[Fix] = []
        covered: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
        for diagnostic in diagnostics:
            spans = [
                (edit.span.path, (edit.span.line, edit.span.column), edit.end)
                for edit in (
                    diagnostic.fix.edits
                    if diagnostic.fix and diagnostic.fix.safe and not diagnostic.fix.creates
                    else ()
                )
            ]
            if spans and not any(_overlap(span, other) for span in spans for other in covered):
                assert diagnostic.fix  # noqa: S101 - it has edits
                chosen.append(diagnostic.fix)
                covered += spans
        return self._edit(chosen) if chosen else None

    def _edit(self, fixes: Iterable[Fix]) -> types.WorkspaceEdit:
        changes: dict[str, list[types.TextEdit]] = {}
        for fix in fixes:
            for edit in fix.edits:
                file = Path(edit.span.path).resolve()
                start = (edit.span.line, edit.span.column)
                lines = self.read(file)
                span = types.Range(self.position(lines, *start), self.position(lines, *edit.end))
                changes.setdefault(self.uri(file), []).append(types.TextEdit(span, edit.text))
        return types.WorkspaceEdit(changes=changes)

    # ── completion and symbols ──────────────────────────────────────────────────────────────

    def completions(
        self, completed: Completions, lines: TextLines, line: int, column: int
    ) -> types.CompletionList:
        """Translate the completions at a place."""
        items = [
            self._completion(completion, lines, line, column) for completion in completed.items
        ]
        return types.CompletionList(is_incomplete=not completed.is_complete, items=items)

    def _completion(
        self, completion: Completion, lines: TextLines, line: int, column: int
    ) -> types.CompletionItem:
        span = self.range(lines, (line, completion.start), (line, column))
        return types.CompletionItem(
            label=completion.label,
            kind=_KINDS[completion.kind],
            detail=completion.detail or None,
            filter_text=completion.words or None,
            sort_text=completion.sort or None,
            text_edit=types.TextEdit(span, completion.text),
        )

    def outline(self, items: Sequence[Outline], lines: TextLines) -> list[types.DocumentSymbol]:
        """Translate the headings and codes of an article."""
        return [self._symbol(item, lines) for item in items]

    def _symbol(self, item: Outline, lines: TextLines) -> types.DocumentSymbol:
        is_code = item.kind == "code"
        start = (item.line, item.column)
        name = self.range(lines, start, (item.line, item.column + item.length))
        last = (item.last_line, len(lines.line(item.last_line)) + 1)
        return types.DocumentSymbol(
            name=item.name,
            kind=types.SymbolKind.Constant if is_code else types.SymbolKind.String,
            range=name if is_code else self.range(lines, start, last),
            selection_range=name,
            children=self.outline(item.children, lines),
        )

    def symbols(
        self, matching: Iterable[Symbol], file_of: Callable[[str], Path]
    ) -> Iterator[types.WorkspaceSymbol]:
        """Yield articles and codes of a knowledge base."""
        for symbol in matching:
            kind = types.SymbolKind.Constant if symbol.kind == "code" else types.SymbolKind.File
            place = self.location(file_of(symbol.place.path), symbol.place)
            yield types.WorkspaceSymbol(place, symbol.name, kind, container_name=symbol.container)


def _overlap(
    first: tuple[str, tuple[int, int], tuple[int, int]],
    other: tuple[str, tuple[int, int], tuple[int, int]],
) -> bool:
    """Whether two ranges share a character, or two insertions are at one place."""
    if first[0] != other[0]:
        return False
    return first[1] == other[1] or (first[1] < other[2] and other[1] < first[2])
