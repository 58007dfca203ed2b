"""What the front matter says: what may be shown and to whom, and what must not.

An article's state, its audience and its days are those of KCS.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from errata.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is in an article's file: 1-based line, and column in characters."""

    line: int = 1
    column: int = 1
    length: int = 0
    """Characters of it on that line, as the file has them; 0: it is not known where it ends."""

    @property
    def end(self) -> tuple[int, int] | None:
        """Line and column behind it; None where they are not known."""
        return (self.line, self.column + self.length) if self.length else None


class State(StrEnum):
    """How far an article has come, which KCS calls its confidence."""

    DRAFT = "draft"
    WORK_IN_PROGRESS = "work-in-progress"
    # Written by somebody who solved the problem, and published before another one has confirmed it.
    NOT_VALIDATED = "not-validated"
    VALIDATED = "validated"
    # Out of use; old links to it must not break.
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who may read an article, from the fewest to everybody."""

    INTERNAL = "internal"
    PARTNER = "partner"
    CUSTOMER = "customer"
    PUBLIC = "public"

    def includes(self, other: Audience) -> bool:
        """Whether readers of this kind may see what is written for the other one."""
        return AUDIENCES.index(self) <= AUDIENCES.index(other)


AUDIENCES: Final = tuple(Audience)
# States in which nobody but its authors should read an article.
UNFINISHED: Final = frozenset({State.DRAFT, State.WORK_IN_PROGRESS})


class WithholdingReason(StrEnum):
    """Why an article is not published."""

    DRAFT = "draft"
    UNLISTED = "unlisted"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"
    """A value that decides about publication cannot be read."""
    INTERNAL = "internal"
    PARTNER = "partner"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Publication:
    """What the front matter says about publication; without any word an article is for everybody.

    Its owner is a person or a team and internal: see `Secret`.
    """

    state: State | None = None
    """None where the front matter gives none, or says only that it is published; `draft: true` and
    `published: false` are a state, too."""
    unlisted: bool = False
    hidden: bool = False
    """Reachable, but in no list and not for search engines, whatever `hide` says."""
    audience: Audience = Audience.PUBLIC
    """The widest of those that are named."""
    publish_from: datetime | None = None
    """Not shown before this moment; aware, UTC."""
    valid_until: datetime | None = None
    """Not shown from this moment on; aware, UTC."""
    review_date: datetime | None = None
    """Aware, UTC."""
    unreadable: bool = False
    """A value that cannot be read decides about publication."""
    line: int = 1
    """Of the key that keeps the article from being published."""

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state in UNFINISHED

    @property
    def is_hidden(self) -> bool:
        """Whether no list names it, although it can be reached."""
        return self.hidden or self.state is State.ARCHIVED


def restrict_publication(own: Publication, included: Publication, line: int) -> Publication:
    """The publication of an article that includes a file: what keeps that back keeps it back, too.

    `line` is where the article includes it.
    """
    days = (own.publish_from, included.publish_from)
    ends = (own.valid_until, included.valid_until)
    found = replace(
        own,
        state=included.state if included.is_draft else own.state,
        unlisted=own.unlisted or included.unlisted,
        audience=min(own.audience, included.audience, key=AUDIENCES.index),
        publish_from=max(filter(None, days), default=None),
        valid_until=min(filter(None, ends), default=None),
        unreadable=own.unreadable or included.unreadable,
    )
    return own if found == own else replace(found, line=line)


@dataclass(frozen=True, slots=True)
class PublicationPolicy:
    """What a build publishes besides finished articles for everybody."""

    now: datetime | None = None
    """Aware; None where nobody knows: what depends on a day is then withheld."""
    audience: Audience = Audience.PUBLIC
    """Who reads the site."""
    drafts: bool = False
    """Whether what is not finished, not yet or no longer valid is shown, too."""


def reason_to_withhold(
    publication: Publication, policy: PublicationPolicy
) -> WithholdingReason | None:
    """Why an article must not be in a site that is built so; None where it may be."""
    if not policy.audience.includes(publication.audience):
        return WithholdingReason(publication.audience.value)
    return None if policy.drafts else unfinished_reason(publication, policy.now)


def unfinished_reason(publication: Publication, now: datetime | None) -> WithholdingReason | None:
    """Why only `--drafts` shows an article, whoever reads the site; None where it is finished."""
    if publication.is_draft:
        return WithholdingReason.DRAFT
    if publication.unlisted:
        return WithholdingReason.UNLISTED
    if publication.unreadable:
        return WithholdingReason.UNREADABLE
    if publication.publish_from and (now is None or publication.publish_from > now):
        return WithholdingReason.SCHEDULED
    if publication.valid_until and (now is None or publication.valid_until <= now):
        return WithholdingReason.EXPIRED
    return None


@dataclass(frozen=True, slots=True)
class WithheldArticle:
    """An article that is not in the library, and why: for findings and messages alone.

    Nothing of its text but its codes is here, so that no page can show it.
    """

    source: str
    """Path of its file below the knowledge base."""
    locale: str
    number: str
    title: str
    reason: WithholdingReason
    line: int = 1
    """Of the key that says so."""
    codes: tuple[str, ...] = ()
    """For `errata explain`, which names its file to whoever asks for one of them."""


# Front-matter keys whose values become `Secret`s.
INTERNAL_KEYS: Final = (
    "internal-notes",
    "dynamics-url",
    "article-created-by",
    "article-published-by",
    "owner",
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must never be published: internal notes, a CRM address, a person's name.

    It has no way into a view: it is kept apart from the article, and showing it raises an error.
    """

    kind: str
    """The front-matter key it came from."""
    _value: str = field(repr=False)
    line: int = field(default=1, compare=False)
    """Of the key."""

    # A template or a message would call these; `repr` shows the kind alone.
    def __str__(self) -> str:
        message = f"an internal value ({self.kind}) must not be shown"
        raise TypeError(message)

    def __format__(self, spec: str) -> str:
        return str(self)

    def reveal_to_leak_check(self) -> str:
        """The value; only for the search of the finished output."""
        return self._value


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key of a front matter that nobody knows."""

    span: Span
    key: str
    can_be_renamed: bool = False
    """Whether the key that is most like it could stand in its place: the article lacks that one."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The public part of the front matter, normalised. Internal keys are not here, see `Secret`."""

    title: str
    """Labels such as `[!DNL …]` are already plain text."""
    description: str
    """Empty where the author left the exporter's placeholder."""
    number: str
    """As the front matter gives it, such as `SUP-17`; else the name of the file."""
    is_numbered: bool = True
    """Whether the number was written, or has the form of the knowledge base's numbers."""
    solutions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Without the constant `KCS`, without repetitions."""
    error_codes: tuple[str, ...] = ()
    """Codes the author adds to those of the text."""
    not_error_codes: tuple[str, ...] = ()
    """Texts that the author says are not codes."""
    # Dates without an offset are UTC, so that all can be compared.
    created: datetime | None = None
    """Aware, UTC."""
    published: datetime | None = None
    """Aware, UTC."""
    updated: datetime | None = None
    """Of the last change, where another key than the day of publication says it; aware, UTC."""
    version: int | None = None
    bug: bool = False
    # Old links to archived articles must not break.
    hidden: bool = False
    """`hide`, `hidefromtoc` or archived: reachable, but noindex and in no list."""
    order: float | None = None
    """Place among the pages of its folder; smaller numbers come first."""
    navigation_title: str = ""
    """A shorter title for lists and breadcrumbs; empty: the title."""
    redirect_from: tuple[str, ...] = ()
    """Addresses that the article had on another site, as written."""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and values of each key that the configuration declares as public."""
    replaced_by: str = ""
    """What replaces it: an article's number, an error code or a web address."""
    machine_translated: bool = False
    """All of it or a part."""
    human_share: int | None = None
    """Per cent of a translation that a person wrote."""
    audience: tuple[str, ...] = ()
    """`role` and `level` of the KT pages; no persons. Who may read it is in `publication`."""
    publication: Publication = field(default_factory=Publication)
    # The publisher is a person and internal; a team may be named.
    team: str = ""
    """Shown only where the configuration maps the publisher to a team."""
    key_lines: Mapping[str, int] = field(default_factory=dict)
    """Front-matter key -> 1-based line in the source, for diagnostics."""
    value_places: Mapping[str, Position] = field(default_factory=dict)
    """Front-matter key -> where its value begins; of keys that checks of all articles look at."""
    term_places: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    """`solution`, `product` and `applies-to` -> where each of its values is."""

    @property
    def last_changed(self) -> datetime | None:
        """When it was changed last; an article without a word of it was when it was published."""
        return self.updated or self.published
