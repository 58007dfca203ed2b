"""The words of `<errata-search>`, the search box on pages of other sites, as a script by locale.

A script is all that a strict policy of such a page has to allow.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from errata.model import PlannedFile
from errata.site.urls import search_path
from errata.text.display import write_script_call
from errata.text.locales import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.site.context import SiteContext

# What the search box calls a word -> the interface's string.
_BOX_WORDS: Final = {
    "label": "search_label",
    "button": "search",
    "all": "search_all",
    "nothing": "search_none",
    "near": "search_near",
    "failed": "search_failed",
}


def emit(site: SiteContext) -> Iterator[PlannedFile]:
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
