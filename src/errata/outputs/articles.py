"""One page per article; hidden ones too, which no list names and no search engine keeps.

What the site's first language has and another lacks gets a page there as well: the interface is
the reader's, the text stays as it is and says so. It is in no list, and its canonical address is
the original's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from errata.codes.related import related_articles
from errata.model import Page
from errata.parts.alternates import article_alternates
from errata.parts.article_body import add_heading_anchors, quick_links, table_of_contents
from errata.parts.article_codes import (
    article_code_links,
    group_by_salience,
    split_at_codes,
    status_links,
)
from errata.parts.article_notices import article_notices
from errata.parts.body import render_images, resolve_links
from errata.parts.frame import PageMeta, absolute_url, build_layout
from errata.parts.listing import article_summary, last_changed
from errata.parts.product_names import product_pages
from errata.parts.text import text_direction, timestamp
from errata.parts.trail import home_breadcrumb
from errata.targets import article_page, falls_back_to
from errata.urls import article_path, relative
from errata.views.article import ArticleView
from errata.views.shared import Breadcrumb, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.config import Config
    from errata.model import Article, Library
    from errata.views.shared import Layout

_CODES_AT_TOP: Final = 8
"""Error codes beside the title; a longer list would push the text away."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What all pages are made from."""

    library: Library
    config: Config
    beside: Mapping[tuple[str, str], tuple[str, ...]]
    """(locale, number) -> numbers of related articles."""
    products: Mapping[str, Mapping[str, str]]
    """Locale -> name of a product -> site path of its page."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """In the library's order; then what other locales lack, by locale."""
    products = {locale: product_pages(library, locale) for locale in library.locales}
    site = _Site(library, config, related_articles(library), products)
    for article in library.articles:
        yield _page(article, article.locale, site)
    for locale in library.locales[1:]:
        for article in library.articles:
            original = article.locale == library.locales[0]
            if original and falls_back_to(locale, article.number, library):
                yield _page(article, locale, site)


def _page(article: Article, locale: str, site: _Site) -> Page:
    """The article for readers of a locale, which need not be its own."""
    path = article_path(locale, article.number)
    return Page(path, "article.html", locale, _view(article, locale, site, path))


def _view(article: Article, locale: str, site: _Site, path: str) -> ArticleView:
    data, library = article.metadata, site.library
    around = _frame(article, locale, site, path)
    reader = replace(article, locale=locale)
    codes = article_code_links(article, locale, library, path)
    primary, minor = group_by_salience(codes, article, library)
    about = (*primary, *status_links(article, locale, library, path))
    same_code, others = _beside(article, locale, site, path)
    body = render_images(article.body, reader, library, path)
    names = site.products[locale]
    return ArticleView(
        frame=around,
        title=resolve_links(article.title, reader, library, path),
        body=add_heading_anchors(body, article.headings),
        number=article.number,
        notices=article_notices(article, locale, library, path),
        lang="" if locale == article.locale else article.locale,
        dir="" if locale == article.locale else text_direction(article.locale),
        products=_chips(data.products, names, path),
        applies_to=_chips([x for x in data.applies_to if x not in data.products], names, path),
        audience=data.audience,
        updated=timestamp(last_changed(article), locale),
        version="" if data.version is None else str(data.version),
        team=data.team,
        edit=site.config.site.edit.replace("{path}", quote(article.source)),
        leads=quick_links(article.headings),
        contents=table_of_contents(article.headings),
        boxes="<pre" in body or "<table" in body,
        animations='class="animation"' in body,
        codes=about[:_CODES_AT_TOP],
        more_codes=about[_CODES_AT_TOP:],
        secondary=minor,
        keywords=tuple(split_at_codes(keyword, codes) for keyword in data.keywords),
        same_code=same_code,
        related=others,
        translations=tuple(x for x in around.languages if x.translated and not x.current),
    )


def _frame(article: Article, locale: str, site: _Site, path: str) -> Layout:
    library, config, hidden = site.library, site.config, article.metadata.hidden
    own = locale == article.locale
    setting = PageMeta(
        path=path,
        locale=locale,
        title=article.metadata.title,
        description=article_summary(article),
        siblings=_siblings(article, library),
        fallbacks=_fallbacks(article, library),
        trail=_trail(article, locale, site, path),
        noindex=hidden or not own,
        remote_images=bool(article.external),
        kind="article",
        created=article.metadata.created,
        updated=last_changed(article),
        about=article.codes,
        twins=article_alternates(article.locale, article.number) if own and not hidden else (),
    )
    around = build_layout(setting, library, config)
    if own or not config.site.url:
        return around
    original = article_path(article.locale, article.number)
    return replace(around, canonical=absolute_url(config.site.url, original))


def _siblings(article: Article, library: Library) -> dict[str, str]:
    """The article in every locale; only a hidden page leads to hidden ones."""
    found = {}
    for locale in library.translations.get(article.number, (article.locale,)):
        other = library.by_key.get((locale, article.number))
        if other is not None and (article.metadata.hidden or not other.metadata.hidden):
            found[locale] = article_path(locale, article.number)
    return found


def _fallbacks(article: Article, library: Library) -> dict[str, str]:
    """Locale without the article -> the page that shows it there in another language."""
    return {
        locale: article_path(locale, article.number)
        for locale in library.locales
        if falls_back_to(locale, article.number, library)
    }


def _trail(article: Article, locale: str, site: _Site, page: str) -> tuple[Breadcrumb, ...]:
    """Home, and the first product where it has a page."""
    found = article.metadata.solutions or article.metadata.products
    chips = _chips(found[:1], site.products[locale], page)
    return (home_breadcrumb(locale, page), *(Breadcrumb(chip.text, chip.href) for chip in chips))


def _chips(found: Iterable[str], names: Mapping[str, str], page: str) -> tuple[Link, ...]:
    """Each name with the link to its page; a hidden article may name what no list has."""
    return tuple(Link(name, relative(page, names[name]) if name in names else "") for name in found)


def _beside(
    article: Article, locale: str, site: _Site, page: str
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Other articles with a code of this one, then those with a message of it, then close ones."""
    key = (article.locale, article.number)
    numbers = () if article.metadata.hidden else site.beside.get(key, ())
    others = [site.library.by_key[article.locale, number] for number in numbers]
    codes, quoted = set(article.codes), {message.template for message in article.messages}
    sharing = [other for other in others if not codes.isdisjoint(other.codes)]
    rest = [other for other in others if other not in sharing]
    rest.sort(key=lambda other: quoted.isdisjoint(m.template for m in other.messages))
    return (
        tuple(_titled(other, locale, site.library, page) for other in sharing),
        tuple(_titled(other, locale, site.library, page) for other in rest),
    )


def _titled(article: Article, locale: str, library: Library, page: str) -> Link:
    """A link to the article as readers of the locale get it; never to one hidden from them."""
    own = library.by_key.get((locale, article.number))
    hidden = own is not None and own.metadata.hidden
    shown = article if own is None or hidden else own
    path = article_page(article.locale if hidden else locale, article.number, library)
    tag = "" if shown.locale == locale else shown.locale
    return Link(shown.metadata.title, relative(page, path or ""), tag)
