"""How long a text is to a reader: a wide character says what two letters do."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from errata.model import Article

# Logs and listings are not read word by word.
_LISTING: Final = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
# "<p>" and "</p>"; not "a < b", which is escaped.
_TAG: Final = re.compile(r"<[^<>]*+>")
# "環" and "が" each; not "a".
_WIDE: Final = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


def width(text: str) -> int:
    """Characters of a line, wide ones counted twice, as a terminal and a list of results do."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def words_of_article(article: Article) -> int:
    """Words of the article's text without listings; two wide characters are one."""
    html = "".join(article.body.parts)
    text = unescape(_TAG.sub(" ", _LISTING.sub(" ", html) if "<pre" in html else html))
    if text.isascii():
        return len(text.split())
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2
