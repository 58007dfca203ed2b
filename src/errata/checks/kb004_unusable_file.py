"""A file that cannot be used, or that is used in another way than it seems.

It is not UTF-8 text, holds NUL bytes or bidirectional controls, is larger than a limit of
`[limits]`, cannot be opened, is a link that leaves the knowledge base, or could run as a script
on the site. It is left out and the others are built. A locale folder named `pt_BR` is read as
`pt-BR`, with a warning.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import TooManyMentions, UnusableFile

SEVERITY = Severity.ERROR


def check(seen: UnusableFile | TooManyMentions) -> Findings:
    """Say why, as the reader did; a warning where nothing that belongs to the site is lost."""
    if isinstance(seen, TooManyMentions):
        message = f"more than {seen.limit:,} error codes in one article"
        yield Finding(message, seen.span, "split the article, or raise `limits.mentions`")
    else:
        severity = SEVERITY if seen.is_left_out else Severity.WARNING
        yield Finding(seen.message, seen.span, seen.help, severity)
