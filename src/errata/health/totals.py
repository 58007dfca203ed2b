"""How many articles there are, by product, state and locale."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from errata.health.panels import Bar, Column, Panel, Plot, Segment
from errata.site.product_names import main_products
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject
    from errata.model import Article

_MOST_BARS: Final = 15


def count_articles(subject: HealthSubject) -> Panel:
    """Articles by product and locale, each with its states."""
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
