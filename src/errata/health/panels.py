"""What a report is made of, panels with a table and some with a plot, and what they look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from errata.diagnostics import Span
from errata.model import ArticleRef
from errata.site.context import SiteContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model import Article, Library, SourceChange


Cell = str | int | float | Span | tuple[str, ...]
"""A text, a number, a place in a file, or several texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a panel's table."""

    name: str
    """Its key in JSON and its heading in CSV: `articles`."""
    title: str
    """Its heading on the page: `Articles`."""
    kind: Literal["text", "long", "number", "share", "place"] = "text"
    """`share` is a number from 0 to 1, shown in per cent."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    name: str
    """What it counts, the same in all bars of a plot."""
    value: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot."""

    label: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> float:
        """The length of the whole."""
        return sum(segment.value for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Plot:
    """Horizontal bars on one scale."""

    title: str
    bars: tuple[Bar, ...]
    unit: Literal["number", "share"] = "number"


@dataclass(frozen=True, slots=True)
class Panel:
    """One subject of the report."""

    id: str
    """In addresses, file names and JSON: `what-to-do-first`."""
    title: str
    summary: str
    """The finding, in one sentence."""
    method: str
    """What is counted and how, so that a reader can judge it."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """The most important first."""
    plot: Plot | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    """Numbers to compare with those of an earlier report: name -> number."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All panels, findings first."""

    day: str
    """ISO 8601, of the build; empty where nobody knows."""
    articles: int
    """Those that are published, in all locales."""
    panels: tuple[Panel, ...]

    @property
    def measures(self) -> dict[str, float]:
        """As in `EarlierReport`."""
        return {
            f"{panel.id}/{name}": value
            for panel in self.panels
            for name, value in panel.measures.items()
        }


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What is known of a report that was made before."""

    day: str
    measures: Mapping[str, float]
    """Id of a panel, `/` and the name of a measure -> number."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What people searched for, or wrote in a ticket, with what the site's search finds."""

    text: str
    count: int
    """How often it was asked."""
    numbers: tuple[str, ...]
    """Articles that the search finds, the best first."""
    nearest: str = ""
    """Of a query that finds nothing: the article that has most of its words, or nothing."""


# Without slots, for the cached properties; no two are equal.
@dataclass(frozen=True, eq=False)
class HealthSubject:
    """The linked articles, what the checks found in them, and what is known from elsewhere."""

    library: Library
    config: Config
    diagnostics: Sequence[Diagnostic] = ()
    """With paths below the knowledge base."""
    queries: Sequence[QueryResult] = ()
    changes: Mapping[str, SourceChange] = field(default_factory=dict)
    """Source of a translation -> what changed in its original since."""
    before: EarlierReport | None = None
    """An earlier report, to compare with."""

    @cached_property
    def site(self) -> SiteContext:
        """What outputs of the site know of the articles."""
        return SiteContext(self.library, self.config)

    @cached_property
    def originals(self) -> tuple[Article, ...]:
        """The visible articles that translate no other."""
        return tuple(filter(self.library.is_original, self.library.visible))

    @cached_property
    def findings_by_source(self) -> Mapping[str, Sequence[Diagnostic]]:
        """Source of an article -> what was found in it."""
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.span.path, []).append(diagnostic)
        return found

    @cached_property
    def links_to(self) -> Counter[str]:
        """Number of an article -> how many other articles link it."""
        found: Counter[str] = Counter()
        for article in self.originals:
            refs = article.body.refs
            linked = {ref.number for ref in refs if isinstance(ref, ArticleRef)}
            found.update(linked - {article.number})
        return found

    @cached_property
    def codes_led_to(self) -> Counter[str]:
        """Number of an article -> how many codes' pages show it first."""
        best = (
            numbers[0]
            for locales in self.library.codes.values()
            for locale, numbers in locales.items()
            if numbers and locale == self.site.first_locale
        )
        return Counter(best)

    @cached_property
    def searches_for(self) -> Counter[str]:
        """Number of an article -> how many of the searches find it first."""
        found: Counter[str] = Counter()
        for query in self.queries:
            if query.numbers:
                found[query.numbers[0]] += query.count
        return found

    def reach_of(self, article: Article) -> int:
        """How many ways lead readers to an article: links, codes that it answers, searches."""
        number = article.number
        ways = (self.links_to, self.codes_led_to, self.searches_for)
        return 1 + sum(way[number] for way in ways)


def percent(share: float) -> str:
    """`12 %`; what is not nothing is not shown as nothing, nor nearly all as all."""
    shown = f"{share * 100:.0f} %"
    if shown == "0 %" and share:
        return "under 1 %"
    return "over 99 %" if shown == "100 %" and share < 1 else shown
