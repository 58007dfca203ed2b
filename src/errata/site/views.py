"""What several templates see: the layout of a page and its head, links, cards, lists.

A view holds text, numbers, ready-made HTML and other views, nothing else; a test walks the
annotations. No internal type has a way in, and the digest of a view is a whole key for a cache.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Sixty titles are seven screens of a phone: more are folded.
MOST_TITLES: Final = 60
_TITLES_OF_PART: Final = 40


@dataclass(frozen=True, slots=True)
class HeadView:
    """For shared links, feed readers and structured data; addresses are absolute."""

    title: str = ""
    """Whole and without the site's name; empty where the template makes it."""
    kind: str = ""
    """`article`, `home`, or empty for any other page."""
    created: str = ""
    """UTC, ISO 8601; empty where the page has no date."""
    updated: str = ""
    about: tuple[str, ...] = ()
    """Error codes that the page is about."""
    locale: str = ""
    """As Open Graph writes it: `pt_BR`."""
    other_locales: tuple[str, ...] = ()
    """Of the page's translations."""
    picture: str = ""
    """Shown where somebody shares the page; empty where the site has no address."""
    feed: str = ""
    """The locale's feed, relative to the page; empty where the site has no address."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word about an article, such as its state."""

    string: str
    """Of the interface."""
    tone: str = ""
    """`informative`, `positive`, `caution`, `negative` or empty."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that may lead somewhere."""

    text: str
    href: str = ""
    """Empty: plain text."""
    lang: str = ""
    """Of the text, where it is not the page's."""
    badges: tuple[Badge, ...] = ()
    """Of the article that it leads to."""

    def at(self, anchor: str) -> Link:
        """To the part of the page that has the id; to all of it for none."""
        return replace(self, href=f"{self.href}#{anchor}") if anchor else self


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A point in time, for machines and for readers."""

    iso: str
    """UTC, ISO 8601."""
    text: str
    """A date as the page's language writes it."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page, or the home page, in one locale."""

    tag: str
    """BCP 47."""
    name: str
    href: str
    current: bool = False
    translated: bool = True
    """False: the link leads to the page in another language there, or to that locale's home."""


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """A step on the way from home to a page."""

    text: str
    href: str
    string: str = ""
    """Of the interface, which names a step that no content names."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What surrounds the content of every page: the head, the header, the footer."""

    lang: str
    dir: str
    """`ltr` or `rtl`."""
    title: str
    """At most 70 characters."""
    description: str
    csp: str
    icon: str
    stylesheet: str
    script: str
    root: str
    """Where addresses below the site's root start; empty at the root itself."""
    logo: str
    home: str
    codes: str
    search: str
    diagnose: str
    titles: str
    recent: str
    head: HeadView
    sections: str = ""
    """Empty where the locale has no sections."""
    products: str = ""
    """Empty where the locale has no products."""
    breadcrumbs: tuple[Breadcrumb, ...] = ()
    """Breadcrumbs, without the page itself."""
    languages: tuple[LanguageLink, ...] = ()
    """All locales of the site, the page's own included; empty where there is only one."""
    alternates: tuple[LanguageLink, ...] = ()
    """The same page in each locale by absolute address; empty where the site has none."""
    canonical: str = ""
    """Absolute address; empty where the site has none."""
    noindex: bool = False
    formats: tuple[tuple[str, str], ...] = ()
    """(media type, link) of the page's other forms, for machines."""
    opensearch: str = ""
    """Empty where the site has no address."""
    feedback: str = ""
    """Where readers say whether the page helped; empty where nobody asks."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str
    href: str
    description: str
    environment: tuple[str, ...]
    """Products and the versions or systems the article applies to, without repetition."""
    number: str
    updated: Timestamp | None = None
    shown_number: str = ""
    """Empty where the number is only the name of a file."""
    inherited: bool = False
    """The code is in the article that this one translates, not in its own text."""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Articles about one product."""

    product: str
    """Empty where there are too few articles to divide."""
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family of error codes."""

    id: str
    string: str
    """Of the interface, which names a family found by shape; empty: see `name`."""
    anchor: str
    """Its id on the index of codes."""
    product: str
    meaning: str
    url: str
    wrapper: bool
    kind: str
    name: str = ""
    """In English words, or the id."""


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code in the index, with what its articles are about."""

    code: str
    href: str
    count: int
    """Of visible articles in this locale."""
    title: str
    """Its message, or else the title of the first of them."""


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Codes that follow each other in a long list: a part that a reader opens."""

    first: str
    last: str
    entries: tuple[ListedCode, ...]


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


def split_titles(links: Sequence[Link]) -> Sequence[Sequence[Link]]:
    """Stretches that a reader can look through, alike in length; one where there are few titles."""
    count = len(links)
    if count <= MOST_TITLES:
        return (links,) if links else ()
    size = math.ceil(count / math.ceil(count / _TITLES_OF_PART))
    return [links[at : at + size] for at in range(0, count, size)]


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Titles that begin alike."""

    letter: str
    """Empty: those that begin with no letter that has a heading."""
    anchor: str
    links: tuple[Link, ...]

    @property
    def parts(self) -> Sequence[Sequence[Link]]:
        """Stretches that a reader can look through."""
        return split_titles(self.links)
