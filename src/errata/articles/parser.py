"""The stage that parses sources into articles; it can run in processes, or from a cache.

Modules that read articles are imported when the first one is read: a command whose articles are all
in the cache saves 0.2 s.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from errata.diagnostics import Span
from errata.diagnostics.registry import run_checks
from errata.model import Parsed, Source
from errata.model.observations import InternalFault

if TYPE_CHECKING:
    from errata.articles.conventions import ParseOptions


class ArticleParser:
    """Parses a source; a class because pools need a picklable function."""

    doing: ClassVar = "parsing articles"

    def __init__(self, options: ParseOptions) -> None:
        self.options = options

    def __reduce__(self) -> tuple[type[ArticleParser], tuple[ParseOptions]]:
        return ArticleParser, (self.options,)

    @cached_property
    def key(self) -> str:
        """A key of everything that the result depends on other than the article: every option."""
        return f"parse {self.options!r}"

    def is_cacheable(self, result: Parsed) -> bool:
        """Whether reading did not fail from a fault in errata or too little memory."""
        return not result.failed

    def __call__(self, source: Source) -> Parsed:
        """Read one article; anything wrong with it becomes a diagnostic."""
        source = replace(source, held=source.data)
        try:
            return self._read(source)
        except Exception as error:  # noqa: BLE001 - one article's fault must not stop the others
            fault = InternalFault(Span(source.path), type(error).__name__)
            return Parsed(source.path, None, run_checks(fault), failed=True)

    @cached_property
    def _read(self) -> Callable[[Source], Parsed]:
        from errata.articles.read import ArticleReader  # noqa: PLC0415 - see above

        return ArticleReader(self.options).read
