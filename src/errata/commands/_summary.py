"""Findings in a few words, and the worst of them in full."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from errata.commands._console import pluralise, print_status, use_color
from errata.diagnostics import Severity
from errata.reports import report_formats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.commands._compiled import CompiledProject
    from errata.diagnostics import Diagnostic

_SHOWN = 20


def count_findings(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 5 warnings, 9 info`; `no findings` for none."""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [_counted(found[severity], severity) for severity in Severity if found[severity]]
    return ", ".join(parts) or "no findings"


def _counted(number: int, severity: Severity) -> str:
    return f"{number:,} info" if severity is Severity.INFO else pluralise(number, severity.value)


def show_errors(compiled: CompiledProject) -> None:
    """The first errors in full on stderr; milder findings are for `errata check`."""
    errors = [found for found in compiled.diagnostics if found.severity is Severity.ERROR]
    color = use_color(sys.stderr)
    report_formats()["full"](errors[:_SHOWN], compiled.sources, sys.stderr, color=color)
    if len(errors) > _SHOWN:
        print_status(
            f"… and {pluralise(len(errors) - _SHOWN, 'more error')}; run `errata check` to see them"
        )


def write_findings(compiled: CompiledProject) -> bool:
    """Whether `show_errors` left nothing untold."""
    severities = {found.severity for found in compiled.diagnostics}
    return severities <= {Severity.ERROR}


def report_findings(compiled: CompiledProject, form: str) -> None:
    """All findings on stdout: they are the data."""
    color = use_color(sys.stdout)
    report_formats()[form](compiled.diagnostics, compiled.sources, sys.stdout, color=color)
    sys.stdout.flush()
