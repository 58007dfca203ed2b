"""A link that is not encrypted, or a web address without link text.

With `http://`, others can read and change what readers receive. A bare address does not say where
it leads and is hard to listen to. Addresses of this computer, examples, and the names of XML
schemas, which nobody opens, are ignored. Of the bare addresses in an article, the first one is
reported with their number.
"""

from collections.abc import Iterable
from html import unescape
from typing import Final

from errata.checks.hosts import is_real_host
from errata.checks.written import WrittenAddress, WrittenText, read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity
from errata.model import ReadArticle

SEVERITY = Severity.INFO
MAY_WAIT = True

# Hosts whose addresses are names: "http://www.w3.org/1999/xhtml".
_NAMES: Final = compile_late(r"(?:www\.w3\.org|schemas\.|ns\.|purl\.org|xml\.|json-schema\.org)")
# 'xmlns:tns="' and "targetNamespace=&quot;" before an address that is a name; not 'href="'.
_NAMESPACE: Final = compile_late(
    r"(?:xmlns(?::[\w.-]{1,40})?|[nN]amespace)\s?=\s?(?:[\"']|&quot;)\Z"
)
# How many characters before an address are searched for that.
_REACH: Final = 60
# What may stand around an address that nothing else is made of: blanks and the ends of sentences.
_MAY_PRECEDE: Final = compile_late(r"[\s(]?")
_MAY_FOLLOW: Final = compile_late(r"[\s).,;:!?]?")


def check(read: ReadArticle) -> Findings:
    """Check the addresses outside code; one in brackets `<…>` was linked on purpose."""
    written = read_written(read)
    if "://" not in written.prose:
        return
    bare_addresses = []
    for address in written.addresses():
        before = written.text[max(0, address.start - _REACH) : address.start]
        if not is_real_host(address.host) or _NAMESPACE.search(before):
            continue
        if address.url.lower().startswith("http://") and not _NAMES.match(address.host):
            remedy = "write `https://`, if the host supports it"
            message = f"`{address.url}` is not encrypted"
            start = address.start
            # Only a request would show whether the host answers to it.
            edit = written.edit(start, start + len("http"), "https")
            fix = Fix("Write `https://`", (edit,), safe=False)
            end = written.end(start + len(address.url))
            yield Finding(message, written.span(start), remedy, end=end, fix=fix)
        if address.is_bare:
            bare_addresses.append(address)
    if bare_addresses:
        count = f" ({len(bare_addresses)} in this article)" if len(bare_addresses) > 1 else ""
        message = f"a web address without link text: `{bare_addresses[0].url}`{count}"
        remedy = "use link text that says where it leads: `[…](…)`"
        yield Finding(
            message,
            written.span(bare_addresses[0].start),
            remedy,
            end=written.end(bare_addresses[0].start + len(bare_addresses[0].url)),
            count=len(bare_addresses),
            fix=_in_brackets(written, bare_addresses),
        )


def _in_brackets(written: WrittenText, addresses: Iterable[WrittenAddress]) -> Fix | None:
    """Put `<…>` around each address: it is meant as a link, and reads as before."""
    edits: list[Edit] = []
    for address in addresses:
        start, end = address.start, address.start + len(address.url)
        before, after = written.text[start - 1 : start], written.text[end : end + 1]
        # "&lt;" in an address is read as "<", which ends a bare one.
        is_cut = unescape(f"{address.url};") != f"{address.url};"
        if is_cut or not _MAY_PRECEDE.fullmatch(before) or not _MAY_FOLLOW.fullmatch(after):
            continue
        edits += [written.edit(start, start, "<"), written.edit(end, end, ">")]
    return Fix("Put bare addresses in `<…>`", tuple(edits)) if edits else None
