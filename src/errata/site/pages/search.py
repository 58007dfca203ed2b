"""The search page of each locale: a box, and what helps a reader who finds nothing.

The answers are made in the browser; without scripts the page leads to the index of codes. The words
of `<errata-search>`, the search box on pages of other sites, are a script by locale: that is all
that a strict policy of such a page has to allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from gzip import compress
from typing import Final

from errata.model import Page, PlannedFile
from errata.site.context import PageContext, SiteContext
from errata.site.feeds.search_index import search_root
from errata.site.layout import PageMeta, build_layout
from errata.site.urls import code_path, search_path
from errata.site.views import STATES, Badge, Layout, Link, state_badge
from errata.text.display import to_json_bytes, write_script_call
from errata.text.locales import text_direction
from errata.text.paths import safe_segment
from errata.values import Record

# The most bytes of an index's root, packed, that are loaded with the page, whatever is searched
# for: words then wait for one file less in a row. A lone code may take 25 kB in all. Of the real
# articles the English and Portuguese root have 2 kB, the Japanese one has 4.
_LARGEST_ROOT: Final = 4_500


class SearchFamily(Record, frozen=True):
    """A family of codes on the search page, as an example of what can be searched for."""

    name: str
    """The product, else the family's id."""
    meaning: str
    example: Link
    """A code that has a page in this locale."""


class StateOption(Record, frozen=True):
    """A state of articles by which results can be filtered."""

    name: str
    """Name in the index."""
    badge: Badge


class SearchView(Record, frozen=True):
    """The search page; its answers are made in the browser."""

    layout: Layout
    families: tuple[SearchFamily, ...] = ()
    contact: str = ""
    """Web or mail address for readers who find nothing; empty if there is none."""
    states: tuple[StateOption, ...] = ()
    """States that articles have, in the order of an article's life."""
    preloaded: tuple[str, ...] = ()
    """Paths of the files that every query needs, from the site's root."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield pages by locale."""
    for locale in site.locales:
        yield site.page(search_path(locale), locale).plan("search.html", _view, _meta)


def _meta(page: PageContext) -> PageMeta:
    return PageMeta(siblings=page.site.in_every_locale(search_path))


def _view(page: PageContext) -> SearchView:
    site, locale = page.site, page.locale
    return SearchView(
        layout=build_layout(page, _meta(page)),
        families=tuple(_families(page)),
        contact=site.config.site.contact,
        states=find_states(site, locale),
        preloaded=tuple(_list_preloaded(site, locale)),
    )


def _list_preloaded(site: SiteContext, locale: str) -> Iterator[str]:
    yield "assets/js/search/view.js"
    folder = f"search/{safe_segment(locale)}"
    yield f"{folder}/codes.js"
    if len(compress(to_json_bytes(search_root(site, locale)))) <= _LARGEST_ROOT:
        yield f"{folder}/root.js"


def find_states(site: SiteContext, locale: str) -> tuple[StateOption, ...]:
    """Return the states that a locale's articles have, in the order of an article's life."""
    states = {*site.states.get(locale, {}).values()}
    return tuple(StateOption(name, state_badge(name)) for name in STATES if name in states)


def _families(page: PageContext) -> Iterator[SearchFamily]:
    """List the families of products, by name, each with its first code."""
    # Families found by shape, such as exceptions, belong to no product and are left out.
    codes = page.site.codes_by_family[page.locale]
    described = [family for family in map(page.site.family, codes) if family.product]
    for family in sorted(described, key=lambda family: (family.product, family.id)):
        first = codes[family.id][0]
        example = Link(first, page.href(code_path(page.locale, first)))
        yield SearchFamily(family.product, family.meaning, example)


# What the search box calls a word -> the interface's string.
_BOX_WORDS: Final = {
    "label": "search_label",
    "button": "search",
    "all": "search_all",
    "nothing": "search_none",
    "near": "search_near",
    "failed": "search_failed",
}


def emit_box_words(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield by locale, next to its search page, a call of `errata.say` for the search box."""
    for locale in site.locales:
        path = search_path(locale).removesuffix("index.html") + "words.js"
        yield PlannedFile(path, partial(_box_words, site, locale))


def _box_words(site: SiteContext, locale: str) -> bytes:
    words = site.strings[locale]
    texts = {name: words(string) for name, string in _BOX_WORDS.items()}
    about = {
        "lang": words.language_tag,
        "dir": text_direction(words.language_tag),
        "intl": words.intl,
    }
    counts = dict(words.forms("search_count"))
    return write_script_call("errata.say", {**about, **texts, "counts": counts})
