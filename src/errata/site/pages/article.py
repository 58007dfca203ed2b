"""One page per article; hidden ones too, which no list names and search engines leave out.

An article of the site's first language that another lacks gets a page there as well: the interface
is the reader's, the text stays as it is, with a notice. The page is in no list, and its canonical
address is the original's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from msgspec.structs import replace

from errata.diagnostics import Span
from errata.model import Article, Page, unfinished_reason
from errata.site.categories import Category
from errata.site.context import HTTP, PageContext, SiteContext
from errata.site.formatting import last_changed, timestamp
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import summarise_article
from errata.site.pages.article_body import (
    Contents,
    Lead,
    add_heading_anchors,
    quick_links,
    render_images,
    resolve_links,
    table_of_contents,
)
from errata.site.pages.sections import list_articles
from errata.site.urls import article_formats, article_path, status_path
from errata.site.views import (
    Badge,
    Breadcrumb,
    CountedLink,
    LanguageLink,
    Layout,
    LetterGroup,
    Link,
    Timestamp,
)
from errata.text.locales import text_direction
from errata.values import Record

# Error codes next to the title; a longer list would push the text away.
_CODES_AT_TOP: Final = 8
# If a person wrote at least so many per cent, a notice says that a machine translated a part.
_MOSTLY: Final = 50


class Notices(Record, frozen=True):
    """Notices for readers before the text."""

    hidden: bool = False
    replaced: Link | None = None
    """The article's replacement; without an address if there is nothing to link."""
    machine: str = ""
    """How much of it a machine translated: `whole` or `part`."""
    outdated: bool = False
    """Whether the original has changed since this translation was made."""
    fallback: str = ""
    """The language of an untranslated article, by the tag shown to readers."""
    original: Link | None = None
    """The article in its original language."""


class ArticleView(Record, frozen=True):
    """One article's page."""

    layout: Layout
    title: Markup
    title_id: str
    """The title's authored id; empty if there is none."""
    body: Markup
    """HTML with the comment `errata-message` where a quoted error message is to be labelled."""
    number: str
    notices: Notices
    badges: tuple[Badge, ...] = ()
    """Its state, and its audience."""
    lang: str = ""
    """Language of the article's texts, if it is not the page's."""
    dir: str = ""
    """Direction of the same, `ltr` or `rtl`."""
    products: tuple[Link, ...] = ()
    applies_to: tuple[Link, ...] = ()
    audience: tuple[str, ...] = ()
    updated: Timestamp | None = None
    version: str = ""
    team: str = ""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and values of keys that the configuration declares as public."""
    edit: str = ""
    """Where the article is edited; empty if that is not configured."""
    leads: tuple[Lead, ...] = ()
    """Sections in the order of a reader's questions; empty if there is at most one."""
    contents: tuple[Contents, ...] = ()
    animations: bool = False
    """Whether a picture waits to be played."""
    # Scripts for code, tables and animations are loaded only where there are some.
    boxes: bool = False
    """Whether there is code or a table, which may be copied or scrolled."""
    codes: tuple[Link, ...] = ()
    """The error codes that the article is about, also by its title, description and keywords;
    statuses.
    """
    more_codes: tuple[Link, ...] = ()
    """Further codes, for which there is no room at the top."""
    secondary: tuple[Link, ...] = ()
    """Codes that it only mentions, in a trace or next to another."""
    keywords: tuple[tuple[Link, ...], ...] = ()
    """Each keyword in pieces; a piece that is an error code leads to its page."""
    same_code: tuple[Link, ...] = ()
    """Other articles with a code of this one."""
    related: tuple[Link, ...] = ()
    """Articles that are close for other reasons."""
    translations: tuple[LanguageLink, ...] = ()
    """The article in other locales."""
    sections: tuple[CountedLink, ...] = ()
    """Sections below the one whose page this is."""
    members: tuple[LetterGroup, ...] = ()
    """The other articles of that section."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield articles in the library's order; then those that other locales lack, by locale."""
    library = site.library
    for article in library.articles:
        yield _page(site, article, article.locale)
    for locale in library.locales[1:]:
        for article in library.articles:
            original = article.locale == library.locales[0]
            if original and site.falls_back(locale, article.number):
                yield _page(site, article, locale)


def _page(site: SiteContext, article: Article, locale: str) -> Page:
    """Plan the article's page for readers of a locale, which need not be its own."""
    page = site.page(article_path(locale, article.number), locale)
    return page.plan("article.html", _view, _meta, article, source=Span(article.source))


def _view(page: PageContext, article: Article) -> ArticleView:
    data, lang = article.metadata, "" if page.locale == article.locale else article.locale
    layout = build_layout(page, _full_meta(page, article))
    codes = _hrefs_of_codes(page, article)
    about, minor = _group_by_salience(page, article, codes)
    same_code, others = _related(page, article)
    sections, members = _list_section(page, article)
    body = render_images(article.body, article, page)
    return ArticleView(
        layout=layout,
        title=resolve_links(article.title, article, page),
        title_id=article.title_id,
        body=add_heading_anchors(body, article.headings),
        number=article.shown_number,
        notices=build_notices(page, article),
        badges=page.badges(article),
        lang=lang,
        dir=text_direction(lang) if lang else "",
        products=tuple(map(page.link_to_product, data.products)),
        applies_to=_other_products(page, article),
        audience=data.audience,
        updated=timestamp(last_changed(article), page.locale),
        version="" if data.version is None else str(data.version),
        team=data.team,
        facts=data.facts,
        edit=page.site.config.site.edit.replace("{path}", quote(article.source)),
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
        translations=tuple(x for x in layout.languages if x.translated and not x.current),
        sections=sections,
        members=members,
    )


def _hrefs_of_codes(page: PageContext, article: Article) -> dict[str, str]:
    """Map codes in reading order to links; empty without a page for this locale's readers."""
    return {code: page.href_of_code(code) for code in article.codes}


def _other_products(page: PageContext, article: Article) -> tuple[Link, ...]:
    """Return what it applies to, without the products that are named above it."""
    data = article.metadata
    names = (name for name in data.applies_to if name not in data.products)
    return tuple(map(page.link_to_product, names))


def _list_section(
    page: PageContext, article: Article
) -> tuple[tuple[CountedLink, ...], tuple[LetterGroup, ...]]:
    """Return sections and articles of the section whose page this is; else nothing."""
    own = _own_category(page, article)
    return (page.count_categories(own.children), list_articles(page, own)) if own else ((), ())


def _full_meta(page: PageContext, article: Article) -> PageMeta:
    return replace(_meta(page, article), description=summarise_article(article))


def _meta(page: PageContext, article: Article) -> PageMeta:
    """Describe the page, except for its description, which is a part of the text."""
    data, own = article.metadata, page.locale == article.locale
    # A page in the reader's place repeats the original, which search engines shall show.
    original = article_path(article.locale, article.number)
    # In a site with drafts, which somebody may put where search engines come by.
    is_draft = unfinished_reason(data.publication, page.site.library.inputs.now) is not None
    formats = article_formats(article.locale, article.number)
    return PageMeta(
        title=data.title,
        siblings=_siblings(page.site, article),
        fallbacks=_fallbacks(page.site, article),
        canonical="" if own else original,
        breadcrumbs=_breadcrumbs(page, article),
        noindex=data.hidden or not own or is_draft,
        remote_images=bool(article.external),
        kind="article",
        created=data.created,
        updated=last_changed(article),
        about=article.codes,
        number=article.number,
        formats=formats if own and not data.hidden else (),
    )


def _siblings(site: SiteContext, article: Article) -> dict[str, str]:
    """Map locales to the article there; only a hidden page leads to hidden ones."""
    library, number = site.library, article.number
    return {
        locale: article_path(locale, number)
        for locale in library.translations.get(number, (article.locale,))
        if (other := library.by_key.get((locale, number)))
        and (article.metadata.hidden or not other.metadata.hidden)
    }


def _fallbacks(site: SiteContext, article: Article) -> dict[str, str]:
    """Map locales without the article to the page that shows it in another language."""
    return {
        locale: article_path(locale, article.number)
        for locale in site.locales
        if site.falls_back(locale, article.number)
    }


def _breadcrumbs(page: PageContext, article: Article) -> tuple[Breadcrumb, ...]:
    """Return home and the sections above; without any, the first product with a page."""
    if trail := page.category_trail(article):
        above = trail[:-1] if trail[-1].index is article else trail
        return page.category_breadcrumbs(above)
    names = article.metadata.solutions or article.metadata.products
    links = map(page.link_to_product, names[:1])
    return (page.home_breadcrumb(), *(Breadcrumb(link.text, link.href) for link in links))


def _own_category(page: PageContext, article: Article) -> Category | None:
    """Return the section whose page an article is."""
    trail = page.category_trail(article)
    if not trail or trail[-1].index is not article:
        return None
    return page.site.categories[page.locale].by_path[trail[-1].path.casefold()]


def _group_by_salience(
    page: PageContext, article: Article, hrefs: Mapping[str, str]
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return the codes and statuses that the article is about, and those it only mentions."""

    def is_secondary(code: str) -> bool:
        use = page.site.uses_of_code(code, article.locale).get(article.number)
        return use is not None and use.salience == "secondary"

    minor = {code for code in hrefs if is_secondary(code)}
    about = (Link(code, href) for code, href in hrefs.items() if code not in minor)
    return (
        (*about, *_status_links(page, article)),
        tuple(Link(code, href) for code, href in hrefs.items() if code in minor),
    )


def _status_links(page: PageContext, article: Article) -> Iterator[Link]:
    """Yield the HTTP statuses that have a page, in order."""
    statuses = page.site.statuses[page.locale]
    for code in sorted({m.code for m in article.mentions if m.kind == "status"}):
        status = code.removeprefix(HTTP)
        if code.startswith(HTTP) and status in statuses:
            yield Link(code, page.href(status_path(page.locale, status)))


def split_at_codes(text: str, hrefs: Mapping[str, str]) -> tuple[Link, ...]:
    """Split a text at the error codes in it, each with its link."""
    # The longest first, since a code may begin like another.
    codes = sorted((c for c in hrefs if hrefs[c] and c in text), key=lambda c: (-len(c), c))
    pieces = [Link(text)]
    for code in codes:
        pieces = [
            piece for piece_before in pieces for piece in _split(piece_before, code, hrefs[code])
        ]
    return tuple(pieces)


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


def _related(page: PageContext, article: Article) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return articles with a code of this one; then close ones, those with its message first."""
    site, key = page.site, (article.locale, article.number)
    numbers = () if article.metadata.hidden else site.related.get(key, ())
    others = [site.library.by_key[article.locale, number] for number in numbers]
    codes, quoted = set(article.codes), {message.template for message in article.messages}
    sharing = [other for other in others if not codes.isdisjoint(other.codes)]
    remaining = [other for other in others if codes.isdisjoint(other.codes)]
    # Sorting keeps the strongest first among those alike.
    remaining.sort(key=lambda other: quoted.isdisjoint(m.template for m in other.messages))
    return tuple(_links(page, sharing)), tuple(_links(page, remaining))


def _links(page: PageContext, articles: Iterable[Article]) -> Iterator[Link]:
    """Yield links to articles as the locale's readers get them; never to one hidden from them."""
    for article in articles:
        own = page.site.library.by_key.get((page.locale, article.number))
        if own is not None and own.metadata.hidden:
            tag = "" if article.locale == page.locale else article.locale
            yield replace(page.link(article), lang=tag)
        else:
            yield page.link_to_article(article.number)


def build_notices(page: PageContext, article: Article) -> Notices:
    """Build the notices above an article, on a page that may serve another locale."""
    source = _original(page, article)
    fallback = page.locale != article.locale
    machine, outdated = _machine(article), source is not None and is_older(article, source)
    shown_article = source if machine or outdated else article if fallback else None
    return Notices(
        hidden=article.metadata.hidden,
        replaced=link_to_successor(page, article),
        machine=machine,
        outdated=outdated,
        fallback=page.site.naming_tags[article.locale] if fallback else "",
        original=replace(page.link(shown_article), lang=shown_article.locale)
        if shown_article
        else None,
    )


def _original(page: PageContext, article: Article) -> Article | None:
    """Return the article in the first language, unless only a hidden page may lead there."""
    first = page.site.first_locale
    source = page.site.library.by_key.get((first, article.number))
    if source is None or first == article.locale:
        return None
    return source if article.metadata.hidden or not source.metadata.hidden else None


def _machine(article: Article) -> str:
    data = article.metadata
    if not data.machine_translated:
        return ""
    return "part" if (data.human_share or 0) >= _MOSTLY else "whole"


def is_older(translation: Article, source: Article) -> bool:
    """Whether a translation is older, by version number, else by date of publication."""
    own, original = translation.metadata, source.metadata
    if own.version is not None and original.version is not None:
        return own.version < original.version
    if own.last_changed is not None and original.last_changed is not None:
        return own.last_changed < original.last_changed
    return False


def link_to_successor(page: PageContext, article: Article) -> Link | None:
    """Return the link to what replaces the article, from the front matter."""
    name = article.metadata.replaced_by
    return page.link_to_name(name) if name and name != article.number else None
