"""Shows the last good version of an article that cannot be read, while somebody fixes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec.structs import replace

from errata.articles.parser import ArticleParser
from errata.mapper import Mapper, map_serially
from errata.preview import LiveContent
from errata.site.urls import article_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from errata.diagnostics import Diagnostic
    from errata.model import Parsed

In = TypeVar("In")
Out = TypeVar("Out")


class LastGood:
    """A mapper that remembers each article, and uses it when the article cannot be read."""

    def __init__(self, inner: Mapper = map_serially) -> None:
        self.inner = inner
        self.faults: Mapping[str, tuple[Diagnostic, ...]] = {}
        """Path of each unreadable article -> why."""
        self.cells: Mapping[str, LiveContent] = {}
        """Path of each article -> its content, which an edit may replace."""
        self._good: dict[str, Parsed] = {}

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Run the inner mapper, and replace unreadable articles by their last good versions."""
        results = self.inner(function, items)
        if not isinstance(function, ArticleParser):
            return results
        parsed = cast("Sequence[Parsed]", results)
        self.faults = {item.source: item.diagnostics for item in parsed if item.article is None}
        paths = {item.source for item in parsed}
        readable = {item.source: item for item in parsed if item.article}
        earlier = {path: item for path, item in self._good.items() if path in paths}
        self._good = {**earlier, **readable}
        shown = [self._shown(item) for item in parsed]
        self.cells = {item.source: LiveContent(item.article.held) for item in shown if item.article}
        live = [item.holding(self.cells[item.source]) if item.article else item for item in shown]
        return cast("Sequence[Out]", live)

    def remember(self, item: Parsed) -> None:
        """Remember an article that was read alone."""
        self._good[item.source] = item

    def pages_of(self, path: str) -> tuple[str, ...]:
        """Return the folder of the page that is shown for an unreadable article."""
        good = self._good.get(path)
        article = good.article if good else None
        if article is None:
            return ()
        return (article_path(article.locale, article.number).removesuffix("index.html"),)

    def without_old_findings(
        self, diagnostics: Sequence[Diagnostic], kb: Path
    ) -> tuple[Diagnostic, ...]:
        """Drop findings in the old text of an article that cannot be read now."""
        reasons = {
            (kb / path).resolve(): {(one.code, one.message) for one in found}
            for path, found in self.faults.items()
        }
        return tuple(
            one
            for one in diagnostics
            if (own := reasons.get(Path(one.span.path).resolve())) is None
            or (one.code, one.message) in own
        )

    def _shown(self, item: Parsed) -> Parsed:
        good = self._good.get(item.source)
        if item.article or good is None:
            return item
        # What was internal then is still internal.
        secrets = (*good.secrets, *item.secrets)
        return replace(item, article=good.article, secrets=secrets)
