"""How many findings each check has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.diagnostics.registry import all_checks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class CheckCount:
    """The findings of one check, counted."""

    code: str
    name: str
    severity: Severity
    """That of the most severe one."""
    count: int
    fixable: int
    """How many of them have a fix."""


def count_findings_by_check(diagnostics: Iterable[Diagnostic]) -> tuple[CheckCount, ...]:
    """The checks that found something, most findings first."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        found[diagnostic.code].append(diagnostic)
    counts = (_count(code, group) for code, group in found.items())
    return tuple(sorted(counts, key=lambda one: (-one.count, one.code)))


def _count(code: str, group: list[Diagnostic]) -> CheckCount:
    severity = min((one.severity for one in group), key=lambda severity: severity.rank)
    fixable = sum(one.fix is not None for one in group)
    return CheckCount(code, all_checks()[code].name, severity, len(group), fixable)
