"""GitLab's code quality report: findings at their lines in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/ lists the keys that GitLab reads; the others are
those of the Code Climate specification, on which the format is based.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.diagnostics import Severity
from errata.reports.places import LineColumn, end_of, start_of
from errata.reports.printable import as_json, printable

if TYPE_CHECKING:
    from typing import TextIO

    from errata.diagnostics import Diagnostic, Span
    from errata.reports import Report

# GitLab orders them info, minor, major, critical, blocker; a blocker is a fault in production.
_SEVERITIES: Final = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def write(report: Report, stream: TextIO) -> None:
    """Write one array."""
    ids = report.known_by.identify(report.diagnostics)
    found = zip(report.diagnostics, ids, strict=True)
    objects = [as_json(_as_object(one, own, report)) for one, own in found]
    stream.write("[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n")


def _as_object(found: Diagnostic, own: str, report: Report) -> dict[str, object]:
    remedy = f": {found.help}" if found.help else ""
    return {
        "type": "issue",
        "check_name": found.code,
        "description": printable(f"{found.code}: {found.message}{remedy}"),
        "content": {"body": f"See {report.pointer_to(found.code)}"},
        "categories": ["Style"],
        "severity": _SEVERITIES[found.severity],
        "fingerprint": own,
        "location": _location(found.span, found.end, report),
        "other_locations": [_location(one.span, None, report) for one in found.related],
    }


def _location(span: Span, end: tuple[int, int] | None, report: Report) -> dict[str, object]:
    start = start_of(span)
    places = {"begin": _position(start), "end": _position(end_of(span, end) or start)}
    return {"path": report.path_in_repository(span.path), "positions": places}


def _position(place: LineColumn) -> dict[str, int]:
    return {"line": place.line, "column": place.column}
