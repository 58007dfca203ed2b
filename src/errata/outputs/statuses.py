"""A page per HTTP status and locale: the visible articles that report it, by product."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.codes.severity import severity_of
from errata.model import Page
from errata.parts.code_parts import existing_code_links, group_by_product
from errata.parts.frame import PageMeta, build_layout
from errata.parts.listing import article_card
from errata.parts.statuses import PREFIX, REASONS, numbers_by_status
from errata.parts.trail import codes_breadcrumbs
from errata.urls import status_path
from errata.views.codes import StatusView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.model import Article, Library

_MOST_TOGETHER: Final = 8


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then status."""
    where = {tag: numbers_by_status(tag, library) for tag in library.locales}
    for locale, statuses in where.items():
        for status, numbers in sorted(statuses.items()):
            path, code = status_path(locale, status), PREFIX + status
            siblings = {tag: status_path(tag, status) for tag in where if status in where[tag]}
            reason = REASONS.get(status, "")
            title = f"{code} {reason}".strip()
            trail = codes_breadcrumbs(locale, path)
            setting = PageMeta(path, locale, title, title, siblings, trail=trail)
            articles = [library.by_key[locale, number] for number in numbers]
            view = StatusView(
                frame=build_layout(setting, library, config),
                code=code,
                reason=reason,
                articles=group_by_product([article_card(article, path) for article in articles]),
                severity=severity_of(code, library.families.get("HTTP")),
                together=existing_code_links(_together(articles), locale, path, library),
            )
            yield Page(path, "status.html", locale, view)


def _together(articles: Iterable[Article]) -> list[str]:
    """Error codes of the same articles, the most frequent first."""
    counts = Counter(code for article in articles for code in article.codes)
    return sorted(counts, key=lambda code: (-counts[code], code))[:_MOST_TOGETHER]
