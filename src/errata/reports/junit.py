"""JUnit's XML, which every CI system shows as a list of tests: a file is a suite.

The elements and attributes are those of the schema of Jenkins' xUnit plugin (`junit-10.xsd`), in
its order. An info is a skipped test: nothing has failed. A name stays the same after edits
elsewhere, so that a CI system sees since when a test fails; names in a suite differ, because GitLab
shows only the first of equal names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic, Severity
from errata.text.display import printable

if TYPE_CHECKING:
    from errata.reports import Report

# U+FFFE yes; "é", U+FFFD no: what XML 1.0 has no form for, of what `printable` leaves.
_NO_XML: Final = compile_late("[\ufffe\uffff]")


def write(report: Report, stream: TextIO) -> None:
    """Write one document; a suite with one test if nothing was found."""
    files = groupby(report.diagnostics, key=lambda diagnostic: diagnostic.span.path)
    suites = [_suite(path, list(diagnostics), report) for path, diagnostics in files] or [
        _make_passed()
    ]
    root = Element("testsuites", {"name": "errata", **_totals(suites)})
    root.extend(suites)
    indent(root)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"{tostring(root, encoding='unicode')}\n")


def _suite(path: str, diagnostics: Sequence[Diagnostic], report: Report) -> Element:
    printed_path = _text(report.path_in_repository(path))
    info = sum(diagnostic.severity is Severity.INFO for diagnostic in diagnostics)
    counts = {
        "tests": str(len(diagnostics)),
        "failures": str(len(diagnostics) - info),
        "errors": "0",
        "skipped": str(info),
    }
    suite = Element("testsuite", {"name": printed_path, **counts, "file": printed_path})
    for diagnostic, name in zip(diagnostics, _names(diagnostics), strict=True):
        case = SubElement(suite, "testcase", {"name": name, "classname": printed_path})
        skipped = diagnostic.severity is Severity.INFO
        attributes = {"message": _text(diagnostic.message), "type": diagnostic.severity.value}
        outcome = SubElement(case, "skipped" if skipped else "failure", attributes)
        outcome.text = "\n".join(_lines(diagnostic, printed_path, report))
    return suite


def _names(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for diagnostic in diagnostics:
        name = _text(f"{diagnostic.code} {diagnostic.message}")
        counts[name] += 1
        yield f"{name} ({counts[name]})" if counts[name] > 1 else name


def _lines(diagnostic: Diagnostic, path: str, report: Report) -> Iterator[str]:
    yield f"{path}:{diagnostic.span.line}:{diagnostic.span.column}: {_text(diagnostic.message)}"
    yield from (_text(f"{related.span}: {related.message}") for related in diagnostic.related)
    if diagnostic.help:
        yield _text(f"help: {diagnostic.help}")
    yield f"see {report.pointer_to(diagnostic.code)}"


def _make_passed() -> Element:
    counts = {"tests": "1", "failures": "0", "errors": "0", "skipped": "0"}
    suite = Element("testsuite", {"name": "errata", **counts})
    SubElement(suite, "testcase", {"name": "errata check", "classname": "errata"})
    return suite


def _totals(suites: Iterable[Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _text(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable(text))
