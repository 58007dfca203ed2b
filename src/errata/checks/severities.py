"""Gives findings the severities that the configuration asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.config import Config
    from errata.diagnostics import Diagnostic


def apply_severities(diagnostics: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """All findings with their configured severity, sorted, those that are off left out."""
    weighed = []
    for diagnostic in diagnostics:
        severity = config.severity_of(diagnostic.code, diagnostic.severity)
        if severity:
            changed = severity is not diagnostic.severity
            weighed.append(replace(diagnostic, severity=severity) if changed else diagnostic)
    return tuple(sorted(weighed, key=lambda diagnostic: diagnostic.sort_key))
