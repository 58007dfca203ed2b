"""Which article translates which, and what the two must have in common."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.checks.subjects import KnowledgeBase
    from errata.model import Article

# '<code>a &lt; b</code>' with or without a class; what is in it may have tags of marked codes.
_CODE: Final = re.compile(r"<code\b[^<>]*+>(.*?)</code>", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*+>")
# ' href="https://kin.net/a"' of a link that leaves the site.
_LINK: Final = re.compile(r' href="(https?://[^"]++)"')
# "en-us" in "/en-us/docs", "lang=en" and "hl=ja" say in which language a page is shown.
_LOCALE: Final = re.compile(
    r"(?<=/)[a-z]{2}(?:[-_][a-z]{2,4})?(?=/|$)|(?<=[?&])(?:lang|hl|locale|mt|language)=[\w-]*+&?",
    re.IGNORECASE,
)
_WHITE: Final = re.compile(r"[\s\u00a0\u200b]+")


class Pair(NamedTuple):
    """A translation and the article that it translates, in the language that goes first."""

    original: Article
    translation: Article


def translated_pairs(kb: KnowledgeBase) -> Iterator[Pair]:
    """Every visible translation to judge, with its original, in the order of the library."""
    for article in kb.visible:
        locale = kb.library.translations[article.number][0]
        if locale != article.locale:
            yield Pair(kb.library.by_key[locale, article.number], article)


def code_of(article: Article) -> Counter[str]:
    """What the article has as code, with the number of each; blanks do not count."""
    html = "".join(article.body.parts)
    found = _CODE.findall(html) if "<code" in html else []
    return Counter(_WHITE.sub(" ", unescape(_TAG.sub("", one))).strip() for one in found)


def links_of(article: Article) -> Counter[str]:
    """Addresses elsewhere that the article links, whatever language they ask for."""
    found = _LINK.findall("".join(article.body.parts))
    return Counter(_fold(unescape(address)) for address in found)


def _fold(address: str) -> str:
    return _LOCALE.sub("", address.lower()).rstrip("/?&#.")
