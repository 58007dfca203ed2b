"""Two pages or files that claim the same address; the first one is written.

A static file never replaces a page. It can replace the files for hosts: `_headers`, `_redirects`,
`nginx.conf` and `robots.txt`. A file that an article shows replaces none.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import PathConflict

SEVERITY = Severity.ERROR


def check(conflict: PathConflict) -> Findings:
    """Report what has the address already."""
    other = "page" if conflict.is_page else "file"
    claimed_by = f"`{conflict.winner}`"
    if conflict.winner == conflict.path:
        claimed_by = f"another {other} of the site"
    message = f"`{conflict.path}` is already taken by {claimed_by}"
    yield Finding(message, conflict.span, "rename one of the two; this one is left out")
