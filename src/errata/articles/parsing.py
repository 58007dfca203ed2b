"""The parse stage for those who run it over many articles: in processes, or from a cache.

What parses, with all that it needs, is imported when the first article has to be parsed: a command
whose articles are all remembered saves 0.2 s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from errata.config import AuthorsConfig, Config, LimitsConfig, LinksConfig
from errata.model import Family, Parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.model import Source


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """All that parsing may read besides the article, so that results can be cached by it."""

    limits: LimitsConfig = field(default_factory=LimitsConfig)
    links: LinksConfig = field(default_factory=LinksConfig)
    authors: AuthorsConfig = field(default_factory=AuthorsConfig)
    families: tuple[Family, ...] = ()

    @classmethod
    def of(cls, config: Config, families: tuple[Family, ...]) -> ParseOptions:
        """The part of a configuration that parsing reads, and the families of error codes."""
        return cls(config.limits, config.links, config.authors, families)


class Parsing:
    """`ArticleParser` as a function of one source; picklable, so that a pool can run it."""

    result_type: ClassVar = Parsed

    def __init__(self, options: ParseOptions) -> None:
        self.options = options

    def __reduce__(self) -> tuple[type[Parsing], tuple[ParseOptions]]:
        return Parsing, (self.options,)

    @cached_property
    def key(self) -> str:
        """What the result depends on besides the article: every option, new ones too."""
        return f"parse {self.options!r}"

    def is_cacheable(self, result: Parsed) -> bool:
        """Not where a fault in errata, or too little memory, left the article out."""
        return not result.failed

    def __call__(self, source: Source) -> Parsed:
        """Read one article; whatever is wrong with it becomes a diagnostic."""
        return self._parse(source)

    @cached_property
    def _parse(self) -> Callable[[Source], Parsed]:
        from errata.articles.parser import ArticleParser  # noqa: PLC0415 - see above

        return ArticleParser(self.options)
