"""The content of a front matter: what may be shown and to whom, and what must not.

An article's state, its audience and its days are those of KCS.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from errata.diagnostics import Span
from errata.values import Value


class Position(Value, frozen=True):
    """The position of something in an article's file: 1-based line, and column in characters."""

    line: int = 1
    column: int = 1
    length: int = 0
    """Its number of characters on that line of the file; 0 if its end is unknown."""

    @property
    def end(self) -> tuple[int, int] | None:
        """Line and column after it; None if unknown."""
        return (self.line, self.column + self.length) if self.length else None


class State(StrEnum):
    """An article's stage of maturity, which KCS calls its confidence."""

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


class Publication(Value, frozen=True):
    """What the front matter says about publication; by default, an article is for everybody.

    Its owner is a person or a team and internal: see `Secret`.
    """

    state: State | None = None
    """None if the front matter has no state, or only says that it is published; `draft: true` and
    `published: false` are states, too.
    """
    unlisted: bool = False
    hidden: bool = False
    """Whether it is reachable, but in no list and not for search engines, whatever `hide` says."""
    audience: Audience = Audience.PUBLIC
    """The widest audience named."""
    publish_from: datetime | None = None
    """Not shown before this moment; aware, UTC."""
    valid_until: datetime | None = None
    """Not shown from this moment on; aware, UTC."""
    review_date: datetime | None = None
    """Aware, UTC."""
    unreadable: bool = False
    """Whether a value that decides about publication cannot be read."""
    line: int = 1
    """Line of the key that keeps the article from being published."""

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state in UNFINISHED

    @property
    def is_hidden(self) -> bool:
        """Whether no list names it, although it can be reached."""
        return self.hidden or self.state is State.ARCHIVED


def restrict_publication(own: Publication, included: Publication, line: int) -> Publication:
    """Restrict an article by a file that it includes: what withholds the file withholds it too.

    `line` is where the article includes it.
    """
    days = (own.publish_from, included.publish_from)
    ends = (own.valid_until, included.valid_until)
    restricted = replace(
        own,
        state=included.state if included.is_draft else own.state,
        unlisted=own.unlisted or included.unlisted,
        audience=min(own.audience, included.audience, key=AUDIENCES.index),
        publish_from=max(filter(None, days), default=None),
        valid_until=min(filter(None, ends), default=None),
        unreadable=own.unreadable or included.unreadable,
    )
    return own if restricted == own else replace(restricted, line=line)


class PublicationPolicy(Struct, frozen=True):
    """What a build publishes in addition to finished articles for everybody."""

    now: datetime | None = None
    """Time of the build, aware; None if unknown: articles that depend on a date are then withheld.
    """
    audience: Audience = Audience.PUBLIC
    """The audience of the site."""
    drafts: bool = False
    """Whether unfinished, future and expired articles are shown, too."""


def reason_to_withhold(
    publication: Publication, policy: PublicationPolicy
) -> WithholdingReason | None:
    """Return why a site with this policy must not have an article; None if it may."""
    if not policy.audience.includes(publication.audience):
        return WithholdingReason(publication.audience.value)
    return None if policy.drafts else unfinished_reason(publication, policy.now)


def unfinished_reason(publication: Publication, now: datetime | None) -> WithholdingReason | None:
    """Return why only `--drafts` shows an article to any audience; None if it is finished."""
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


class WithheldArticle(Value, frozen=True):
    """An article that is not in the library, and why: only for findings and messages.

    Of its text, only its codes are here, so that no page can show it.
    """

    source: str
    """Path of its file below the knowledge base."""
    locale: str
    number: str
    title: str
    reason: WithholdingReason
    line: int = 1
    """Line of the key that says so."""
    codes: tuple[str, ...] = ()
    """Codes for `errata explain`, which names its file to people who ask for one of them."""


# Front-matter keys whose values become `Secret`s.
INTERNAL_KEYS: Final = (
    "internal-notes",
    "dynamics-url",
    "article-created-by",
    "article-published-by",
    "owner",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Secret:
    """A value that must never be published: internal notes, a CRM address, a person's name.

    It has no way into a view: it is kept apart from the article, and showing it raises an error.
    """

    kind: str
    """The front-matter key it came from."""
    _value: str = dataclasses.field(repr=False)
    line: int = dataclasses.field(default=1, compare=False)
    """Line of the key."""

    # A template or a message would call these; `repr` shows the kind alone.
    def __str__(self) -> str:
        message = f"an internal value ({self.kind}) must not be shown"
        raise TypeError(message)

    def __format__(self, spec: str) -> str:
        return str(self)

    def reveal_to_leak_check(self) -> str:
        """Return the value; only for the search of the finished output."""
        return self._value


class UnknownKey(Value, frozen=True):
    """A front matter key that errata does not know, or does not use."""

    span: Span
    key: str
    can_be_renamed: bool = False
    """Whether the article lacks the most similar key, which can replace it."""
    used_key: str = ""
    """The key of the same meaning whose value is used; empty if the key is unknown."""


class Metadata(Value, frozen=True):
    """The public part of the front matter, normalised. Internal keys are not here, see `Secret`."""

    title: str
    """Title; labels such as `[!DNL …]` are already plain text."""
    description: str
    """Description; empty if the author left the exporter's placeholder."""
    number: str
    """The number in the front matter, such as `SUP-17`; else the name of the file."""
    is_numbered: bool = True
    """Whether the number is in the front matter, or fits the knowledge base's pattern."""
    solutions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Search words, without the constant `KCS` and repetitions."""
    error_codes: tuple[str, ...] = ()
    """Codes that the author adds to those of the text."""
    not_error_codes: tuple[str, ...] = ()
    """Texts that the author says are not codes."""
    messages: tuple[str, ...] = ()
    """Messages that the author adds to those of the text."""
    # Dates without an offset are UTC, so that all can be compared.
    created: datetime | None = None
    """Aware, UTC."""
    published: datetime | None = None
    """Aware, UTC."""
    updated: datetime | None = None
    """Date of the last change, if another key than the publication date gives it; aware, UTC."""
    version: int | None = None
    bug: bool = False
    # Old links to archived articles must not break.
    hidden: bool = False
    """Whether it is reachable, but noindex and in no list: `hide`, `hidefromtoc` or archived."""
    order: float | None = None
    """Place among the pages of its folder; smaller numbers come first."""
    navigation_title: str = ""
    """A shorter title for lists and breadcrumbs; empty: the title."""
    redirect_from: tuple[str, ...] = ()
    """Former addresses of the article on another site, as written."""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and values of each key that the configuration declares as public."""
    replaced_by: str = ""
    """Its replacement: an article's number, an error code or a web address."""
    machine_translated: bool = False
    """Whether all or a part was translated by a machine."""
    human_share: int | None = None
    """Percentage of a translation that a person wrote."""
    audience: tuple[str, ...] = ()
    """`role` and `level` of the KT pages; no persons. Who may read it is in `publication`."""
    publication: Publication = Publication()
    # The publisher is a person and internal; a team may be named.
    team: str = ""
    """A team, shown only if the configuration maps the publisher to it."""
    key_lines: Mapping[str, int] = field(default_factory=dict)
    """Front-matter key -> 1-based line in the source, for diagnostics."""
    value_places: Mapping[str, Position] = field(default_factory=dict)
    """Front-matter key -> where its value begins; only for keys that checks of all articles read.
    """
    term_places: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    """`solution`, `product` and `applies-to` -> the places of their values."""

    @property
    def last_changed(self) -> datetime | None:
        """Date of the last change; else of publication."""
        return self.updated or self.published
