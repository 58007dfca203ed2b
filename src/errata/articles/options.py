"""What reading an article depends on besides its file: the key by which results are cached."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from errata.config import AuthorsConfig, Config, LimitsConfig
from errata.model import Conventions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import Family

# How interface strings begin that markdown extensions write: "callout_note" yes; "codes" no.
_IN_ARTICLES: Final = ("callout_", "video_link", "details_title", "footnote", "task_")


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """All that parsing may read besides the article, so that results can be cached by it."""

    limits: LimitsConfig = field(default_factory=LimitsConfig)
    conventions: Conventions = field(default_factory=Conventions)
    authors: AuthorsConfig = field(default_factory=AuthorsConfig)
    families: tuple[Family, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language -> interface strings that are put into articles, such as titles of callouts."""

    @classmethod
    def of(
        cls,
        config: Config,
        families: tuple[Family, ...],
        strings: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        conventions: Conventions | None = None,
    ) -> ParseOptions:
        """What parsing reads of a configuration and a theme's strings; the families of codes."""
        return cls(
            config.limits,
            conventions or Conventions(),
            config.authors,
            families,
            _article_words(strings),
        )


def _article_words(strings: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    def chosen(own: Mapping[str, str]) -> dict[str, str]:
        return {name: own[name] for name in sorted(own) if name.startswith(_IN_ARTICLES)}

    return {language: chosen(own) for language, own in sorted(strings.items())}
