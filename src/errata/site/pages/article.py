"""The error codes of an article on its page: the ones it is about, the ones it only mentions.

What the templates of articles, and of those that are gone, may see.

One page per article; hidden ones too, which no list names and no search engine keeps.

What the site's first language has and another lacks gets a page there as well: the interface is
the reader's, the text stays as it is and says so. It is in no list, and its canonical address is
the original's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup

from errata.model import Page
from errata.site.formatting import timestamp
from errata.site.layout import PageMeta, absolute_url, build_layout, home_breadcrumb
from errata.site.links import article_page, code_page, falls_back_to
from errata.site.lists import article_summary, last_changed
from errata.site.pages.article_body import (
    Contents,
    Lead,
    add_heading_anchors,
    quick_links,
    render_images,
    resolve_links,
    table_of_contents,
)
from errata.site.pages.article_notices import Notices, article_notices
from errata.site.product_names import product_pages
from errata.site.related import related_articles
from errata.site.urls import article_alternates, article_path, relative, status_path
from errata.site.views import Breadcrumb, LanguageLink, Layout, Link, Timestamp
from errata.text.locales import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.config import Config
    from errata.model import Article, Library


def article_code_links(
    article: Article, locale: str, library: Library, page: str
) -> dict[str, str]:
    """Code -> link to its page, in reading order; empty where the code has no page."""
    found = {code: code_page(locale, code, library) for code in article.codes}
    return {code: relative(page, path) if path else "" for code, path in found.items()}


def group_by_salience(
    codes: Mapping[str, str], article: Article, library: Library
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """What the article is about, and what it only mentions; both in reading order."""
    here = (article.locale, article.number)

    def secondary(code: str) -> bool:
        uses = library.index[code].uses if code in library.index else ()
        return any((u.locale, u.number) == here and u.salience == "secondary" for u in uses)

    minor = {code for code in codes if secondary(code)}
    return (
        tuple(Link(code, codes[code]) for code in codes if code not in minor),
        tuple(Link(code, codes[code]) for code in codes if code in minor),
    )


def status_links(article: Article, locale: str, library: Library, page: str) -> Iterator[Link]:
    """The HTTP statuses that have a page, in order."""
    found = {m.code for m in article.mentions if m.kind == "status" and m.code.startswith("HTTP ")}
    for code in sorted(found):
        uses = library.index[code].uses if code in library.index else ()
        if any(use.locale == locale for use in uses):
            path = status_path(locale, code.removeprefix("HTTP "))
            yield Link(code, relative(page, path))


def split_at_codes(text: str, codes: Mapping[str, str]) -> tuple[Link, ...]:
    """A text cut at the error codes in it, each with its link."""
    found = sorted((c for c in codes if codes[c] and c in text), key=lambda c: (-len(c), c))
    cuts = [Link(text)]
    for code in found:
        cuts = [piece for whole in cuts for piece in _split(whole, code, codes[code])]
    return tuple(cuts)


def _split(whole: Link, code: str, href: str) -> Iterator[Link]:
    if whole.href or code not in whole.text:
        yield whole
        return
    before, _, after = whole.text.partition(code)
    if before:
        yield Link(before)
    yield Link(code, href)
    if after:
        yield from _split(Link(after), code, href)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article's page."""

    frame: Layout
    title: Markup
    body: Markup
    """With the comment `errata-message` where a quoted error message is to be named as such."""
    number: str
    notices: Notices
    lang: str = ""
    """Of the article's texts, where it is not the page's."""
    dir: str = ""
    """Of the same, `ltr` or `rtl`."""
    products: tuple[Link, ...] = ()
    applies_to: tuple[Link, ...] = ()
    audience: tuple[str, ...] = ()
    updated: Timestamp | None = None
    version: str = ""
    team: str = ""
    edit: str = ""
    """Where the article is edited; empty where the site does not say."""
    leads: tuple[Lead, ...] = ()
    """In the order of a reader's questions; empty where there is one at most."""
    contents: tuple[Contents, ...] = ()
    animations: bool = False
    """Whether a picture waits to be played."""
    boxes: bool = False
    """There is code or a table, which may be copied or scrolled."""
    codes: tuple[Link, ...] = ()
    """The error codes the article is about, in title, description and keywords too; statuses."""
    more_codes: tuple[Link, ...] = ()
    """Those for which there is no room at the top."""
    secondary: tuple[Link, ...] = ()
    """Those that it only mentions, in a trace or beside another."""
    keywords: tuple[tuple[Link, ...], ...] = ()
    """Each keyword in pieces; a piece that is an error code leads to its page."""
    same_code: tuple[Link, ...] = ()
    """Other articles with a code of this one."""
    related: tuple[Link, ...] = ()
    """Close ones by other signs."""
    translations: tuple[LanguageLink, ...] = ()
    """The article in other locales."""


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
