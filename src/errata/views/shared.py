"""What templates may see: frozen views of plain values, one class per template.

A view holds text, numbers, ready-made HTML and other views, nothing else; a test walks the
annotations. No internal type has a way in, and the digest of a view is a whole key for a cache.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup  # noqa: TC002 - the test of this module resolves the annotations

from errata.views.head import HeadView  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True)
class Link:
    """A text that may lead somewhere."""

    text: str
    href: str = ""
    """Empty: plain text."""
    lang: str = ""
    """Of the text, where it is not the page's."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point in time, for machines and for readers."""

    iso: str
    """UTC, ISO 8601."""
    text: str
    """A date as the page's language writes it."""


@dataclass(frozen=True, slots=True)
class Language:
    """The same page, or the home page, in one locale."""

    tag: str
    """BCP 47."""
    name: str
    href: str
    current: bool = False
    translated: bool = True
    """False: the link leads to the page in another language there, or to that locale's home."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from home to a page."""

    text: str
    href: str
    string: str = ""
    """Of the interface, which names a step that no content names."""


@dataclass(frozen=True, slots=True)
class Frame:
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
    trail: tuple[Crumb, ...] = ()
    """Breadcrumbs, without the page itself."""
    languages: tuple[Language, ...] = ()
    """All locales of the site, the page's own included; empty where there is only one."""
    alternates: tuple[Language, ...] = ()
    """The same page in each locale by absolute address; empty where the site has none."""
    canonical: str = ""
    """Absolute address; empty where the site has none."""
    noindex: bool = False
    twins: tuple[tuple[str, str], ...] = ()
    """(media type, link) of the page's other forms, for machines."""
    opensearch: str = ""
    """Empty where the site has no address."""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str
    href: str
    description: str
    environment: tuple[str, ...]
    """Products and the versions or systems the article applies to, without repetition."""
    number: str
    updated: Stamp | None = None
    inherited: bool = False
    """The code is in the article that this one translates, not in its own text."""


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family of error codes."""

    id: str
    string: str
    """Of the interface, which names a family found by shape; empty: the id is the name."""
    anchor: str
    """Its id on the index of codes."""
    product: str
    meaning: str
    url: str
    wrapper: bool
    kind: str


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code in the index, with what its articles are about."""

    code: str
    href: str
    count: int
    """Of visible articles in this locale."""
    title: str
    """Of the first of them."""


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The codes of one family."""

    family: FamilyView
    href: str
    entries: tuple[CodeEntry, ...]


@dataclass(frozen=True, slots=True)
class CodesView:
    """The index of codes."""

    frame: Frame
    groups: tuple[CodeGroup, ...]
    total: int
    statuses: tuple[CodeEntry, ...] = ()
    """HTTP statuses, each with its reason phrase."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Articles about one product."""

    product: str
    """Empty where there are too few articles to divide."""
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code's page."""

    frame: Frame
    code: str
    family: FamilyView
    family_href: str
    articles: tuple[CardGroup, ...]
    """About the code, the best first."""
    permalink: str
    secondary: tuple[Card, ...] = ()
    """That only mention it."""
    messages: tuple[Markup, ...] = ()
    """With their volatile parts as `<var>`, the most quoted first."""
    inner: tuple[Link, ...] = ()
    """Of a wrapper: the codes that it passed on in these articles."""
    inner_messages: tuple[Markup, ...] = ()
    """And the messages that stood below its own."""
    solution: str = ""
    """The best article's resolution, cut at a sentence."""
    solution_href: str = ""
    solution_title: str = ""
    """The article's, where there are others that may explain the code."""
    together: tuple[Link, ...] = ()
    near: tuple[Link, ...] = ()
    """Codes easily taken for this one."""
    severity: str = ""
    """In English; empty where the code does not tell."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """One HTTP status's page."""

    frame: Frame
    code: str
    reason: str
    """In English, as servers send it; empty where none is registered."""
    articles: tuple[CardGroup, ...]
    severity: str = ""
    together: tuple[Link, ...] = ()
    """Error codes of the same articles."""


@dataclass(frozen=True, slots=True)
class PermalinkEntry:
    """A code's page in one locale."""

    tag: str
    name: str
    href: str
    title: str
    """Of its first article."""


@dataclass(frozen=True, slots=True)
class PermalinkView:
    """A code's page that no locale owns."""

    frame: Frame
    code: str
    entries: tuple[PermalinkEntry, ...]


@dataclass(frozen=True, slots=True)
class RootView:
    """The page at the site's root: a choice of languages."""

    frame: Frame
    languages: tuple[Language, ...]
    onward: str = ""
    """The only home page, to which a browser goes on by itself; empty where there is a choice."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page a server shows where there is none."""

    frame: Frame
