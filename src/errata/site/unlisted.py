"""Files of a site that no list leads to: pages of hidden articles, and what only they show.

Readers who know the address get them. The site's own list of its files does not name them.
"""

from __future__ import annotations

from collections.abc import Iterator

from errata.codes.published import known_names, resolve_redirects
from errata.model import Article
from errata.site.context import SiteContext
from errata.site.feeds.assets import list_shown
from errata.site.feeds.unknown_codes import hidden_files
from errata.site.old_addresses import OldAddresses
from errata.site.pages.redirects import list_redirects
from errata.site.urls import article_path, asset_path, smaller_path, still_path
from errata.text.paths import safe_segment


def find_unlisted_paths(site: SiteContext) -> frozenset[str]:
    """Return paths below the site; some may not exist."""
    hidden = [article for article in site.library.articles if article.metadata.hidden]
    if not hidden:
        return frozenset()
    listed = {article_path(article.locale, article.number) for article in site.library.visible}
    pages = {
        article_path(tag, article.number) for article in hidden for tag in site.locales
    } - listed
    old = {
        address.file
        for address in OldAddresses(site.library, site.config)
        if address.article.metadata.hidden
    }
    names = {
        f"search/{safe_segment(tag)}/{name}.js"
        for tag in site.locales
        for name in hidden_files(site, tag)
    }
    return frozenset({*pages, *old, *names, *_redirects(site, hidden), *_files(site, hidden)})


def _redirects(site: SiteContext, hidden: list[Article]) -> Iterator[str]:
    """Yield pages at addresses that are gone and lead to hidden articles."""
    numbers = {article.number for article in hidden}
    targets = resolve_redirects(site.config.redirects, known_names(site.library))
    for redirect in list_redirects(site):
        if targets.get(redirect.old) in numbers:
            yield redirect.page.path


def _files(site: SiteContext, hidden: list[Article]) -> Iterator[str]:
    """Yield pictures and downloads, in all their forms."""
    listed = list_shown(site.library, site.library.visible)
    for path in sorted(list_shown(site.library, hidden) - listed):
        yield from (asset_path(path), smaller_path(path), still_path(path))
    embedded = {path for article in site.library.visible for path in article.embeds}
    yield from (path for article in hidden for path in article.embeds if path not in embedded)
