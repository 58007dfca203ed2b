"""Old faults that a knowledge base accepts, so that only new ones fail.

A finding is recognised by its check, its article and the values that its message names in
backticks. The line does not count, so that text may move. An article is its locale and number, so
that files may be renamed. The rest of the message does not count: it may hold a number of days or
words that changes with every edit, and another version of errata may phrase it differently. An
article often has one fault several times, such as broken links to one file. The baseline counts
them, and the text of their lines says which are new. If a finding stands for all faults of a kind,
its values do not count, because they are those of the first fault.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from msgspec import field

from errata.diagnostics import Diagnostic, split_lines
from errata.values import Record

# "key `titel` is unknown": `titel` yes; the rest no. Two backticks in a row hold nothing.
_VALUE: Final = re.compile(r"`([^`]+)`")
# Hexadecimal digits: among the 13,396 findings of the real articles, 16 of them (64 bits) meet by
# chance once in 10^11 knowledge bases. 8 are enough for lines, which only say which of a few.
_DIGITS, _LINE_DIGITS = 16, 8


class Fingerprint(NamedTuple):
    """What identifies a finding."""

    code: str
    article: str
    """`en/KA-00001`; the path of a file that is not an article."""
    digest: str
    """Digest of both, and of the values that the message names."""


class KnownFinding(Record, frozen=True):
    """Findings of one fingerprint that existed when the baseline was written."""

    fingerprint: Fingerprint
    count: int
    lines: tuple[str, ...] = ()
    """Digest of the line of each, sorted."""


class Baseline(Record, frozen=True):
    """The findings that do not count."""

    findings: tuple[KnownFinding, ...] = ()

    @property
    def count(self) -> int:
        """The number of findings."""
        return sum(finding.count for finding in self.findings)


class Comparison(Record, frozen=True):
    """Findings compared with a baseline."""

    new: tuple[Diagnostic, ...]
    """Findings that the baseline does not have, in their order."""
    known_count: int
    """Number of findings that the baseline has."""
    fixed: tuple[KnownFinding, ...]
    """Findings that only the baseline has, with their number."""


class Fingerprinter(Record, frozen=True):
    """Identifies findings."""

    sources: Mapping[str, bytes] = field(default_factory=dict)
    """Path of a finding -> content of the file; may lack paths."""
    folders: tuple[str, ...] = ()
    """Prefixes of paths as seen from the current folder: that of the articles, such as `kb/`, then
    that of the configuration.
    """

    def fingerprint(self, diagnostic: Diagnostic) -> Fingerprint:
        """Make the fingerprint of a finding."""
        article = diagnostic.article or self._name(diagnostic.span.path)
        values = "" if diagnostic.count else "\0".join(_VALUE.findall(diagnostic.message))
        return Fingerprint(
            diagnostic.code, article, _digest(f"{diagnostic.code}\0{article}\0{values}")
        )

    def _name(self, path: str) -> str:
        """Return the path of a file, the same from every folder."""
        folder = next((folder for folder in self.folders if folder and path.startswith(folder)), "")
        return path.removeprefix(folder)

    def line(self, diagnostic: Diagnostic) -> str:
        """Digest the text of a finding's line; empty if the file is unknown."""
        data = self.sources.get(diagnostic.span.path)
        lines = split_lines(data) if data else ()
        if not 0 < diagnostic.span.line <= len(lines):
            return ""
        text = b" ".join(lines[diagnostic.span.line - 1].split())
        return sha256(text).hexdigest()[:_LINE_DIGITS]

    def identify(self, diagnostics: Sequence[Diagnostic]) -> list[str]:
        """Return a unique id of each finding, which does not change with edits elsewhere."""
        counts: Counter[str] = Counter()
        ids = []
        for diagnostic in diagnostics:
            own = f"{self.fingerprint(diagnostic).digest}{self.line(diagnostic)}"
            counts[own] += 1
            ids.append(_digest(f"{own}\0{counts[own]}"))
        return ids


def make_baseline(diagnostics: Iterable[Diagnostic], known_by: Fingerprinter) -> Baseline:
    """Make a baseline of all these findings."""
    groups = _group(diagnostics, known_by)
    return Baseline(
        tuple(
            KnownFinding(
                fingerprint,
                sum(map(_weigh, group)),
                tuple(sorted(filter(None, map(known_by.line, group)))),
            )
            for fingerprint, group in sorted(groups.items())
        )
    )


def compare_with_baseline(
    diagnostics: Sequence[Diagnostic], baseline: Baseline, known_by: Fingerprinter
) -> Comparison:
    """Find what is new, and what is gone."""
    if not baseline.findings:
        return Comparison(tuple(diagnostics), 0, ())
    groups = _group(diagnostics, known_by)
    known_findings = {finding.fingerprint: finding for finding in baseline.findings}
    new = {
        id(diagnostic)
        for fingerprint, group in groups.items()
        for diagnostic in _choose_new(group, known_findings.get(fingerprint), known_by)
    }
    fixed = (
        KnownFinding(finding.fingerprint, missing)
        for finding in baseline.findings
        if (missing := finding.count - sum(map(_weigh, groups.get(finding.fingerprint, ())))) > 0
    )
    return Comparison(
        tuple(diagnostic for diagnostic in diagnostics if id(diagnostic) in new),
        len(diagnostics) - len(new),
        tuple(fixed),
    )


def _choose_new(
    group: Sequence[Diagnostic], known_finding: KnownFinding | None, known_by: Fingerprinter
) -> Sequence[Diagnostic]:
    """Choose the findings beyond the baseline's count, first those on unknown lines."""
    if known_finding is None:
        return group
    remaining = Counter(known_finding.lines)
    strangers: list[Diagnostic] = []
    familiar: list[Diagnostic] = []
    for diagnostic in group:
        line = known_by.line(diagnostic)
        (familiar if remaining[line] > 0 else strangers).append(diagnostic)
        remaining[line] -= 1
    surplus = sum(map(_weigh, group)) - known_finding.count
    new = []
    for diagnostic in (*strangers, *reversed(familiar)):
        if surplus > 0:
            new.append(diagnostic)
        surplus -= _weigh(diagnostic)
    return new


def _group(
    diagnostics: Iterable[Diagnostic], known_by: Fingerprinter
) -> Mapping[Fingerprint, list[Diagnostic]]:
    groups: dict[Fingerprint, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        groups[known_by.fingerprint(diagnostic)].append(diagnostic)
    return groups


def _weigh(diagnostic: Diagnostic) -> int:
    """Return how many faults a finding stands for."""
    return diagnostic.count or 1


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
