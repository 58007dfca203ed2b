"""A file that errata cannot use, or uses differently from how it looks.

The file is not UTF-8 text, contains NUL bytes or bidirectional control characters, exceeds one of
the `[limits]`, cannot be opened, is a link that leaves the knowledge base, or could run as a script
on the site. It is left out and the other files are built. A locale folder named `pt_BR` is read as
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
