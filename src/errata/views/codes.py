"""What the templates of codes may see: their index, one code, one HTTP status, a permanent link."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup  # noqa: TC002 - the test of views resolves the annotations

from errata.views.shared import (  # noqa: TC001 - as above
    Card,
    FamilyView,
    Layout,
    Link,
    ListedCode,
)


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The codes of one family."""

    family: FamilyView
    href: str
    entries: tuple[ListedCode, ...]


@dataclass(frozen=True, slots=True)
class CodesView:
    """The index of codes."""

    frame: Layout
    groups: tuple[CodeGroup, ...]
    total: int
    statuses: tuple[ListedCode, ...] = ()
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

    frame: Layout
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

    frame: Layout
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

    frame: Layout
    code: str
    entries: tuple[PermalinkEntry, ...]
