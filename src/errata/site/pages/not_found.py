"""The page that a server shows for a missing address, and where some of them lead."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from errata.model import PlannedFile
from errata.site.layout import PageMeta, build_layout
from errata.site.old_addresses import OldAddresses
from errata.site.pages.search import StateOption, find_states
from errata.site.urls import notfound_path
from errata.site.views import Layout
from errata.text.display import write_script_call
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Page
    from errata.site.context import PageContext, SiteContext

# Where servers and hosts such as Netlify look for it by themselves.
NOT_FOUND: Final = "404.html"
MOVED: Final = "old-addresses.js"


class NotFoundView(Record, frozen=True):
    """The page for a missing address; it searches for what the address names."""

    layout: Layout
    states: tuple[StateOption, ...] = ()
    contact: str = ""
    """Whom to ask; empty for nobody."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield the default locale's page first.

    A server shows them below any address, where relative links break. Links start at the root of
    `site.url`, else at the server's. If the site is below a path that is not configured, the page's
    script finds the root by its own address, and corrects the links.
    """
    for locale, path in not_found_paths(site).items():
        yield site.page(path, locale).plan("404.html", _view, None)


def _view(page: PageContext) -> NotFoundView:
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
