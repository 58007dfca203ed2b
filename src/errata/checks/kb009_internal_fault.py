"""An article that errata could not read because of a bug in errata.

The article is left out and the others are built. Please report the bug.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import InternalFault

SEVERITY = Severity.ERROR


def check(seen: InternalFault) -> Findings:
    """Name the kind of exception alone."""
    # Its message may quote the article, and with it an internal value.
    message = f"this article cannot be read because of a fault in errata (`{seen.error}`)"
    remedy = "please report it with the article; the other articles are not affected"
    yield Finding(message, seen.span, remedy)
