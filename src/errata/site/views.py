"""What several templates see: the layout of a page and its head, links, badges, cards, lists.

A view has only text, numbers, ready-made HTML and other views; a test checks the annotations.
Internal types cannot get into it, and the digest of a view is a complete key for a cache.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from errata.model import Article, Audience, State, WithholdingReason, unfinished_reason
from errata.values import Record

# Sixty titles are seven screens of a phone: more are folded.
MOST_TITLES: Final = 60
_TITLES_OF_PART: Final = 40


class HeadView(Record, frozen=True):
    """Data for shared links, feed readers and structured data; addresses are absolute."""

    title: str = ""
    """The whole title without the site's name; empty if the template makes it."""
    kind: str = ""
    """`article`, `home`, or empty for any other page."""
    created: str = ""
    """UTC, ISO 8601; empty if the page has no date."""
    updated: str = ""
    about: tuple[str, ...] = ()
    """Error codes that the page is about."""
    locale: str = ""
    """The locale in Open Graph's form: `pt_BR`."""
    other_locales: tuple[str, ...] = ()
    """Locales of the page's translations."""
    picture: str = ""
    """The picture for shared links; empty if the site has no address."""
    feed: str = ""
    """The locale's feed, relative to the page; empty if the site has no address."""


class Badge(Record, frozen=True):
    """A word about an article, such as its state."""

    string: str
    """Name of an interface string."""
    tone: str = ""
    """`informative`, `positive`, `caution`, `negative` or empty."""


class Link(Record, frozen=True):
    """A text that may lead somewhere."""

    text: str
    href: str = ""
    """The address; empty for plain text."""
    lang: str = ""
    """Language of the text, if it is not the page's."""
    badges: tuple[Badge, ...] = ()
    """Badges of the article that it leads to."""

    def at(self, anchor: str) -> Link:
        """Return the link to the part of the page with the id; to all of it without an id."""
        return replace(self, href=f"{self.href}#{anchor}") if anchor else self


class Timestamp(Record, frozen=True):
    """A point in time, for machines and for readers."""

    iso: str
    """UTC, ISO 8601."""
    text: str
    """The date in the page's language."""


class LanguageLink(Record, frozen=True):
    """The same page, or the home page, in one locale."""

    tag: str
    """BCP 47 tag."""
    name: str
    href: str
    short: str = ""
    """The tag where there is little space: `ja` for `ja-JP` if no other locale is Japanese."""
    current: bool = False
    translated: bool = True
    """Whether the page is translated; else the link leads to the page in another language there, or
    to that locale's home.
    """


class Breadcrumb(Record, frozen=True):
    """A step from home to a page."""

    text: str
    href: str
    string: str = ""
    """Name of an interface string, for a step that no content names."""


class Layout(Record, frozen=True):
    """What surrounds the content of every page: the head, the header, the footer."""

    lang: str
    dir: str
    """`ltr` or `rtl`."""
    title: str
    """The title with at most 70 characters."""
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
    """Link to the codes; empty if the locale has none."""
    search: str
    diagnose: str
    titles: str
    recent: str
    head: HeadView
    sections: str = ""
    """Link to the sections; empty if the locale has none."""
    products: str = ""
    """Link to the products; empty if the locale has none."""
    breadcrumbs: tuple[Breadcrumb, ...] = ()
    """Breadcrumbs, without the page itself."""
    languages: tuple[LanguageLink, ...] = ()
    """All locales of the site, including the page's own; empty if there is only one."""
    alternates: tuple[LanguageLink, ...] = ()
    """The same page in each locale by absolute address; empty if the site has none."""
    canonical: str = ""
    """Absolute address; empty if the site has none."""
    noindex: bool = False
    formats: tuple[tuple[str, str], ...] = ()
    """Media type and link of the page's other forms, for machines."""
    opensearch: str = ""
    """Address of the OpenSearch file; empty if the site has no address."""
    feedback: str = ""
    """Where readers say whether the page helped; empty if that is not configured."""


class Card(Record, frozen=True):
    """An article in a list."""

    title: str
    href: str
    description: str
    environment: tuple[str, ...]
    """Products and the versions or systems the article applies to, without repetition."""
    number: str
    updated: Timestamp | None = None
    shown_number: str = ""
    """The number; empty if it is only the name of a file."""
    inherited: bool = False
    """Whether the code is in the original of this translation, not in its own text."""
    badges: tuple[Badge, ...] = ()


class CardGroup(Record, frozen=True):
    """Articles about one product."""

    product: str
    """Product; empty if there are too few articles to divide."""
    cards: tuple[Card, ...]


class FamilyView(Record, frozen=True):
    """A family of error codes."""

    id: str
    string: str
    """Name of an interface string, for a family found by form; empty: see `name`."""
    anchor: str
    """Its id on the index of codes."""
    product: str
    meaning: str
    url: str
    wrapper: bool
    kind: str
    name: str = ""
    """The name in English, or the id."""


class ListedCode(Record, frozen=True):
    """A code in the index, with what its articles are about."""

    code: str
    href: str
    count: int
    """Number of visible articles in this locale."""
    title: str
    """Its message, or else the title of its first article."""


class CodeRange(Record, frozen=True):
    """Successive codes of a long list: a part that a reader opens."""

    first: str
    last: str
    entries: tuple[ListedCode, ...]


class CountedLink(Record, frozen=True):
    """A link and the number of articles behind it."""

    text: str
    href: str
    count: int


class DatedLink(Record, frozen=True):
    """An article in a list by date."""

    link: Link
    updated: Timestamp
    products: tuple[str, ...]


def split_titles(links: Sequence[Link]) -> Sequence[Sequence[Link]]:
    """Split titles into readable stretches of similar length; few titles are one."""
    count = len(links)
    if count <= MOST_TITLES:
        return (links,) if links else ()
    size = math.ceil(count / math.ceil(count / _TITLES_OF_PART))
    return [links[start : start + size] for start in range(0, count, size)]


class LetterGroup(Record, frozen=True):
    """Titles that begin alike."""

    letter: str
    """Letter; empty for titles without a letter that has a heading."""
    anchor: str
    links: tuple[Link, ...]

    @property
    def parts(self) -> Sequence[Sequence[Link]]:
        """Stretches that a reader can scan."""
        return split_titles(self.links)


# State, or why an article is shown to its authors only -> how its badge looks.
_TONES: Final = {
    State.DRAFT.value: "caution",
    State.WORK_IN_PROGRESS.value: "caution",
    State.NOT_VALIDATED.value: "caution",
    State.VALIDATED.value: "positive",
    State.ARCHIVED.value: "",
    WithholdingReason.UNLISTED.value: "caution",
    WithholdingReason.SCHEDULED.value: "caution",
    WithholdingReason.EXPIRED.value: "negative",
}
STATES: Final = tuple(_TONES)


def state_of(article: Article, now: datetime | None) -> str:
    """Return the state that readers see, such as `validated`; empty if there is none."""
    publication = article.metadata.publication
    reason = unfinished_reason(publication, now)
    if reason is WithholdingReason.UNREADABLE:
        return State.DRAFT.value
    if reason and reason is not WithholdingReason.DRAFT:
        return reason.value
    return publication.state.value if publication.state else ""


def state_badge(state: str) -> Badge:
    """Return the badge of a state that `state_of` has found."""
    return Badge(f"state_{state.replace('-', '_')}", _TONES[state])


def badges_of(article: Article, now: datetime | None) -> tuple[Badge, ...]:
    """Return the badges in the order in which they are shown."""
    audience, state = article.metadata.publication.audience, state_of(article, now)
    badges = [state_badge(state)] if state else []
    if audience is not Audience.PUBLIC:
        badges.append(Badge(f"audience_{audience}", "informative"))
    return tuple(badges)
