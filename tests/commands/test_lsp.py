"""`errata lsp` without its extra, and what its translator makes of findings and fixes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from lsprotocol import types

from errata.commands import _console, lsp
from errata.commands._console import Settings
from errata.commands._protocol import Translator
from errata.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from errata.editor.document import Encoding, TextLines
from errata.errors import ErrataError

TEXT = TextLines.of("a\n日😀 [x](y.md)\nz")
FILE = Path("kb/a.md").resolve()


def _translator(encoding: Encoding) -> Translator:
    return Translator(encoding, lambda _: TEXT)


def _finding(fix: Fix | None = None, *, line: int = 2, column: int = 8) -> Diagnostic:
    related = (Related(Span("kb/b.md", 3), "the other article"),)
    span, end = Span("kb/a.md", line, column), (line, column + 4)
    return Diagnostic("KB301", Severity.ERROR, "no file", span, "write it", related, end, fix)


def _fix(start: int, end: int, text: str, *, safe: bool = True) -> Fix:
    return Fix("Write it", (Edit(Span("kb/a.md", 2, start), (2, end), text),), safe)


def test_without_the_package_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_console, "find_spec", lambda _: None)
    context = click.Context(lsp.command, obj=Settings())
    with pytest.raises(ErrataError, match="pygls") as raised:
        context.invoke(lsp.command)
    assert "pip install 'errata[lsp]'" in raised.value.help


@pytest.mark.parametrize(
    ("encoding", "start"), [(Encoding.UTF8, 12), (Encoding.UTF16, 8), (Encoding.UTF32, 7)]
)
def test_a_finding_has_its_place_help_and_related_places(encoding: Encoding, start: int) -> None:
    translated = _translator(encoding).diagnostic(_finding(), TEXT)
    assert translated.range == types.Range(types.Position(1, start), types.Position(1, start + 4))
    assert translated.message == "no file\nwrite it"
    assert translated.severity == types.DiagnosticSeverity.Error
    assert translated.related_information
    (other,) = translated.related_information
    assert other.location.uri == Path("kb/b.md").resolve().as_uri()
    assert (other.message, other.location.range.start.line) == ("the other article", 2)


def test_a_finding_without_an_end_underlines_a_word_or_the_line() -> None:
    lines = TextLines.of("  a word here\n")
    translator = _translator(Encoding.UTF16)
    assert translator.range(lines, (1, 5), None).end.character == 8
    assert translator.range(lines, (1, 1), None).end.character == 13
    assert translator.range(lines, (2, 1), None).end == types.Position(1, 0)


def test_safe_fixes_that_do_not_touch_each_other_are_made_together() -> None:
    findings = [
        _finding(_fix(4, 7, "[y]")),
        _finding(_fix(6, 9, "overlaps")),
        _finding(_fix(12, 13, "unsafe", safe=False)),
        _finding(_fix(8, 12, "z.md")),
        _finding(),
    ]
    edit = _translator(Encoding.UTF16).fix_all(findings)
    assert edit
    assert edit.changes
    assert [change.new_text for change in edit.changes[FILE.as_uri()]] == ["[y]", "z.md"]
    assert _translator(Encoding.UTF16).fix_all([_finding()]) is None
