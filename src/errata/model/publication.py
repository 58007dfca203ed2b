"""Whether and to whom an article may be shown: its state, its audience and its days, as in KCS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime


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
