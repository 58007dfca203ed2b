"""What the panels look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from errata.diagnostics import Span
from errata.model import ArticleRef
from errata.site.context import SiteContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.health.panels import EarlierReport
    from errata.model import Article, Library, Position, SourceChange


@dataclass(frozen=True, slots=True)
class AskedQuery:
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
    queries: Sequence[AskedQuery] = ()
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
        first = {number: tags[0] for number, tags in self.library.translations.items()}
        return tuple(a for a in self.library.visible if first[a.number] == a.locale)

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


def place_of(article: Article, key: str = "title") -> Span:
    """Where an article's value of a key stands."""
    place: Position | None = article.metadata.value_places.get(key)
    return Span(article.source, place.line, place.column) if place else Span(article.source)


def percent(share: float) -> str:
    """`12 %`; what is not nothing is not shown as nothing, nor nearly all as all."""
    shown = f"{share * 100:.0f} %"
    if shown == "0 %" and share:
        return "under 1 %"
    return "over 99 %" if shown == "100 %" and share < 1 else shown
