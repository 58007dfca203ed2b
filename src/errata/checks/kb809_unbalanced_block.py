"""A block that is opened and never closed, or closed and never opened: code, tabs, collapsibles."""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UnbalancedBlock

SEVERITY = Severity.WARNING


def check(seen: UnbalancedBlock) -> Findings:
    """Name the marker that is not there."""
    if seen.missing[0] in "`~":
        yield Finding(
            "the code that begins here does not end, and takes in what follows",
            seen.span,
            f"write {seen.missing} alone on the line after the code",
        )
        return
    where = " at the end of a collapsible section" if seen.missing == "+++" else ""
    yield Finding(f"`{seen.missing}` is missing{where}", seen.span)
