"""Runs every rule over the library and weighs all findings as configured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from errata.diagnostics.registry import all_checks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model import Library


def run_checks(library: Library, config: Config) -> tuple[Diagnostic, ...]:
    """What the rules that look at the whole library find."""
    checks = [rule.check for rule in all_checks().values() if rule.check]
    return tuple(found for run in checks for found in run(library, config))


def apply_severities(diagnostics: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """All findings with their configured severity, sorted, those that are off left out."""
    weighed = []
    for diagnostic in diagnostics:
        severity = config.severity_of(diagnostic.code, diagnostic.severity)
        if severity:
            changed = severity is not diagnostic.severity
            weighed.append(replace(diagnostic, severity=severity) if changed else diagnostic)
    return tuple(sorted(weighed, key=lambda diagnostic: diagnostic.sort_key))
