"""How `scan` tells what it found: line by line as it reads, then by fault.

Findings in a few words, and the worst of them in full.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from errata.commands._console import pluralise, print_status, use_color
from errata.commands._project import find_articles
from errata.diagnostics import Severity
from errata.reports import report_formats
from errata.reports.printable import as_json, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from errata.commands._project import CompiledProject
    from errata.diagnostics import Diagnostic
    from errata.logs.reader import LogHit
    from errata.model import Article, Library


_MOST_UNKNOWN = 1_000
"""Distinct unknown codes that are remembered: a hostile log must not fill the memory."""
_SHOWN_UNKNOWN = 20


class Titles:
    """Articles by number, in the reader's locale."""

    def __init__(self, library: Library, locale: str) -> None:
        self._library = library
        self._locale = locale

    def articles(self, hit: LogHit) -> list[Article]:
        """Those about a hit, the best first."""
        return find_articles(self._library, hit.articles, self._locale)

    def best(self, hit: LogHit) -> str:
        """The best article in a few words, and how many more there are."""
        found = self.articles(hit)
        if not found:
            return ""
        more = f" (+{len(found) - 1} more)" if len(found) > 1 else ""
        return f"{found[0].number} {found[0].metadata.title}{more}"

    def objects(self, hit: LogHit) -> list[dict[str, str]]:
        """For machines."""
        return [
            {"number": a.number, "locale": a.locale, "title": a.metadata.title, "source": a.source}
            for a in self.articles(hit)
        ]


@dataclass(slots=True)
class LogFault:
    """Everything found of one code or message."""

    hit: LogHit
    """The first."""
    first: str
    """`app.log:12`."""
    last: str
    times: int = 0


@dataclass(slots=True)
class LogFaults:
    """Distinct faults in the order in which they were first seen."""

    known: dict[tuple[str, str], LogFault] = field(default_factory=dict)
    unknown: dict[tuple[str, str], LogFault] = field(default_factory=dict)

    def add(self, name: str, hit: LogHit) -> None:
        """Count a hit in the named log."""
        faults = self.unknown if hit.kind == "unknown" else self.known
        place = f"{name}:{hit.line}"
        key = (hit.kind, hit.name)
        if key not in faults:
            if faults is self.unknown and len(faults) >= _MOST_UNKNOWN:
                return
            faults[key] = LogFault(hit, place, place)
        faults[key].times += 1
        faults[key].last = place


class LogReport(Protocol):
    """One format."""

    def hit(self, name: str, hit: LogHit) -> None:
        """Write a hit as soon as it is found."""

    def end(self, faults: LogFaults) -> None:
        """Write what comes last."""


class TextWriter:
    """`app.log:1203: RED-520025  KA-19371 Title`."""

    def __init__(self, stream: TextIO, titles: Titles) -> None:
        self._stream = stream
        self._titles = titles

    def hit(self, name: str, hit: LogHit) -> None:
        """One line."""
        what = hit.name if hit.kind == "code" else f"`{hit.name}`"
        line = printable(f"{name}:{hit.line}: {what}  {self._titles.best(hit)}")
        self._stream.write(f"{line.rstrip()}\n")

    def end(self, faults: LogFaults) -> None:
        """Nothing: the summary goes to people."""


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO, titles: Titles) -> None:
        self._stream = stream
        self._titles = titles

    def hit(self, name: str, hit: LogHit) -> None:
        """One object."""
        self._stream.write(f"{as_json(self._object(name, hit))}\n")

    def end(self, faults: LogFaults) -> None:
        """Nothing."""

    def _object(self, name: str, hit: LogHit) -> Mapping[str, object]:
        return {
            "file": name,
            "line": hit.line,
            "kind": hit.kind,
            "name": hit.name,
            "surface": hit.surface,
            "articles": self._titles.objects(hit),
        }


class JsonWriter(JsonLinesWriter):
    """One object: hits, then faults, then unknown codes; written while the log is read."""

    def __init__(self, stream: TextIO, titles: Titles) -> None:
        super().__init__(stream, titles)
        stream.write('{"hits": [')
        self._separator = "\n"

    def hit(self, name: str, hit: LogHit) -> None:
        """One more element."""
        self._stream.write(f"{self._separator}{as_json(self._object(name, hit))}")
        self._separator = ",\n"

    def end(self, faults: LogFaults) -> None:
        """The faults, and the end of the object."""
        known = [self._fault(fault) for fault in faults.known.values()]
        unknown = [self._fault(fault) for fault in faults.unknown.values()]
        self._stream.write(f'],\n"faults": {as_json(known)},\n"unknown": {as_json(unknown)}}}\n')

    def _fault(self, fault: LogFault) -> Mapping[str, object]:
        return {
            "kind": fault.hit.kind,
            "name": fault.hit.name,
            "times": fault.times,
            "first": fault.first,
            "last": fault.last,
            "articles": self._titles.objects(fault.hit),
        }


REPORTS: Mapping[str, type[TextWriter | JsonLinesWriter]] = {
    "text": TextWriter,
    "json": JsonWriter,
    "jsonl": JsonLinesWriter,
}


def summarise(faults: LogFaults, titles: Titles) -> None:
    """Tell people what was found, by fault."""
    ordered = sorted(faults.known.values(), key=lambda fault: -fault.times)
    print_status(f"{pluralise(len(ordered), 'fault')} found" if ordered else "nothing known found")
    for fault in ordered:
        best = titles.best(fault.hit)
        print_status(printable(f"  {fault.hit.name}  {_extent(fault)}  {best}"))
    _say_unknown(list(faults.unknown.values()))


def _extent(fault: LogFault) -> str:
    if fault.times == 1:
        return f"once, {fault.first}"
    return f"{fault.times:,} times, {fault.first} to {fault.last}"


def _say_unknown(unknown: Iterable[LogFault]) -> None:
    ordered = sorted(unknown, key=lambda fault: (-fault.times, fault.hit.name))
    if ordered:
        print_status(
            f"{pluralise(len(ordered), 'code')} of known families that no article explains"
        )
    for fault in ordered[:_SHOWN_UNKNOWN]:
        print_status(printable(f"  {fault.hit.name}  {_extent(fault)}"))
    if len(ordered) > _SHOWN_UNKNOWN:
        print_status(f"  … and {len(ordered) - _SHOWN_UNKNOWN:,} more")


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
