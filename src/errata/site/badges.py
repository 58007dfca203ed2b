"""The badges of an article: its state, and its audience unless that is everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import Audience, State, WithholdingReason, unfinished_reason
from errata.site.views import Badge

if TYPE_CHECKING:
    from datetime import datetime

    from errata.model import Article

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
