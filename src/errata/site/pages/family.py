"""A page for each family of codes, with its meaning and its codes, and for each HTTP status."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from errata.codes.families import severity_of
from errata.data import read_data
from errata.model import Article, Page
from errata.site.articles_of_site import main_products
from errata.site.context import HTTP, PageContext, SiteContext
from errata.site.facts import table
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import (
    build_card,
    group_by_product,
    list_code,
    list_known_codes,
    split_long_list,
)
from errata.site.urls import family_path, product_path, status_path
from errata.site.views import CardGroup, CodeRange, CountedLink, FamilyView, Layout, ListedCode
from errata.values import Record

# Products named at the top: enough to show what the family belongs to.
_MOST_PRODUCTS: Final = 6


class FamilyPageView(Record, frozen=True):
    """A family of codes."""

    layout: Layout
    family: FamilyView
    severities: tuple[tuple[str, str], ...]
    """Form of a code, and its severity; `…` is any text, `x` any character."""
    products: tuple[CountedLink, ...]
    """Products of the articles with its codes, most articles first."""
    entries: tuple[ListedCode, ...]
    ranges: tuple[CodeRange, ...] = ()
    """The same in parts that a reader opens, if there are many."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield families by locale, then id."""
    by_family = site.codes_by_family
    for locale, families in by_family.items():
        for family, codes in sorted(families.items()):
            page = site.page(family_path(locale, family), locale)
            yield page.plan("family.html", _view, _meta, family, codes)


@table
def _locales_of_families(site: SiteContext) -> Mapping[str, Sequence[str]]:
    """Map ids of families to the locales in which they have a page."""
    locales: dict[str, list[str]] = defaultdict(list)
    for locale, families in site.codes_by_family.items():
        for family_id in families:
            locales[family_id].append(locale)
    return locales


def _meta(page: PageContext, family_id: str, _codes: Sequence[str]) -> PageMeta:
    site, family = page.site, page.site.family(family_id)
    siblings = {tag: family_path(tag, family_id) for tag in _locales_of_families(site)[family_id]}
    title = "" if family.string else family.name
    return PageMeta(title, family.meaning, siblings, breadcrumbs=page.codes_breadcrumbs())


def _view(page: PageContext, family_id: str, codes: Sequence[str]) -> FamilyPageView:
    family = page.site.family(family_id)
    entries = tuple(list_code(page, code) for code in codes)
    return FamilyPageView(
        layout=build_layout(page, _meta(page, family_id, codes)),
        family=family,
        severities=_severities(page.site, family.id),
        products=_products(page, codes),
        entries=entries,
        ranges=split_long_list(entries),
    )


def _severities(site: SiteContext, family: str) -> tuple[tuple[str, str], ...]:
    # In `families.toml` `*` stands for any text and `?` for any character.
    described = site.library.families.get(family)
    return tuple(
        (form.replace("*", "\u2026").replace("?", "x"), severity)
        for form, severity in (described.severity if described else ())
    )


def _products(page: PageContext, codes: Sequence[str]) -> tuple[CountedLink, ...]:
    """Count the products of the articles with these codes: most frequent first, then by name."""
    site, locale = page.site, page.locale
    spellings = site.product_spellings[locale]
    articles = {a.number: a for code in codes for a in site.articles_of_code(code, locale)}
    counts = Counter(
        name
        for article in articles.values()
        for name in {spellings[name] for name in main_products(article)}
    )
    ranked = sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_PRODUCTS]
    return tuple(
        CountedLink(name, page.href(product_path(locale, name)), counts[name]) for name in ranked
    )


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


def emit_statuses(site: SiteContext) -> Iterator[Page]:
    """Yield statuses by locale, then status."""
    for locale, statuses in site.statuses.items():
        for status, numbers in sorted(statuses.items()):
            page = site.page(status_path(locale, status), locale)
            articles = [site.library.by_key[locale, number] for number in numbers]
            yield page.plan("status.html", _status_view, _status_meta, status, articles)


def _status_meta(page: PageContext, status: str, _articles: list[Article]) -> PageMeta:
    # The strip is for a status that no registry names.
    title = f"{HTTP}{status} {find_reason(status)}".strip()
    statuses = page.site.statuses
    return PageMeta(
        title,
        title,
        siblings={tag: status_path(tag, status) for tag in statuses if status in statuses[tag]},
        breadcrumbs=page.codes_breadcrumbs(),
    )


def _status_view(page: PageContext, status: str, articles: list[Article]) -> StatusView:
    code = HTTP + status
    return StatusView(
        layout=build_layout(page, _status_meta(page, status, articles)),
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
