"""Says whether a text is named after a code: a title, a heading, the first cell of a row.

`Compiler error C2065` and `NG0100: Expression changed` are. `Compiler errors C2001 through C2099`
is not: it is the title of a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from errata.model import Article

# Words before the code that a text begins with: "Fix error code C2065" has three.
_MOST_WORDS_BEFORE = 3
# Words after the code that a text ends with: "fails with a TypeError error" has one.
_MOST_WORDS_AFTER = 1
# Characters before and after a code that are looked at
_REACH = 60
# "Compiler", "error" of "Compiler error: " yes; nothing of ": ("
_WORD = re.compile(r"[^\W_]+")
# After a code: " through C2099", " to 2099", "-2099" yes; " to open", " - name" no
_RANGE = re.compile(
    r"(?i)\s{0,2}(?:(?:through|thru|to|until|bis|até|a|à|al|から)\s{0,2}[A-Z]{0,6}-?|[-\u2013\u2014~\uff5e]\s?)\d"
)


def is_named_after(article: Article, code: str) -> bool:
    """Whether title or file name an article after a code."""
    in_title = [m for m in article.mentions if m.where == "title" and m.kind == "error"]
    if any(mention.where == "name" and mention.code == code for mention in article.mentions):
        return True
    if {mention.code for mention in in_title} != {code}:
        return False
    title, surface = article.metadata.title, in_title[0].surface
    return article.codes == (code,) or is_at_an_end(title, title.find(surface), len(surface))


def is_at_an_end(text: str, start: int, length: int) -> bool:
    """Whether a code at a place begins the text, after a few words at most, or ends it."""
    if start < 0:
        return False
    before, after = text[:start], text[start + length :]
    if _RANGE.match(after):
        return False
    words = len(_WORD.findall(before[-_REACH:]))
    begins = len(before) < _REACH and words <= _MOST_WORDS_BEFORE
    return begins or len(_WORD.findall(after[:_REACH])) <= _MOST_WORDS_AFTER
