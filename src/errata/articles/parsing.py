"""The parse stage for those who run it over many articles: in processes, or from a cache.

What parses, with all that it needs, is imported when the first article has to be parsed: a command
whose articles are all remembered saves 0.2 s.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from errata.model import Parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.config import Config
    from errata.model import Source

_FAULT: Final = "KB009"
_UNREAD: Final = (
    *("kb", "out", "templates", "families", "catalogue", "cache", "redirects", "locales"),
    *("default_locale", "fallback_pages", "site", "check", "code_catalogue", "published_ids"),
)
"""Of the configuration: what no article is read with."""


class Parsing:
    """`Parse` as a function of one source; picklable, so that a pool can run it."""

    makes: ClassVar = Parsed

    def __init__(self, config: Config) -> None:
        self.config = config

    def __reduce__(self) -> tuple[type[Parsing], tuple[Config]]:
        return Parsing, (self.config,)

    @cached_property
    def key(self) -> str:
        """What the result depends on besides the article; anything new in `Config` counts."""
        config = self.config.model_dump_json(exclude={*_UNREAD})
        return f"parse {config} {self.config.code_families!r}"

    def lasts(self, result: Parsed) -> bool:
        """Not where a fault in errata, or too little memory, left the article out."""
        return all(found.code != _FAULT for found in result.diagnostics)

    def __call__(self, source: Source) -> Parsed:
        """Read one article; whatever is wrong with it becomes a diagnostic."""
        return self._parse(source)

    @cached_property
    def _parse(self) -> Callable[[Source], Parsed]:
        from errata.articles.parser import ArticleParser  # noqa: PLC0415 - see above

        return ArticleParser(self.config)
