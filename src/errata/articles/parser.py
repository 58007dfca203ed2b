"""The stage that turns sources into articles; it can run in processes, or from a cache.

What reads an article, with all that it needs, is imported when the first one has to be read: a
command whose articles are all in the cache saves 0.2 s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from errata.config import AuthorsConfig, Config, LimitsConfig, LinksConfig
from errata.diagnostics import Span
from errata.diagnostics.registry import run_checks
from errata.model import Family, Parsed
from errata.model.observations import InternalFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from errata.model import Source

# How interface strings begin that markdown extensions write: "callout_note" yes; "codes" no.
_IN_ARTICLES: Final = ("callout_", "video_link")


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """All that parsing may read besides the article, so that results can be cached by it."""

    limits: LimitsConfig = field(default_factory=LimitsConfig)
    links: LinksConfig = field(default_factory=LinksConfig)
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
    ) -> ParseOptions:
        """What parsing reads of a configuration and a theme's strings; the families of codes."""
        return cls(config.limits, config.links, config.authors, families, _article_words(strings))


def _article_words(strings: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    def chosen(own: Mapping[str, str]) -> dict[str, str]:
        return {name: own[name] for name in sorted(own) if name.startswith(_IN_ARTICLES)}

    return {language: chosen(own) for language, own in sorted(strings.items())}


class ArticleParser:
    """Source -> Parsed as a function; picklable, so that a pool can run it."""

    result_type: ClassVar = Parsed

    def __init__(self, options: ParseOptions) -> None:
        self.options = options

    def __reduce__(self) -> tuple[type[ArticleParser], tuple[ParseOptions]]:
        return ArticleParser, (self.options,)

    @cached_property
    def key(self) -> str:
        """What the result depends on besides the article: every option, new ones too."""
        return f"parse {self.options!r}"

    def is_cacheable(self, result: Parsed) -> bool:
        """Not where a fault in errata, or too little memory, left the article out."""
        return not result.failed

    def __call__(self, source: Source) -> Parsed:
        """Read one article; whatever is wrong with it becomes a diagnostic."""
        try:
            return self._read(source)
        except Exception as error:  # noqa: BLE001 - one article's fault must not stop the others
            fault = InternalFault(Span(source.path), type(error).__name__)
            return Parsed(source.path, None, run_checks(fault), failed=True)

    @cached_property
    def _read(self) -> Callable[[Source], Parsed]:
        from errata.articles.read import ArticleReader  # noqa: PLC0415 - see above

        return ArticleReader(self.options).read
