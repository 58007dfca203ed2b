"""What the name of a host shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from ipaddress import ip_address
from typing import Final

from errata.data import read_data, read_table, read_texts
from errata.data.patterns import compile_late

# Labels, and words in them, that say that a reader has to fill in something: "yourcompany",
# "example", "xxx", "p12345-e67890" of nobody; not "support".
_PLACEHOLDER: Final = compile_late(
    r"(?:example|cons?toso|fabrikam|northwind|adatum|tailspin|litware|acme|domain|"
    # Companies that Microsoft made up for its documentation.
    r"fourthcoffee|wingtiptoys|woodgrovebank|proseware|alpineskihouse|adventure-?works|lucerne|"
    r"wideworldimporters|coho(?:winery|vineyard)|treyresearch|margiestravel|vanarsdel|relecloud|"
    r"(?:your|my)-?[a-z]|xxx|xyz|foo|bar|test|demo|sample|dummy|placeholder|tenant|instance|"
    r"customer|company|client|server|host|site|localhost|yyy|abc|n{3,}|\d*x{2,}\d*)"
)
# "jira" in "jira.corp.example.com" is a label; so is "corp".
_LABEL: Final = compile_late(r"[a-z0-9_][a-z0-9_-]{0,62}")
# A name with fewer, such as "db01", is any word.
_FEWEST_LABELS: Final = 2


def is_real_host(host: str) -> bool:
    """Whether a host can be on the internet: not this computer, an example or a number."""
    labels = host.split(".")
    if len(labels) < _FEWEST_LABELS or not all(map(_LABEL.fullmatch, labels)):
        return False
    if labels[-1] in {"localhost", "example", "test", "invalid", "local"}:
        return False
    return not is_ip_address(host) and not is_placeholder(".".join(labels[-2:]))


def is_ip_address(host: str) -> bool:
    """Whether a host is a number such as `10.0.0.1`."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_placeholder(label: str) -> bool:
    """Whether a name stands for the reader's own: `example`, `yourcompany`, `contoso`."""
    return _PLACEHOLDER.match(label) is not None


def suffix_of(host: str, suffixes: Iterable[str]) -> str:
    """Return the first suffix that the host equals or is below, or an empty text."""
    return next(
        (suffix for suffix in suffixes if host == suffix or host.endswith(f".{suffix}")), ""
    )


@cache
def dead_hosts() -> dict[str, str]:
    """Map each dead host to what replaced it, or an empty text."""
    hosts = {**read_data("dead_hosts"), **read_table("adobe", "dead-hosts")}
    return {str(host): str(other) for host, other in hosts.items()}


@cache
def tenant_hosts() -> tuple[str, ...]:
    """Return domains below which each customer of a service has its own host."""
    return (*read_texts("leaks", "tenants"), *read_table("adobe", "tenants")["hosts"])


@cache
def own_labels() -> frozenset[str]:
    """Return names below such a domain that belong to the service itself."""
    vendor = read_table("adobe", "tenants")
    return frozenset((*read_texts("leaks", "own-labels"), *vendor["own-labels"]))
