"""The parts of a report, panels with a table and some with a plot, and their subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from errata.config import Config
from errata.diagnostics import Diagnostic, Span
from errata.model import Article, ArticleRef, Library, SourceChange
from errata.site.context import SiteContext

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
    """Id in addresses, file names and JSON: `what-to-do-first`."""
    title: str
    summary: str
    """The finding, in one sentence."""
    method: str
    """What is counted and how, so that a reader can judge it."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """Rows, the most important first."""
    plot: Plot | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    """Numbers to compare with those of an earlier report: name -> number."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All panels, findings first."""

    day: str
    """Date of the build in ISO 8601; empty if unknown."""
    articles: int
    """Number of published articles, in all locales."""
    panels: tuple[Panel, ...]

    @property
    def measures(self) -> dict[str, float]:
        """See `EarlierReport.measures`."""
        return {
            f"{panel.id}/{name}": value
            for panel in self.panels
            for name, value in panel.measures.items()
        }


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """The measures of an earlier report."""

    day: str
    measures: Mapping[str, float]
    """Id of a panel, `/` and the name of a measure -> number."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A search or ticket of users, with what the site's search finds."""

    text: str
    count: int
    """How often it was asked."""
    numbers: tuple[str, ...]
    """Articles that the search finds, the best first."""
    nearest: str = ""
    """For a query without result, the article that has most of its words; or empty."""


# Without slots, for the cached properties; no two are equal.
@dataclass(frozen=True, eq=False)
class HealthSubject:
    """The linked articles, the findings of the checks, and information from elsewhere."""

    library: Library
    config: Config
    diagnostics: Sequence[Diagnostic] = ()
    """Findings with paths below the knowledge base."""
    queries: Sequence[QueryResult] = ()
    changes: Mapping[str, SourceChange] = field(default_factory=dict)
    """Source of a translation -> what changed in its original since."""
    before: EarlierReport | None = None
    """An earlier report, to compare with."""

    @cached_property
    def site(self) -> SiteContext:
        """The context that outputs of the site use."""
        return SiteContext(self.library, self.config)

    @cached_property
    def originals(self) -> tuple[Article, ...]:
        """The visible articles that are not translations."""
        return tuple(filter(self.library.is_original, self.library.visible))

    @cached_property
    def findings_by_source(self) -> Mapping[str, Sequence[Diagnostic]]:
        """Source of an article -> its findings."""
        by_source: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            by_source.setdefault(diagnostic.span.path, []).append(diagnostic)
        return by_source

    @cached_property
    def links_to(self) -> Counter[str]:
        """Number of an article -> how many other articles link to it."""
        counts: Counter[str] = Counter()
        for article in self.originals:
            refs = article.body.refs
            linked = {ref.number for ref in refs if isinstance(ref, ArticleRef)}
            counts.update(linked - {article.number})
        return counts

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
        counts: Counter[str] = Counter()
        for query in self.queries:
            if query.numbers:
                counts[query.numbers[0]] += query.count
        return counts

    def reach_of(self, article: Article) -> int:
        """Return how many ways lead readers to an article: links, codes, searches."""
        number = article.number
        ways_of_readers = (self.links_to, self.codes_led_to, self.searches_for)
        return 1 + sum(counts[number] for counts in ways_of_readers)


def percent(share: float) -> str:
    """Write `12 %`; a share above 0 is never shown as 0, nor one below 1 as all."""
    rounded = f"{share * 100:.0f} %"
    if rounded == "0 %" and share:
        return "under 1 %"
    return "over 99 %" if rounded == "100 %" and share < 1 else rounded
