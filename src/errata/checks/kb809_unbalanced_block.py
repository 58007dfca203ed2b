"""A block that was opened and never closed, or the other way round: tabs, collapsibles."""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UnbalancedBlock

SEVERITY = Severity.WARNING


def check(seen: UnbalancedBlock) -> Findings:
    """Name the marker that is not there."""
    where = " at the end of a collapsible section" if seen.missing == "+++" else ""
    yield Finding(f"`{seen.missing}` is missing{where}", seen.span)
