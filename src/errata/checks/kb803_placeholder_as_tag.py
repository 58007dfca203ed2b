"""An unknown tag such as `<host>`, which a browser would swallow.

It is shown as text. Write `&lt;host&gt;`, or put it in a code span.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Finding, Severity
from errata.model.observations import UnknownTag

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.ERROR
SCOPE = UnknownTag


def check(seen: UnknownTag) -> Iterator[Finding]:
    """Show how to write it."""
    message = f"`<{seen.name}>` is no HTML and would be swallowed by a browser"
    yield Finding(message, seen.span, f"escape it: `&lt;{seen.name}>`")
