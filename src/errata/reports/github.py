"""Annotations of GitHub Actions: each finding shows at its line in the pull request.

A command to the runner is a line `::error file=…,line=…::message`. GitHub shows the first ten
errors, warnings and notices of each step, and fifty of a job; the log has all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.diagnostics import Severity
from errata.reports.places import end_of, start_of
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from errata.diagnostics import Diagnostic
    from errata.reports import Report

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
# As the runner decodes them: `escapeData` and `escapeProperty` of actions/toolkit,
# packages/core/src/command.ts. "%" comes first, or the others would be escaped twice.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))


def write(report: Report, stream: TextIO) -> None:
    """Write a command for each finding."""
    stream.writelines(f"{_command(found, report)}\n" for found in report.diagnostics)
    if report.left_out:
        stream.write(f"::notice title=errata::{report.left_out:,} more findings are left out\n")


def _command(found: Diagnostic, report: Report) -> str:
    path = report.path_in_repository(found.span.path)
    properties = {"title": f"errata {found.code}", "file": printable(path), **_places(found)}
    shown = ",".join(
        f"{name}={_escape(str(value), _PROPERTY)}" for name, value in properties.items()
    )
    # The log shows the message alone, so it begins with the place.
    message = "\n".join(printable(line) for line in _lines(found, path, report))
    return f"::{_COMMANDS[found.severity]} {shown}::{_escape(message, _DATA)}"


def _places(found: Diagnostic) -> dict[str, int]:
    start, end = start_of(found.span), end_of(found.span, found.end)
    places = {"line": start.line, "col": start.column}
    if end:
        places |= {"endLine": end.line, "endColumn": end.column}
    return places


def _lines(found: Diagnostic, path: str, report: Report) -> Iterator[str]:
    yield f"{path}:{found.span.line}:{found.span.column}: {found.code} {found.message}"
    yield from (f"{one.span}: {one.message}" for one in found.related)
    if found.help:
        yield f"help: {found.help}"
    yield f"see {report.pointer_to(found.code)}"


def _escape(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for char, escape in escapes:
        text = text.replace(char, escape)
    return text
