"""A link to a host that no longer exists.

errata does not contact hosts. It knows some that were closed, such as `codeplex.com`. Link to the
page that replaced it, or to a copy in an archive.
"""

from errata.checks.hosts import dead_hosts, suffix_of
from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(read: ReadArticle) -> Findings:
    """Check the addresses outside code."""
    written = read_written(read)
    for address in written.addresses() if "://" in written.prose else ():
        dead = suffix_of(address.host, dead_hosts())
        if dead and not address.url.partition("://")[2].startswith(dead_hosts()[dead] or "//"):
            instead = dead_hosts()[dead]
            remedy = f"find the page at `{instead}`" if instead else "link to something else"
            message = f"`{address.host}` no longer exists"
            yield text_place(written, address.start, address.end).finding(message, remedy)
