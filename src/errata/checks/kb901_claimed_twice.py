"""Two pages or files that claim the same address; the first one is written.

A static file never replaces a page. It can replace the files for hosts: `_headers`, `_redirects`,
`nginx.conf` and `robots.txt`. A file that an article shows replaces none.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import PathConflict

SEVERITY = Severity.ERROR


def check(seen: PathConflict) -> Findings:
    """Report what has the address already."""
    other = "page" if seen.is_page else "file"
    taken = f"`{seen.winner}`"
    if seen.winner == seen.path:
        taken = f"another {other} of the site"
    message = f"`{seen.path}` is already taken by {taken}"
    yield Finding(message, seen.span, "rename one of the two; this one is left out")
