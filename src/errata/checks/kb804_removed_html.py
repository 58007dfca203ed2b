"""HTML that is not allowed in an article and was removed: scripts, frames, forms, styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Finding, Severity
from errata.model.observations import RemovedHtml

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.WARNING
SCOPE = RemovedHtml


def check(seen: RemovedHtml) -> Iterator[Finding]:
    """Say what is not on the page."""
    yield Finding(f"{seen.what} is not allowed in an article and is removed", seen.span)
