"""Findings at their lines in a merge request: as GitHub, GitLab and reviewdog read them.

- GitHub Actions: a command to the runner is a line `::error file=…,line=…::message`. GitHub shows
  the first ten errors, warnings and notices of each step, and fifty of a job; the log has all.
- GitLab: https://docs.gitlab.com/ci/testing/code_quality/ lists the keys that GitLab reads; the
  others are those of the Code Climate specification, on which the format is based.
- reviewdog, which comments on a review at any forge, fixes as suggestions:
  https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns count bytes of UTF-8, and
  paths begin at the current folder, as reviewdog itself puts the repository's before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TextIO

from errata.diagnostics import Diagnostic, Severity, Span
from errata.reports import (
    LineColumn,
    Report,
    end_of,
    merge_edits,
    source_text,
    start_of,
    write_array,
)
from errata.text.display import as_json, printable

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
# As the runner decodes them: `escapeData` and `escapeProperty` of actions/toolkit,
# packages/core/src/command.ts. "%" comes first, or the others would be escaped twice.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))
# GitLab orders them info, minor, major, critical, blocker; a blocker is a fault in production.
_SEVERITIES: Final = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def write_github(report: Report, stream: TextIO) -> None:
    """Write a command for each finding."""
    stream.writelines(
        f"{_workflow_command(diagnostic, report)}\n" for diagnostic in report.diagnostics
    )
    if report.left_out:
        stream.write(f"::notice title=errata::{report.left_out:,} more findings are left out\n")


def _workflow_command(diagnostic: Diagnostic, report: Report) -> str:
    path = report.path_in_repository(diagnostic.span.path)
    properties = {
        "title": f"errata {diagnostic.code}",
        "file": printable(path),
        **_workflow_places(diagnostic),
    }
    written = ",".join(
        f"{name}={_escape_command(str(value), _PROPERTY)}" for name, value in properties.items()
    )
    # The log shows the message alone, so it begins with the place.
    message = "\n".join(printable(line) for line in _message_lines(diagnostic, path, report))
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_escape_command(message, _DATA)}"


def _workflow_places(diagnostic: Diagnostic) -> dict[str, int]:
    start, end = start_of(diagnostic.span), end_of(diagnostic.span, diagnostic.end)
    places = {"line": start.line, "col": start.column}
    if end:
        places |= {"endLine": end.line, "endColumn": end.column}
    return places


def _message_lines(diagnostic: Diagnostic, path: str, report: Report) -> Iterator[str]:
    span = diagnostic.span
    yield f"{path}:{span.line}:{span.column}: {diagnostic.code} {diagnostic.message}"
    yield from (f"{related.span}: {related.message}" for related in diagnostic.related)
    if diagnostic.help:
        yield f"help: {diagnostic.help}"
    yield f"see {report.pointer_to(diagnostic.code)}"


def _escape_command(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for char, escape in escapes:
        text = text.replace(char, escape)
    return text


def write_gitlab(report: Report, stream: TextIO) -> None:
    """Write one array."""
    ids = report.known_by.identify(report.diagnostics)
    identified = zip(report.diagnostics, ids, strict=True)
    objects = [as_json(_issue(diagnostic, own, report)) for diagnostic, own in identified]
    write_array(objects, stream)


def _issue(diagnostic: Diagnostic, own: str, report: Report) -> dict[str, object]:
    remedy = f": {diagnostic.help}" if diagnostic.help else ""
    return {
        "type": "issue",
        "check_name": diagnostic.code,
        "description": printable(f"{diagnostic.code}: {diagnostic.message}{remedy}"),
        "content": {"body": f"See {report.pointer_to(diagnostic.code)}"},
        "categories": ["Style"],
        "severity": _SEVERITIES[diagnostic.severity],
        "fingerprint": own,
        "location": _issue_location(diagnostic.span, diagnostic.end, report),
        "other_locations": [
            _issue_location(related.span, None, report) for related in diagnostic.related
        ],
    }


def _issue_location(span: Span, end: tuple[int, int] | None, report: Report) -> dict[str, object]:
    start = start_of(span)
    places = {"begin": _position(start), "end": _position(end_of(span, end) or start)}
    return {"path": report.path_in_repository(span.path), "positions": places}


def _position(place: LineColumn) -> dict[str, int]:
    return {"line": place.line, "column": place.column}


def write_rdjson(report: Report, stream: TextIO) -> None:
    """Write one object with all findings."""
    result = {
        "source": {"name": "errata"} | _url(report.documentation),
        "diagnostics": [_rdjson_object(diagnostic, report) for diagnostic in report.diagnostics],
    }
    stream.write(f"{as_json(result)}\n")


def _url(url: str) -> dict[str, str]:
    return {"url": url} if url else {}


def _rdjson_object(diagnostic: Diagnostic, report: Report) -> dict[str, object]:
    remedy = f"\nhelp: {printable(diagnostic.help)}" if diagnostic.help else ""
    return {
        "message": f"{printable(diagnostic.message)}{remedy}",
        "location": _rdjson_location(
            diagnostic.span, end_of(diagnostic.span, diagnostic.end), report
        ),
        "severity": diagnostic.severity.value.upper(),
        "code": {"value": diagnostic.code} | _url(report.url_of(diagnostic.code)),
        "suggestions": _suggestions(diagnostic, report),
        "relatedLocations": [
            {
                "message": printable(related.message),
                "location": _rdjson_location(related.span, None, report),
            }
            for related in diagnostic.related
        ],
    }


def _suggestions(diagnostic: Diagnostic, report: Report) -> list[dict[str, object]]:
    # Each suggestion is applied alone, so that the edits of a fix have to be one.
    # Nor can it say that a file is made.
    fix = diagnostic.fix if diagnostic.fix and not diagnostic.fix.creates else None
    merged = merge_edits(fix.edits, report.sources) if fix else None
    if not merged:
        return []
    span, end, text = merged
    return [{"range": _rdjson_range(span, end, report), "text": text}]


def _rdjson_location(span: Span, end: LineColumn | None, report: Report) -> dict[str, object]:
    return {"path": span.path, "range": _rdjson_range(span, end, report)}


def _rdjson_range(span: Span, end: LineColumn | None, report: Report) -> dict[str, object]:
    text = source_text(span.path, report.sources)
    places = {"start": start_of(span), "end": end}
    return {name: text.count_bytes(place)._asdict() for name, place in places.items() if place}
