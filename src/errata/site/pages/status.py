"""HTTP statuses: what servers call them, and the articles of a locale that report each.

A page per HTTP status and locale: the visible articles that report it, by product.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.codes.families import severity_of
from errata.model import Page
from errata.site.layout import PageMeta, build_layout, codes_breadcrumbs
from errata.site.lists import article_card
from errata.site.pages.code_parts import CardGroup, existing_code_links, group_by_product
from errata.site.urls import relative, status_path
from errata.site.views import Layout, Link, ListedCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.model import Article, Library


PREFIX: Final = "HTTP "
REASONS: Final = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "402": "Payment Required",
    "403": "Forbidden",
    "404": "Not Found",
    "405": "Method Not Allowed",
    "406": "Not Acceptable",
    "407": "Proxy Authentication Required",
    "408": "Request Timeout",
    "409": "Conflict",
    "410": "Gone",
    "411": "Length Required",
    "412": "Precondition Failed",
    "413": "Content Too Large",
    "414": "URI Too Long",
    "415": "Unsupported Media Type",
    "416": "Range Not Satisfiable",
    "417": "Expectation Failed",
    "421": "Misdirected Request",
    "422": "Unprocessable Content",
    "423": "Locked",
    "424": "Failed Dependency",
    "425": "Too Early",
    "426": "Upgrade Required",
    "428": "Precondition Required",
    "429": "Too Many Requests",
    "431": "Request Header Fields Too Large",
    "451": "Unavailable For Legal Reasons",
    "500": "Internal Server Error",
    "501": "Not Implemented",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
    "505": "HTTP Version Not Supported",
    "507": "Insufficient Storage",
    "508": "Loop Detected",
    "511": "Network Authentication Required",
}
"""By the IANA registry; here since the core must not import `http`."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """One HTTP status's page."""

    frame: Layout
    code: str
    reason: str
    """In English, as servers send it; empty where none is registered."""
    articles: tuple[CardGroup, ...]
    severity: str = ""
    together: tuple[Link, ...] = ()
    """Error codes of the same articles."""


def numbers_by_status(locale: str, library: Library) -> dict[str, tuple[str, ...]]:
    """Status such as `503` -> numbers of the visible articles with it, primary first."""
    found = {}
    for code, entry in library.index.items():
        if entry.kind == "status" and code.startswith(PREFIX):
            numbers = tuple(use.number for use in entry.uses if use.locale == locale)
            if numbers:
                found[code.removeprefix(PREFIX)] = numbers
    return found


def status_entries(locale: str, page: str, library: Library) -> tuple[ListedCode, ...]:
    """The statuses of a locale as lines of a list on the given page."""
    return tuple(
        ListedCode(
            code=PREFIX + status,
            href=relative(page, status_path(locale, status)),
            count=len(numbers),
            title=REASONS.get(status, ""),
        )
        for status, numbers in sorted(numbers_by_status(locale, library).items())
    )


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
