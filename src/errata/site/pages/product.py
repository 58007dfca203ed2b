"""The list of products, and a page for each, also for systems and versions articles apply to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from errata.model import Article, Page
from errata.site.articles_of_site import is_about_product
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import find_newest, latest_change, natural_key
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import group_by_letter, list_by_date, list_code
from errata.site.urls import list_formats, product_path, products_path
from errata.site.views import (
    Breadcrumb,
    CountedLink,
    DatedLink,
    Layout,
    LetterGroup,
    Link,
    ListedCode,
)
from errata.values import Record

# The codes to begin with, on a page with so many that a reader does not see them all at once.
_MOST_CODES: Final = 5
_MANY_CODES: Final = 12
# The newest articles, on a page with so many that one glance does not find them.
_MOST_RECENT: Final = 5
_MANY_ARTICLES: Final = 12


class ProductView(Record, frozen=True):
    """A product's page, or that of a system or version that articles apply to."""

    layout: Layout
    name: str
    total: int
    codes: tuple[Link, ...]
    """All codes, by number."""
    most: tuple[ListedCode, ...]
    """The most referenced codes, counted among its articles; empty if there are few codes."""
    recent: tuple[DatedLink, ...]
    """The newest articles; empty if there are so few articles that readers see them all."""
    groups: tuple[LetterGroup, ...]
    """Articles about it."""
    applying: tuple[LetterGroup, ...]
    """Articles about something else that also apply to it."""


class ProductsView(Record, frozen=True):
    """The products of a locale, those with most articles first."""

    layout: Layout
    products: tuple[CountedLink, ...]
    """Products that articles are about."""
    applying: tuple[CountedLink, ...]
    """Systems and versions that articles only apply to."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield by locale the list, then each by name."""
    for locale, products in site.products.items():
        if products:
            page = site.page(products_path(locale), locale)
            yield page.plan("products.html", _list, _list_meta)
        for name, articles in products.items():
            page = site.page(product_path(locale, name), locale)
            yield page.plan("product.html", _view, _meta, name, articles)


def _list_meta(page: PageContext) -> PageMeta:
    site = page.site
    siblings = {tag: products_path(tag) for tag in site.locales if site.has_products.get(tag)}
    return PageMeta(siblings=siblings, breadcrumbs=(page.home_breadcrumb(),))


def _list(page: PageContext) -> ProductsView:
    about, applying = rank_products(page)
    return ProductsView(build_layout(page, _list_meta(page)), about, applying)


def rank_products(
    page: PageContext,
) -> tuple[tuple[CountedLink, ...], tuple[CountedLink, ...]]:
    """Return what articles are about, and what they only apply to: most articles first."""
    about: list[CountedLink] = []
    applying: list[CountedLink] = []
    for name, articles in page.site.products[page.locale].items():
        link = CountedLink(name, page.href(product_path(page.locale, name)), len(articles))
        is_about = any(is_about_product(article, name) for article in articles)
        (about if is_about else applying).append(link)
    # Sorting keeps those with as many articles by name.
    about.sort(key=lambda link: -link.count)
    applying.sort(key=lambda link: -link.count)
    return tuple(about), tuple(applying)


def _meta(page: PageContext, name: str, articles: Sequence[Article]) -> PageMeta:
    products = page.site.products
    above = Breadcrumb("", page.href(products_path(page.locale)), "products")
    is_about = any(is_about_product(article, name) for article in articles)
    # Another language has the same product where it is called the same.
    return PageMeta(
        name,
        siblings={tag: product_path(tag, name) for tag in products if name in products[tag]},
        breadcrumbs=(page.home_breadcrumb(), above),
        updated=latest_change(articles),
        formats=list_formats(page.path) if is_about else (),
    )


def _view(page: PageContext, name: str, articles: Sequence[Article]) -> ProductView:
    # The rest only name it among what they apply to.
    about = [article for article in articles if is_about_product(article, name)]
    applying = [article for article in articles if not is_about_product(article, name)]
    entries = _codes(page, articles)
    recent = find_newest(articles, _MOST_RECENT) if len(articles) >= _MANY_ARTICLES else ()
    return ProductView(
        layout=build_layout(page, _meta(page, name, articles)),
        name=name,
        total=len(articles),
        codes=tuple(Link(entry.code, entry.href) for entry in entries),
        most=_most_referenced(entries),
        recent=list_by_date(page, recent),
        groups=group_by_letter(page, about),
        applying=group_by_letter(page, applying),
    )


def _codes(page: PageContext, articles: Sequence[Article]) -> list[ListedCode]:
    """Return the codes of the articles, by number."""
    numbers = {article.number for article in articles}
    by_article = page.site.codes_by_article
    codes = {code for number in numbers for code in by_article.get((page.locale, number), ())}
    return [list_code(page, code, numbers) for code in sorted(codes, key=natural_key)]


def _most_referenced(entries: Sequence[ListedCode]) -> tuple[ListedCode, ...]:
    """List codes of several articles, most first; none if the page shows all codes anyway."""
    if len(entries) < _MANY_CODES:
        return ()
    several = (entry for entry in entries if entry.count > 1)
    return tuple(sorted(several, key=lambda entry: -entry.count)[:_MOST_CODES])
