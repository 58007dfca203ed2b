"""Pages at addresses of no article or code: of what is gone, and of codes in any language.

What is gone has a page that says where to go instead, or that there is no replacement. It is whole
HTML with a plain link, so that it needs neither a server's rules nor a script.

A code's permalink leads to its page in each locale. Search engines get the default locale's as
canonical and count links to the permalink for that page; `noindex` as well would be contradictory,
so only a site without an address has it.

Servers show a page of its own for any other address that is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Final

from errata.codes.published import GONE, known_names, resolve_redirects
from errata.model import Article, Page, PlannedFile
from errata.model.inputs import IdKind
from errata.site.context import PageContext, SiteContext
from errata.site.layout import PageMeta, build_layout
from errata.site.old_addresses import OldAddresses
from errata.site.pages.search import StateOption, find_states
from errata.site.urls import article_path, code_path, notfound_path, permalink_path
from errata.site.views import Layout, Link
from errata.text.display import write_script_call
from errata.values import Record


class Redirect(Record, frozen=True):
    """A page at a published address that is gone."""

    page: PageContext
    old: str
    """The id that was published here."""
    target: Link | None
    """The replacement; None if there is none."""


class GoneView(Record, frozen=True):
    """The page at the address of something that is gone for good."""

    layout: Layout
    old: str
    """The id that was published here."""


class MovedView(Record, frozen=True):
    """The page at the address of something that is gone and has a successor."""

    layout: Layout
    old: str
    """The id that was published here; empty if only the address has changed."""
    target: Link
    onward: str = ""
    """Where a browser continues automatically: the same article."""


class PermalinkEntry(Record, frozen=True):
    """A code's page in one locale."""

    tag: str
    name: str
    href: str
    title: str
    """Title of its first article."""


class PermalinkView(Record, frozen=True):
    """A code's page in no locale."""

    layout: Layout
    code: str
    entries: tuple[PermalinkEntry, ...]


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield permalinks by code; then what is gone, by its id."""
    for code in sorted(site.library.codes):
        tags = [tag for tag in site.locales if site.library.codes[code].get(tag)]
        if tags:
            page = site.page(permalink_path(code), tags[0])
            yield page.plan("permalink.html", _permalink, None, code, tags)
    yield from map(_redirect_page, list_redirects(site))


def _permalink(page: PageContext, code: str, tags: list[str]) -> PermalinkView:
    titles = {tag: page.site.articles_of_code(code, tag)[0].metadata.title for tag in tags}
    entries = tuple(
        PermalinkEntry(
            tag, page.site.language_name(tag), page.href(code_path(tag, code)), titles[tag]
        )
        for tag in tags
    )
    # A canonical address and `noindex` contradict each other: without the one, the other.
    meta = PageMeta(
        code,
        titles[page.locale],
        canonical=code_path(page.locale, code),
        noindex=not page.site.config.site.url,
    )
    return PermalinkView(build_layout(page, meta), code, entries)


def list_redirects(site: SiteContext) -> Iterator[Redirect]:
    """Yield redirects by lost id, then locale; a code's permalink last."""
    names = known_names(site.library)
    present = {name.casefold() for name in names}
    for old, target in sorted(resolve_redirects(site.config.redirects, names).items()):
        # An id that is there again, in whatever case, has its own page at the address.
        if old.casefold() not in present:
            for page in _lost_pages(site, old):
                yield Redirect(page, old, None if target == GONE else _link(page, target))


def _lost_pages(site: SiteContext, old: str) -> Iterator[PageContext]:
    """List the pages that an id had before it was lost."""
    locked: set[IdKind] = {
        item.kind for item in site.library.inputs.published_ids if item.id == old
    }
    # `ids.lock` knows what it was; an id that was never locked is guessed by its form.
    kinds = locked or _guess_kinds(old, site)
    for locale in site.locales:
        if "article" in kinds:
            yield site.page(article_path(locale, old), locale)
        if "code" in kinds:
            yield site.page(code_path(locale, old), locale)
    # A code's permalink is in no locale's folder.
    if "code" in kinds and site.locales:
        yield site.page(permalink_path(old), site.first_locale)


def _guess_kinds(old: str, site: SiteContext) -> set[IdKind]:
    """Return the possible kinds of an id that was never locked: an article by number, or either."""
    pattern = site.library.conventions.number
    numbered = bool(pattern) and re.fullmatch(pattern, old) is not None
    return {"article"} if numbered else {"article", "code"}


def _link(page: PageContext, target: str) -> Link:
    """Return the link to the replacement of a lost id, in any language that has it."""
    link = page.link_to_name(target)
    if link.href:
        return link
    tag = next(iter(page.site.library.codes[target]))
    return Link(target, page.href(code_path(tag, target)))


def _redirect_page(redirect: Redirect) -> Page:
    page, old = redirect.page, redirect.old
    written = page.site.library.inputs.place_setting("redirects", old)
    template = "gone.html" if redirect.target is None else "moved.html"
    return Page(page.path, template, page.locale, partial(_view, redirect), source=written)


def _view(redirect: Redirect) -> GoneView | MovedView:
    page, old = redirect.page, redirect.old
    path_of = article_path if page.path == article_path(page.locale, old) else code_path
    siblings = page.site.in_every_locale(lambda tag: path_of(tag, old))
    layout = build_layout(page, PageMeta(old, siblings=siblings, noindex=True))
    if redirect.target is None:
        return GoneView(layout, old)
    return MovedView(layout, old, redirect.target)


def emit_old_addresses(site: SiteContext) -> Iterator[Page]:
    """Yield a page at each article's former address, unless a static file is there.

    They come last, and replace no other page.
    """
    static = frozenset(site.library.inputs.static.files)
    for old in OldAddresses(site.library, site.config):
        if old.may_be_page and old.file not in static:
            page = site.page(old.file, old.article.locale)
            yield page.plan("moved.html", _old_address, None, old.article, source=old.span)


def _old_address(page: PageContext, article: Article) -> MovedView:
    link = page.link(article)
    layout = build_layout(page, PageMeta(link.text, noindex=True))
    return MovedView(layout, "", link, link.href)


# Where servers and hosts such as Netlify look for it by themselves.
NOT_FOUND: Final = "404.html"
MOVED: Final = "old-addresses.js"


class NotFoundView(Record, frozen=True):
    """The page for a missing address; it searches for what the address names."""

    layout: Layout
    states: tuple[StateOption, ...] = ()
    contact: str = ""
    """Whom to ask; empty for nobody."""


def emit_not_found(site: SiteContext) -> Iterator[Page]:
    """Yield the default locale's page first.

    A server shows them below any address, where relative links break. Links start at the root of
    `site.url`, else at the server's. If the site is below a path that is not configured, the page's
    script finds the root by its own address, and corrects the links.
    """
    for locale, path in not_found_paths(site).items():
        yield site.page(path, locale).plan("404.html", _not_found, None)


def _not_found(page: PageContext) -> NotFoundView:
    site = page.site
    # No search engine shall list it, and it must work at any address.
    meta = PageMeta(siblings=not_found_paths(site), noindex=True, anywhere=True)
    states = find_states(site, page.locale)
    return NotFoundView(build_layout(page, meta), states, site.config.site.contact)


def emit_moved(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield old addresses with a query, for the script of the page, if there are any.

    Hosts of plain files ignore a query, so they show the page there.
    """
    if any(OldAddresses(site.library, site.config).with_query()):
        yield PlannedFile(MOVED, partial(_list_moved, site))


def _list_moved(site: SiteContext) -> bytes:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for old in OldAddresses(site.library, site.config).with_query():
        rows[old.path.lower()].append((old.query, old.target))
    return write_script_call("errata.moved", rows)


def not_found_paths(site: SiteContext) -> dict[str, str]:
    """Map locales to paths: the default one's at the root, others in the locale's folder."""
    return {
        site.first_locale: NOT_FOUND,
        **{tag: notfound_path(tag) for tag in site.locales[1:]},
    }
