"""A block that was opened and never closed, or the other way round: tabs, collapsibles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Finding, Severity
from errata.model.observations import UnbalancedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.WARNING
SCOPE = UnbalancedBlock


def check(seen: UnbalancedBlock) -> Iterator[Finding]:
    """Name the marker that is not there."""
    where = " at the end of a collapsible section" if seen.missing == "+++" else ""
    yield Finding(f"`{seen.missing}` is missing{where}", seen.span)
