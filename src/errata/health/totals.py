"""Numbers of articles, parts, clean articles and links, and what has changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from errata.checks.hosts import dead_hosts, suffix_of
from errata.checks.translations import count_links
from errata.diagnostics import Severity
from errata.health.panels import Bar, Column, Panel, Plot, Segment, percent
from errata.model import SectionKind
from errata.site.articles_of_site import main_products
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.health.panels import Cell, EarlierReport, HealthSubject
    from errata.model import Article


_MOST_BARS: Final = 15
# Part -> the sections that are it. "Description" opens the articles of some exporters.
_PARTS: Final = (
    ("issue", (SectionKind.ISSUE, SectionKind.DESCRIPTION)),
    ("environment", (SectionKind.ENVIRONMENT,)),
    ("cause", (SectionKind.CAUSE,)),
    ("resolution", (SectionKind.RESOLUTION,)),
)
_MOST_PRODUCTS: Final = 20


def count_articles(subject: HealthSubject) -> Panel:
    """Count articles by product and locale, each with its states."""
    library = subject.library
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for article in library.articles:
        state = _state(article)
        groups["locale", article.locale][state] += 1
        if article.locale == subject.site.first_locale:
            for product in main_products(article) or ("no product",):
                groups["product", product][state] += 1
    for item in library.withheld:
        groups["locale", item.locale][f"not published: {item.reason}"] += 1
    states = sorted({state for counts in groups.values() for state in counts})
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], -item[1].total(), item[0][1]))
    rows: list[tuple[Cell, ...]] = [
        (kind, name, counts.total(), *(counts[state] for state in states))
        for (kind, name), counts in ordered
    ]
    products = {name: counts for (kind, name), counts in ordered if kind == "product"}
    numbers = len({article.number for article in library.articles})
    summary = f"{pluralise(numbers, 'article')} in {pluralise(len(library.locales), 'language')}"
    if library.withheld:
        summary += f"; {pluralise(len(library.withheld), 'file')} not published"
    return Panel(
        "totals",
        "Totals",
        summary,
        "Products of the articles in the first language. An article of several products counts in "
        "each.",
        (
            Column("kind", "By"),
            Column("name", "Name"),
            Column("articles", "Articles", "number"),
            *(Column(state, state.capitalize(), "number") for state in states),
        ),
        tuple(rows),
        _plot_products(products, states),
        {"articles": numbers, "not published": len(library.withheld)},
    )


def _plot_products(products: Mapping[str, Counter[str]], states: Iterable[str]) -> Plot | None:
    bars = tuple(
        Bar(name, tuple(Segment(state, counts[state]) for state in states if counts[state]))
        for name, counts in islice(products.items(), _MOST_BARS)
    )
    return Plot("Articles by product", bars) if bars else None


def _state(article: Article) -> str:
    state = article.metadata.publication.state
    if state:
        return state.value
    return "hidden" if article.metadata.hidden else "published"


def share_parts(subject: HealthSubject) -> Panel:
    """Share of articles with issue, environment, cause, resolution, description, picture."""
    groups: dict[str, list[Article]] = {"all articles": list(subject.originals)}
    by_product: dict[str, list[Article]] = defaultdict(list)
    for article in subject.originals:
        for product in main_products(article):
            by_product[product].append(article)
    largest = sorted(by_product.items(), key=lambda item: (-len(item[1]), item[0]))
    groups |= dict(largest[:_MOST_PRODUCTS])
    names = [name for name, _kinds in _PARTS]
    rows: list[tuple[Cell, ...]] = [
        (name, len(each), *_shares(each)) for name, each in groups.items()
    ]
    shares_of_all = _shares(groups["all articles"])
    lowest = min(zip(shares_of_all, names, strict=True), default=(0.0, ""))
    return Panel(
        "structure",
        "Structure",
        f"{percent(shares_of_all[-1])} of the articles have a resolution; fewest have "
        f"{'an' if lowest[1][:1] in 'aeiou' else 'a'} {lowest[1]} ({percent(lowest[0])})",
        "Sections by their headings, as the pages name them. Originals only; the largest products.",
        (
            Column("group", "Product"),
            Column("articles", "Articles", "number"),
            *(Column(name, name.capitalize(), "share") for name in names),
        ),
        tuple(rows),
        Plot(
            "Articles with each part",
            tuple(
                Bar(name, (Segment("share", share),))
                for name, share in zip(names, shares_of_all, strict=True)
            ),
            "share",
        ),
        dict(zip(names, shares_of_all, strict=True)),
    )


def _shares(articles: Iterable[Article]) -> tuple[float, ...]:
    kinds = [{section.kind for section in article.sections} for article in articles]
    return tuple(
        round(sum(not own.isdisjoint(part) for own in kinds) / len(kinds), 4) if kinds else 0.0
        for _name, part in _PARTS
    )


def score_articles(subject: HealthSubject) -> Panel:
    """Measure the shares of articles without errors, and without errors or warnings."""
    visible = subject.library.visible
    worst = [
        min(
            (
                diagnostic.severity.rank
                for diagnostic in subject.findings_by_source.get(a.source, ())
            ),
            default=9,
        )
        for a in visible
    ]
    total = len(worst) or 1
    no_error = sum(rank > Severity.ERROR.rank for rank in worst)
    clean = sum(rank > Severity.WARNING.rank for rank in worst)
    rows = (
        ("no error", no_error, no_error / total),
        ("no error and no warning", clean, clean / total),
    )
    return Panel(
        "score",
        "Score",
        f"{percent(no_error / total)} of the articles have no error, {percent(clean / total)} no "
        "error and no warning",
        "Visible articles of all languages. It says how much is left to do, not how good a text "
        "is, and nothing about who wrote it.",
        (
            Column("what", "Articles with"),
            Column("articles", "Articles", "number"),
            Column("share", "Share", "share"),
        ),
        rows,
        measures={"no error": round(no_error / total, 4), "clean": round(clean / total, 4)},
    )


def compare_reports(before: EarlierReport, panels: Iterable[Panel]) -> Panel:
    """List each measure then and now, those that changed first."""
    then: Mapping[str, float] = before.measures
    rows = []
    for panel in panels:
        for name, value in panel.measures.items():
            old = then.get(f"{panel.id}/{name}")
            if old is not None and old != value:
                rows.append((panel.title, name, old, value, round(value - old, 4)))
    since = f"since {before.day}" if before.day else "since the earlier report"
    return Panel(
        "trend",
        "Trend",
        f"{pluralise(len(rows), 'number')} changed {since}" if rows else f"nothing changed {since}",
        "Numbers of this report beside those of the earlier one. Equal ones are left out.",
        (
            Column("panel", "Subject"),
            Column("measure", "Number of"),
            Column("before", "Before", "number"),
            Column("now", "Now", "number"),
            Column("change", "Change", "number"),
        ),
        tuple(rows),
    )


def count_links_by_host(subject: HealthSubject) -> Panel:
    """Count links out of the site by host, with those to closed hosts or not encrypted."""
    links: Counter[str] = Counter()
    insecure: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for article in subject.originals:
        for address, number in count_links(article).items():
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
        "Links in the originals. No host is contacted: closed ones are those that errata knows.",
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
