"""How many articles have the parts that a reader looks for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from errata.health.panels import Bar, Column, Panel, Plot, Segment
from errata.health.subject import percent
from errata.model import SectionKind
from errata.site.product_names import main_products

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject
    from errata.model import Article

# Part -> the sections that are it. "Description" opens the articles of some exporters.
_PARTS: Final = (
    ("issue", (SectionKind.ISSUE, SectionKind.DESCRIPTION)),
    ("environment", (SectionKind.ENVIRONMENT,)),
    ("cause", (SectionKind.CAUSE,)),
    ("resolution", (SectionKind.RESOLUTION,)),
)
_MOST_PRODUCTS: Final = 20


def share_parts(subject: HealthSubject) -> Panel:
    """Shares of articles with an issue, environment, cause, resolution, description, picture."""
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
    whole = _shares(groups["all articles"])
    lowest = min(zip(whole, names, strict=True), default=(0.0, ""))
    return Panel(
        "structure",
        "Structure",
        f"{percent(whole[-1])} of the articles have a resolution; fewest have "
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
                for name, share in zip(names, whole, strict=True)
            ),
            "share",
        ),
        dict(zip(names, whole, strict=True)),
    )


def _shares(articles: Iterable[Article]) -> tuple[float, ...]:
    kinds = [{section.kind for section in article.sections} for article in articles]
    return tuple(
        round(sum(not own.isdisjoint(part) for own in kinds) / len(kinds), 4) if kinds else 0.0
        for _name, part in _PARTS
    )
