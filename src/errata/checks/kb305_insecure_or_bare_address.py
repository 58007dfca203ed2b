"""A link without encryption, or a web address that stands bare in the text.

`http://` lets others read and change what readers get. A bare address says nothing of where it
leads and reads badly aloud. Addresses of this computer, examples, and names of XML schemas, which
nobody opens, are left alone; of bare ones, an article's first is reported with their number.
"""

import re
from typing import Final

from errata.checks.hosts import is_real_host
from errata.checks.written import read_written
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.INFO
MAY_WAIT = True

# Hosts whose addresses are names: "http://www.w3.org/1999/xhtml".
_NAMES: Final = re.compile(r"(?:www\.w3\.org|schemas\.|ns\.|purl\.org|xml\.|json-schema\.org)")


def check(read: ReadArticle) -> Findings:
    """Look at the addresses outside code; one in brackets `<…>` was linked on purpose."""
    written = read_written(read)
    if "://" not in written.prose:
        return
    bare = []
    for address in written.addresses():
        if not is_real_host(address.host):
            continue
        if address.url.lower().startswith("http://") and not _NAMES.match(address.host):
            remedy = "write `https://`, if the host answers to it"
            message = f"`{address.url}` is not encrypted"
            yield Finding(message, written.span(address.start), remedy)
        if address.is_bare:
            bare.append(address)
    if bare:
        count = f" ({len(bare)} in this article)" if len(bare) > 1 else ""
        message = f"a bare address: `{bare[0].url}`{count}"
        remedy = "link words that say where it leads: `[…](…)`"
        yield Finding(message, written.span(bare[0].start), remedy, count=len(bare))
