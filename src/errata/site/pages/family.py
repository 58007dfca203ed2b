"""A page for each family of codes: its meaning, and every code of it that an article mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from errata.site.articles_of_site import main_products
from errata.site.facts import table
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import list_code, split_long_list
from errata.site.urls import family_path, product_path
from errata.site.views import CodeRange, CountedLink, FamilyView, Layout, ListedCode
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.model import Page
    from errata.site.context import PageContext, SiteContext

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
