"""Pairs translations with their originals, and finds what both must have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.checks.places import MarkedPlace, text_place, title_place
from errata.checks.wording import text_of_html
from errata.checks.written import WrittenText, read_file_as_written
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from errata.checks.subjects import KnowledgeBase
    from errata.model import Article

# '<code>a &lt; b</code>' with or without a class; what is in it may have tags of marked codes.
_CODE: Final = compile_late(r"<code\b[^<>]*+>(.*?)</code>", re.DOTALL)
# ' href="https://kin.net/a"' of a link that leaves the site.
_LINK: Final = compile_late(r' href="(https?://[^"]++)"')
# "en-us" in "/en-us/docs", "lang=en" and "hl=ja" say in which language a page is shown.
_LOCALE: Final = compile_late(
    r"(?<=/)[a-z]{2}(?:[-_][a-z]{2,4})?(?:/|$)|(?<=[?&])(?:lang|hl|locale|mt|language)=[\w-]*+&?",
    re.IGNORECASE,
)
# "de." of "https://de.wikipedia.org/"; nothing of "https://www.kin.net".
_LOCALE_HOST: Final = compile_late(r"(?<=://)[a-z]{2}(?:-[a-z]{2})?\.(?=[^/]+\.[a-z])")
# " ", a no-break space and one of no width; not "-".
_WHITE: Final = compile_late(r"[\s\u00a0\u200b]+")


class Pair(NamedTuple):
    """A translation and its original in the default language."""

    original: Article
    translation: Article


def translated_pairs(kb: KnowledgeBase) -> Iterator[Pair]:
    """Yield every visible translation to judge, with its original, in the library's order."""
    for article in kb.visible:
        if not kb.library.is_original(article):
            yield Pair(kb.library.original_of(article), article)


def count_code(article: Article) -> Counter[str]:
    """Count the pieces of code in an article; blanks do not count."""
    html = "".join(article.body.parts)
    spans = _CODE.findall(html) if "<code" in html else []
    return Counter(_WHITE.sub(" ", text_of_html(span)).strip() for span in spans)


def code_place(article: Article, code: str, kb: KnowledgeBase) -> MarkedPlace:
    """Return the place of a piece of code; of the title if it is written in another form."""
    written = _read_file(article, kb)
    # A line of a longer piece is enough to find it, and blanks are not compared.
    lines = [_flexible(line) for line in code.splitlines() if line.strip()] or [_flexible(code)]
    for start, end in written.code if written else ():
        assert written  # noqa: S101 - its code is gone through
        if match := re.search(lines[0], written.text[start:end]):
            return text_place(written, start + match.start(), start + match.end())
    return title_place(article)


def link_place(article: Article, link: str, kb: KnowledgeBase) -> MarkedPlace:
    """Return the place of an address of `count_links`; of the title if it is not found."""
    written = _read_file(article, kb)
    for address in written.addresses() if written else ():
        assert written  # noqa: S101 - its addresses are gone through
        if _fold(unescape(address.url)) == link:
            return text_place(written, address.start, address.start + len(address.url))
    return title_place(article)


def _read_file(article: Article, kb: KnowledgeBase) -> WrittenText | None:
    data = kb.files.get(article.source)
    return None if data is None else read_file_as_written(article.source, data)


def _flexible(text: str) -> str:
    """Return a pattern of the text in which runs of blanks have any length."""
    return r"\s+".join(map(re.escape, text.split()))


def count_links(article: Article) -> Counter[str]:
    """Count the addresses elsewhere that the article links, in any language."""
    links = _LINK.findall("".join(article.body.parts))
    return Counter(_fold(unescape(address)) for address in links)


def _fold(address: str) -> str:
    return _LOCALE.sub("", _LOCALE_HOST.sub("", address.lower())).rstrip("/?&#.")
