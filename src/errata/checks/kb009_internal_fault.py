"""An article that errata could not read, or could not check in full, because of a bug in errata.

An article that cannot be read is left out, and the others are built. An article that one check
could not check is published with the findings of the others. Please report the bug.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import InternalFault

SEVERITY = Severity.ERROR

_UNREAD = "this article cannot be read"


def check(fault: InternalFault) -> Findings:
    """Name only the kind of exception."""
    # Its message may quote the article, and with it an internal value.
    outcome = f"{fault.check} could not check this article" if fault.check else _UNREAD
    message = f"{outcome} because of a bug in errata (`{fault.error}`)"
    others = "checks" if fault.check else "articles"
    remedy = f"please report it with the article; the other {others} are not affected"
    yield Finding(message, fault.span, remedy)
