"""All findings as JSON: an object on each line for streaming and `jq`, or an array of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from errata.reports import Report, write_array
from errata.text.display import as_json

if TYPE_CHECKING:
    from errata.diagnostics import Diagnostic, Fix, Span
    from errata.diagnostics.registry import CheckCount


def write_json(report: Report, stream: TextIO) -> None:
    """Write the array; the objects are those of `jsonl`."""
    write_array([*_findings(report)], stream)


def write_jsonl(report: Report, stream: TextIO) -> None:
    """Write the objects."""
    stream.writelines(f"{line}\n" for line in _findings(report))


def write_count_array(counts: Sequence[CheckCount], stream: TextIO) -> None:
    """Write the array; the objects are those of `jsonl`."""
    write_array([*map(_count, counts)], stream)


def write_count_objects(counts: Sequence[CheckCount], stream: TextIO) -> None:
    """Write an object for each check."""
    stream.writelines(f"{_count(count)}\n" for count in counts)


def _findings(report: Report) -> Iterator[str]:
    return (as_json(_as_object(diagnostic, report)) for diagnostic in report.diagnostics)


def _count(count: CheckCount) -> str:
    return as_json(
        {
            "code": count.code,
            "name": count.name,
            "severity": count.severity.value,
            "count": count.count,
            "fixable": count.fixable,
        }
    )


def _as_object(diagnostic: Diagnostic, report: Report) -> dict[str, object]:
    """Return a finding under the documented keys."""
    return {
        "code": diagnostic.code,
        "url": report.url_of(diagnostic.code) or None,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_as_place(diagnostic.span),
        **_as_end(diagnostic.end),
        "related": [
            {"message": related.message, **_as_place(related.span)}
            for related in diagnostic.related
        ],
        "fix": None if not diagnostic.fix or diagnostic.fix.creates else _as_fix(diagnostic.fix),
    }


def _as_place(span: Span) -> dict[str, str | int]:
    return {"path": span.path, "line": span.line, "column": span.column}


def _as_end(end: tuple[int, int] | None) -> dict[str, int | None]:
    line, column = end or (None, None)
    return {"end_line": line, "end_column": column}


def _as_fix(fix: Fix) -> dict[str, object]:
    edits = [{**_as_place(edit.span), **_as_end(edit.end), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
