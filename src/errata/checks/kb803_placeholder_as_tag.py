"""An unknown tag such as `<host>`, which a browser would swallow.

It is shown as text. Write `&lt;host&gt;`, or put it in a code span.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UnknownTag

SEVERITY = Severity.ERROR


def check(seen: UnknownTag) -> Findings:
    """Show how to write it."""
    # `>` need not be escaped: without its `<` no browser takes it for the end of a tag.
    message = f"`<{seen.name}>` is not an HTML element, and a browser would drop it"
    yield Finding(message, seen.span, f"escape it: `&lt;{seen.name}>`")
