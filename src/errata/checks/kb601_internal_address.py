"""The address of an internal host, or of a tool that only your own people can open.

It reveals how your network is built, and readers cannot open it: `wiki.corp.example.com`, a record
in the CRM, a Slack channel, or an Outlook link that hides its target and contains the reader's
address. Example names such as `contoso` are ignored.
"""

from typing import Final
from urllib.parse import urlsplit

from errata.checks.hosts import is_placeholder, suffix_of
from errata.checks.places import text_place
from errata.checks.written import WrittenAddress, read_written
from errata.data import read_pairs, read_texts
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR

# A host with fewer labels, such as "example.com", is a domain that anybody can look up.
_FEWEST_LABELS: Final = 3


def check(read: ReadArticle) -> Findings:
    """Check every address, in code too: a log names the hosts that it comes from."""
    written = read_written(read)
    for address in written.addresses(code=True) if "://" in written.body else ():
        if _is_internal(address.host):
            message = f"`{address.host}` is a host of an internal network"
        elif tool := _tool_of(address):
            message = f"perhaps only people in one company can open this address of `{tool}`"
        else:
            continue
        remedy = "remove it, or name a host such as `server.example.com`"
        yield text_place(written, address.start, address.end).finding(message, remedy)


def _is_internal(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < _FEWEST_LABELS or suffix_of(host, read_texts("leaks", "public-hosts")):
        return False
    if any(map(is_placeholder, labels)):
        return False
    return not frozenset(labels[1:]).isdisjoint(read_texts("leaks", "internal-labels"))


def _tool_of(address: WrittenAddress) -> str:
    """Return the domain of the tool; empty if the address has an example company."""
    for host, path in read_pairs("leaks", "internal-tools"):
        if suffix_of(address.host, (host,)) and urlsplit(address.url).path.startswith(path):
            labels = address.host.removesuffix(host).rstrip(".").split(".")
            return "" if any(map(is_placeholder, labels)) else host
    return ""
