"""To which other sites the articles link."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from errata.checks.hosts import dead_hosts, suffix_of
from errata.checks.translations import links_of
from errata.health.panels import Bar, Column, Panel, Plot, Segment
from errata.text.display import pluralise

if TYPE_CHECKING:
    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject

_MOST_BARS: Final = 15


def count_links_by_host(subject: HealthSubject) -> Panel:
    """Links out of the site by host, with those that are closed or not encrypted."""
    links: Counter[str] = Counter()
    insecure: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for article in subject.originals:
        for address, number in links_of(article).items():
            host = _host(address)
            links[host] += number
            insecure[host] += number if address.startswith("http:") else 0
            articles[host].add(article.number)
    dead = {host for host in links if suffix_of(host, dead_hosts())}
    rows: list[tuple[Cell, ...]] = [
        (host, n, len(articles[host]), insecure[host], "closed" if host in dead else "")
        for host, n in links.items()
    ]
    rows.sort(key=lambda row: (not row[4], -int(str(row[1])), str(row[0])))
    parts = [f"{pluralise(links.total(), 'link')} to {pluralise(len(links), 'host')}"]
    if dead:
        parts.append(f"{pluralise(sum(links[host] for host in dead), 'link')} to closed ones")
    if insecure.total():
        parts.append(f"{insecure.total():,} without encryption")
    return Panel(
        "hosts",
        "Links by host",
        ", ".join(parts) if links else "no article links another site",
        "Links in the originals. No host is asked: closed ones are those that errata knows.",
        (
            Column("host", "Host"),
            Column("links", "Links", "number"),
            Column("articles", "Articles", "number"),
            Column("insecure", "Without encryption", "number"),
            Column("state", "State"),
        ),
        tuple(rows),
        _plot_links(links, insecure),
        {"links": links.total(), "closed": sum(links[host] for host in dead)},
    )


def _plot_links(links: Counter[str], insecure: Counter[str]) -> Plot | None:
    most = sorted(links.items(), key=lambda item: (-item[1], item[0]))[:_MOST_BARS]
    bars = tuple(
        Bar(host, (Segment("https", n - insecure[host]), Segment("http", insecure[host])))
        for host, n in most
    )
    return Plot("Links by host", bars) if bars else None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:  # a bracket in the host
        return address
