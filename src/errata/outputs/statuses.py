"""A page per HTTP status and locale: the visible articles that report it, by product."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.codes.severity import severity
from errata.model import Page
from errata.parts.code_parts import by_product, links
from errata.parts.frame import Setting, frame
from errata.parts.listing import card
from errata.parts.statuses import PREFIX, REASONS, numbers_by_status
from errata.parts.trail import codes_trail
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
            trail = codes_trail(locale, path)
            setting = Setting(path, locale, title, title, siblings, trail=trail)
            articles = [library.by_key[locale, number] for number in numbers]
            view = StatusView(
                frame=frame(setting, library, config),
                code=code,
                reason=reason,
                articles=by_product([card(article, path) for article in articles]),
                severity=severity(code, library.families.get("HTTP")),
                together=links(_together(articles), locale, path, library),
            )
            yield Page(path, "status.html", locale, view)


def _together(articles: Iterable[Article]) -> list[str]:
    """Error codes of the same articles, the most frequent first."""
    counts = Counter(code for article in articles for code in article.codes)
    return sorted(counts, key=lambda code: (-counts[code], code))[:_MOST_TOGETHER]
