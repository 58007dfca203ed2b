"""HTML that articles cannot contain and that was removed: scripts, frames, forms, styles."""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import RemovedHtml

SEVERITY = Severity.WARNING


def check(seen: RemovedHtml) -> Findings:
    """Say what is not on the page."""
    yield Finding(f"{seen.what} is not allowed in an article and is removed", seen.span)
