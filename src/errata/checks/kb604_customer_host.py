"""A customer's host, or a link whose text names a different host from its target.

Some services give each customer their own host, such as `kin.service-now.com`. An article that
quotes it reveals who had the problem. Authors who replace such a host with `www.example.com` in the
text often forget the address behind it.
"""

from typing import Final
from urllib.parse import urlsplit

from errata.checks.hosts import is_placeholder, is_real_host, own_labels, suffix_of, tenant_hosts
from errata.checks.written import WrittenLink, read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING

# "https://www.example.com/x" and "www.example.com" as the whole text of a link; not "example.com".
_SHOWN: Final = compile_late(r"(?:https?://|(?=www\.))([A-Za-z0-9.-]{4,200})(?:[/?#:][^\s]*)?")
# "p12345-e67890" is somebody's environment; digits that are made up repeat or count up.
_MADE_UP: Final = compile_late(
    r"p?(\d)\1{2,}|.*(?:1234|x{3}|y{3}|tenant|instance|customer|-url|demo)"
)


def check(read: ReadArticle) -> Findings:
    """Check every address, in code too; report each host once per article."""
    written = read_written(read)
    if "://" not in written.body:
        return
    for link in written.links:
        if other := _hides(link):
            message = f"the text of the link says `{other}`, but it leads to another host"
            remedy = "if the address is a customer's, remove the link"
            end = written.end(link.address_end)
            yield Finding(message, written.span(link.address_start), remedy, end=end)
    reported = set()
    for address in written.addresses(code=True):
        tenant = _tenant(address.host)
        if tenant and address.host not in reported:
            reported.add(address.host)
            message = f"the host of one customer of `{tenant}`"
            remedy = "write a name such as `example` or `<your-company>` for it"
            end = written.end(address.start + len(address.url))
            yield Finding(message, written.span(address.start), remedy, end=end)


def _hides(link: WrittenLink) -> str:
    """Return the host that the link's text shows, if the link leads to a different one."""
    match = None if link.is_picture else _SHOWN.fullmatch(link.text.strip().replace("\\", ""))
    if not match or not link.address.startswith(("http://", "https://")):
        return ""
    shown_host = match[1].lower().removeprefix("www.").rstrip(".")
    try:
        host = (urlsplit(link.address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not is_real_host(host) or _site(shown_host) == _site(host):
        return ""
    return match[1]


def _site(host: str) -> str:
    """Return what a company registers: the label before `com`, without anything around it."""
    labels = [label for label in host.split(".") if label not in {"com", "co", "org", "net", "io"}]
    return labels[-1] if labels else host


def _tenant(host: str) -> str:
    """Return the service if the host is one customer's."""
    tenant = suffix_of(host, tenant_hosts())
    own = host.removesuffix(tenant).rstrip(".") if tenant else ""
    labels = own.split(".") if own else []
    if (
        not labels
        or not is_real_host(host)
        or any(is_placeholder(label) or _MADE_UP.match(label) for label in labels)
    ):
        return ""
    return "" if own_labels() & {labels[0], labels[-1]} else tenant
