"""What the front matter says: what may be shown, and what must not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from errata.model.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from errata.diagnostics import Span
    from errata.model.references import Position


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

    @property
    def last_changed(self) -> datetime | None:
        """When it was changed last; an article without a word of it was when it was published."""
        return self.updated or self.published
