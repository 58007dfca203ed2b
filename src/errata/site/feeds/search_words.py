"""The words of `<errata-search>`, the search box on pages of other sites: beside each search page.

A script, since that is all that a strict policy of such a page has to allow. It calls `errata.say`,
which `templates/assets/js/search/element.js` defines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.site.feeds.json import script_call
from errata.site.urls import search_path
from errata.text.locales import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.site.context import SiteContext
    from errata.text.strings import Strings

_WORDS: Final = {
    "label": "search_label",
    "button": "search",
    "all": "search_all",
    "nothing": "search_none",
    "near": "search_near",
    "failed": "search_failed",
}
"""What the element calls a word -> the interface's string."""


def emit(site: SiteContext) -> Iterator[Artifact]:
    """By locale."""
    for locale in site.locales:
        path = search_path(locale).removesuffix("index.html") + "words.js"
        yield Artifact(path, script_call("errata.say", _said(site.strings[locale])))


def _said(words: Strings) -> dict[str, object]:
    texts = {name: words(string) for name, string in _WORDS.items()}
    about = {"lang": words.lang, "dir": text_direction(words.lang), "intl": words.intl}
    return {**about, **texts, "counts": dict(words.forms("search_count"))}
