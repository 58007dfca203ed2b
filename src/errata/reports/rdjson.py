"""Reviewdog's format, which comments on a review at any forge, fixes as suggestions.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf: columns count bytes of UTF-8, and
paths begin at the current folder, as reviewdog itself puts the repository's before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.reports.places import LineColumn, end_of, merge_edits, source_text, start_of
from errata.reports.printable import as_json, printable

if TYPE_CHECKING:
    from typing import TextIO

    from errata.diagnostics import Diagnostic, Span
    from errata.reports import Report


def write(report: Report, stream: TextIO) -> None:
    """Write one object with all findings."""
    result = {
        "source": {"name": "errata"} | _url(report.documentation),
        "diagnostics": [_as_object(found, report) for found in report.diagnostics],
    }
    stream.write(f"{as_json(result)}\n")


def _url(url: str) -> dict[str, str]:
    return {"url": url} if url else {}


def _as_object(found: Diagnostic, report: Report) -> dict[str, object]:
    remedy = f"\nhelp: {printable(found.help)}" if found.help else ""
    return {
        "message": f"{printable(found.message)}{remedy}",
        "location": _location(found.span, end_of(found.span, found.end), report),
        "severity": found.severity.value.upper(),
        "code": {"value": found.code} | _url(report.url_of(found.code)),
        "suggestions": _suggestions(found, report),
        "relatedLocations": [
            {"message": printable(one.message), "location": _location(one.span, None, report)}
            for one in found.related
        ],
    }


def _suggestions(found: Diagnostic, report: Report) -> list[dict[str, object]]:
    # Each suggestion is applied alone, so that the edits of a fix have to be one.
    # Nor can it say that a file is made.
    fix = found.fix if found.fix and not found.fix.creates else None
    merged = merge_edits(fix.edits, report.sources) if fix else None
    if not merged:
        return []
    span, end, text = merged
    return [{"range": _range(span, end, report), "text": text}]


def _location(span: Span, end: LineColumn | None, report: Report) -> dict[str, object]:
    return {"path": span.path, "range": _range(span, end, report)}


def _range(span: Span, end: LineColumn | None, report: Report) -> dict[str, object]:
    text = source_text(span.path, report.sources)
    places = {"start": start_of(span), "end": end}
    return {name: text.count_bytes(place)._asdict() for name, place in places.items() if place}
