"""SARIF 2.1.0, for GitHub's code scanning and other services that show findings.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TextIO
from urllib.parse import quote

from errata import __version__
from errata.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from errata.diagnostics.registry import Check, all_checks
from errata.reports import LineColumn, Report, end_of, start_of
from errata.text.display import as_json, printable

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# The base of relative addresses; the program that reads the file knows where the repository is.
_ROOT: Final = "%SRCROOT%"
# Raised when findings get other fingerprints.
_FINGERPRINT: Final = "errata/v1"


def write(report: Report, stream: TextIO) -> None:
    """Write one run with all findings and a description of every check."""
    checks = all_checks()
    places = {code: index for index, code in enumerate(checks)}
    ids = report.known_by.identify(report.diagnostics)
    run = {
        "tool": {
            "driver": {
                "name": "errata",
                "semanticVersion": __version__,
                **_uri("informationUri", report.documentation),
                "rules": [_rule(check, report) for check in checks.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder of the repository."}},
        },
        "results": [
            {"ruleIndex": places[diagnostic.code], **_result(diagnostic, own, report)}
            for diagnostic, own in zip(report.diagnostics, ids, strict=True)
        ],
    }
    stream.write(f"{as_json({'$schema': _SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n")


def _uri(key: str, url: str) -> dict[str, str]:
    return {key: url} if url else {}


def _rule(check: Check, report: Report) -> dict[str, object]:
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.name.split("-")),
        "shortDescription": {"text": f"{check.title}."},
        "fullDescription": {"text": f"{check.title}."},
        "help": {"text": check.documentation, "markdown": check.documentation},
        **_uri("helpUri", report.url_of(check.code)),
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(diagnostic: Diagnostic, own: str, report: Report) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic)},
        "locations": [{"physicalLocation": _location(diagnostic.span, diagnostic.end, report)}],
        "partialFingerprints": {_FINGERPRINT: own},
    }
    if diagnostic.related:
        result["relatedLocations"] = _list_related(diagnostic.related, report)
    if diagnostic.fix and not diagnostic.fix.creates:
        result["fixes"] = [_fix(diagnostic.fix, report)]
    return result


def _message(diagnostic: Diagnostic) -> str:
    return _text(
        f"{diagnostic.message}: {diagnostic.help}" if diagnostic.help else diagnostic.message
    )


def _text(text: str) -> str:
    # "[text](1)" would be a link to a related place (3.11.6), in any text.
    return printable(text).replace("](", "\\](")


def _list_related(related: Sequence[Related], report: Report) -> list[dict[str, object]]:
    return [
        {
            "id": number,
            "message": {"text": _text(related.message)},
            "physicalLocation": _location(related.span, None, report),
        }
        for number, related in enumerate(related)
    ]


def _fix(fix: Fix, report: Report) -> dict[str, object]:
    paths = sorted({edit.span.path for edit in fix.edits})
    changes = [
        {
            "artifactLocation": _artifact(path, report),
            "replacements": _replacements(edit for edit in fix.edits if edit.span.path == path),
        }
        for path in paths
    ]
    return {"description": {"text": _text(fix.title)}, "artifactChanges": changes}


def _replacements(edits: Iterable[Edit]) -> list[dict[str, object]]:
    return [
        {
            "deletedRegion": _region(start_of(edit.span), LineColumn(*edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in edits
    ]


def _location(span: Span, end: tuple[int, int] | None, report: Report) -> dict[str, object]:
    region = _region(start_of(span), end_of(span, end))
    return {"artifactLocation": _artifact(span.path, report), "region": region}


def _artifact(path: str, report: Report) -> dict[str, str]:
    inside = report.path_in_repository(path)
    if inside.startswith("/"):
        return {"uri": f"file://{quote(inside)}"}
    # `quote` escapes ":", so that "a:b.md" is not taken for an address with a scheme.
    return {"uri": quote(inside), "uriBaseId": _ROOT}


def _region(start: LineColumn, end: LineColumn | None) -> dict[str, int]:
    region = {"startLine": start.line, "startColumn": start.column}
    return region | ({"endLine": end.line, "endColumn": end.column} if end else {})
