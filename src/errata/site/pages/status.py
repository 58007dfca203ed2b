"""A page per HTTP status and locale: the visible articles that report it, by product."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.codes.families import severity_of
from errata.data import read_data
from errata.site.context import HTTP
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import build_card, group_by_product, list_known_codes
from errata.site.urls import status_path
from errata.site.views import CardGroup, Layout, ListedCode
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.model import Article, Page
    from errata.site.context import PageContext, SiteContext

# Error codes of the same articles that the page names; the rest are rare among them.
_MOST_TOGETHER: Final = 8


class StatusView(Record, frozen=True):
    """One HTTP status's page."""

    layout: Layout
    code: str
    reason: str
    """Reason phrase in English, as servers send it; empty if none is registered."""
    articles: tuple[CardGroup, ...]
    severity: str = ""
    together: tuple[ListedCode, ...] = ()
    """Error codes of the same articles."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield statuses by locale, then status."""
    for locale, statuses in site.statuses.items():
        for status, numbers in sorted(statuses.items()):
            page = site.page(status_path(locale, status), locale)
            articles = [site.library.by_key[locale, number] for number in numbers]
            yield page.plan("status.html", _view, _meta, status, articles)


def _meta(page: PageContext, status: str, _articles: list[Article]) -> PageMeta:
    # The strip is for a status that no registry names.
    title = f"{HTTP}{status} {find_reason(status)}".strip()
    statuses = page.site.statuses
    return PageMeta(
        title,
        title,
        siblings={tag: status_path(tag, status) for tag in statuses if status in statuses[tag]},
        breadcrumbs=page.codes_breadcrumbs(),
    )


def _view(page: PageContext, status: str, articles: list[Article]) -> StatusView:
    code = HTTP + status
    return StatusView(
        layout=build_layout(page, _meta(page, status, articles)),
        code=code,
        reason=find_reason(status),
        articles=group_by_product([build_card(page, article) for article in articles]),
        severity=severity_of(code, page.site.library.families.get("HTTP")),
        together=list_known_codes(page, _cooccurring(articles)),
    )


def find_reason(status: str) -> str:
    """Return the reason phrase of the status in English; empty if none is registered."""
    return str(read_data("http_reasons").get(status, ""))


def _cooccurring(articles: Iterable[Article]) -> list[str]:
    """Return error codes of the same articles, the most frequent first."""
    counts = Counter(code for article in articles for code in article.codes)
    return sorted(counts, key=lambda code: (-counts[code], code))[:_MOST_TOGETHER]


def list_statuses(page: PageContext) -> tuple[ListedCode, ...]:
    """Return the statuses of the page's locale as entries of a list on it."""
    return tuple(
        ListedCode(
            code=HTTP + status,
            href=page.href(status_path(page.locale, status)),
            count=len(numbers),
            title=find_reason(status),
        )
        for status, numbers in sorted(page.site.statuses[page.locale].items())
    )
