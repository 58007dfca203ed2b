"""What the templates of lists may see: home, products, families, A to Z, recently updated."""

from __future__ import annotations

from dataclasses import dataclass

from errata.views.shared import (  # noqa: TC001 - the test of views resolves the annotations
    FamilyView,
    LanguageLink,
    Layout,
    Link,
    ListedCode,
    Timestamp,
)


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A link and how many articles are behind it."""

    text: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class DatedLink:
    """An article in a list by date."""

    link: Link
    updated: Timestamp
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Titles that begin alike."""

    letter: str
    """Empty: those that begin with no letter that has a heading."""
    anchor: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """The page at the site's root: a choice of languages."""

    frame: Layout
    languages: tuple[LanguageLink, ...]
    onward: str = ""
    """The only home page, to which a browser goes on by itself; empty where there is a choice."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """A locale's home page."""

    frame: Layout
    products: tuple[CountedLink, ...]
    """By name."""
    codes: tuple[ListedCode, ...]
    """The most referenced, most first."""
    recent: tuple[DatedLink, ...]
    """The newest first."""
    titles: tuple[Link, ...]
    """Every article by title where they are so few; else empty."""
    articles: int
    total_codes: int


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product's page, or that of a system or version that articles apply to."""

    frame: Layout
    name: str
    total: int
    codes: tuple[Link, ...]
    """All of them, by number."""
    most: tuple[ListedCode, ...]
    """The most referenced, counted among its articles; empty where the codes are few."""
    recent: tuple[DatedLink, ...]
    """Empty where there are so few articles that one sees them all."""
    groups: tuple[LetterGroup, ...]
    """Articles about it."""
    applying: tuple[LetterGroup, ...]
    """Those about something else that apply to it too."""


@dataclass(frozen=True, slots=True)
class FamilyPageView:
    """A family of codes."""

    frame: Layout
    family: FamilyView
    severities: tuple[tuple[str, str], ...]
    """(form of a code, what it says of how severe it is); `…` is any text, `x` any character."""
    products: tuple[CountedLink, ...]
    """What the articles with its codes are about, most first."""
    entries: tuple[ListedCode, ...]


@dataclass(frozen=True, slots=True)
class TitlesView:
    """Every article of a locale by title."""

    frame: Layout
    groups: tuple[LetterGroup, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Month:
    """Articles updated in one month, the newest first."""

    name: str
    """As the page's language writes it, with the year."""
    anchor: str
    entries: tuple[DatedLink, ...]


@dataclass(frozen=True, slots=True)
class RecentView:
    """The articles updated last."""

    frame: Layout
    months: tuple[Month, ...]
