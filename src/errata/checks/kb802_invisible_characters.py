"""No-break or zero-width characters or smart quotes inside code, which break when copied.

The invisible ones are repaired on the page; smart quotes are kept, because they may be meant.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import InvisibleCharacters, SmartQuotes

SEVERITY = Severity.INFO


def check(seen: InvisibleCharacters | SmartQuotes) -> Findings:
    """Say which of the two it is."""
    if isinstance(seen, SmartQuotes):
        yield Finding("smart quotes inside code", seen.span, "type straight quotes")
    else:
        message = "no-break or zero-width characters inside code"
        yield Finding(message, seen.span, "type ordinary spaces")
