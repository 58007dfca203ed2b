"""What the checks look at that is more than one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.config import Config
    from errata.model import Article, Artifact, Library, Secret, Theme


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All articles, linked, and the configuration."""

    library: Library
    config: Config
    withheld: Sequence[Article] = ()
    """Articles that are not published, for what they use; nothing of them may be in a message."""


@dataclass(frozen=True, slots=True)
class Interface:
    """The theme, and the locales whose pages it surrounds."""

    theme: Theme
    locales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """Every file of the site, and what must not be in any of them."""

    artifacts: Sequence[Artifact]
    library: Library
    """Its texts are what the authors published themselves."""
    secrets: Mapping[str, Sequence[Secret]]
    """Source path -> the internal values of that article."""
    withheld: Sequence[Article] = ()
    """Articles that are not published: their texts are as internal."""
    theme: Theme | None = None
    """Its words and those of the configuration are nobody's secret."""
    config: Config | None = None
