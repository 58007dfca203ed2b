"""How long a text is to a reader: a wide character says what two letters do."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from errata.model import Article

# Logs and listings are not read word by word.
_LISTING: Final = compile_late(r"<pre\b.*?</pre>", re.DOTALL)
# "<p>" and "</p>"; not "a < b", which is escaped.
_TAG: Final = compile_late(r"<[^<>]*+>")
# "環" and "が" each; not "a".
_WIDE: Final = compile_late(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


def words_of_article(article: Article) -> int:
    """Words of the article's text without listings; two wide characters are one."""
    html = "".join(article.body.parts)
    text = unescape(_TAG.sub(" ", _LISTING.sub(" ", html) if "<pre" in html else html))
    if text.isascii():
        return len(text.split())
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2
