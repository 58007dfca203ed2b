"""An article that errata could not read, or could not check in full, because of a bug in errata.

An article that cannot be read is left out, and the others are built. An article that one check
could not check is published with the findings of the others. Please report the bug.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import InternalFault

SEVERITY = Severity.ERROR

_UNREAD = "this article cannot be read"


def check(seen: InternalFault) -> Findings:
    """Name only the kind of exception."""
    # Its message may quote the article, and with it an internal value.
    what = f"{seen.check} could not check this article" if seen.check else _UNREAD
    message = f"{what} because of a bug in errata (`{seen.error}`)"
    others = "checks" if seen.check else "articles"
    remedy = f"please report it with the article; the other {others} are not affected"
    yield Finding(message, seen.span, remedy)
