"""Says whether a text is named after a code: a title, a heading, the first cell of a row.

`Compiler error C2065` and `NG0100: Expression changed` are. `Compiler errors C2001 through C2099`
is not: it is the title of a list.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from errata.model import Article, CodeSpan

# Words before the code that a text begins with: "Fix error code C2065" has three.
_MOST_WORDS_BEFORE = 3
# Words after the code that a text ends with: "fails with a TypeError error" has one.
_MOST_WORDS_AFTER = 1
# Characters before and after a code that are looked at
_REACH = 60
# "Compiler", "error" of "Compiler error: " yes; nothing of ": ("
_WORD = compile_late(r"[^\W_]+")
# After a code: " through C2099", " to 2099", "-2099" yes; " to open", " - name" no
_RANGE = compile_late(
    r"(?i)\s{0,2}(?:(?:through|thru|to|until|bis|até|a|à|al|から)\s{0,2}[A-Z]{0,6}-?|[-\u2013\u2014~\uff5e]\s?)\d"
)
# Between two codes of one heading: ", ", " / ", " and " yes; " through ", ": " no
_JOIN = compile_late(
    r"(?i)\s{0,2}[,;/&|+\u3001]?\s{0,2}(?:(?:and|or|und|oder|et|ou|y|o|e|と)\s)?\s{0,2}"
)


def subjects_of(article: Article) -> frozenset[str]:
    """The codes that title and file name an article after: at most one of each."""
    named = {m.code for m in article.mentions if m.where == "name"}
    in_title = [m for m in article.mentions if m.where == "title" and m.kind == "error"]
    if len({mention.code for mention in in_title}) == 1:
        code, title, surface = in_title[0].code, article.metadata.title, in_title[0].surface
        start = title.find(surface)
        if article.codes == (code,) or is_at_an_end(title, start, len(surface)):
            named.add(code)
    return frozenset(named)


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


def codes_named_by(text: str, spans: Sequence[CodeSpan]) -> tuple[str, ...]:
    """The codes that a heading, a cell or a term is named after; `spans` are those in it.

    Several are where nothing but "and" or a comma is between them.
    """
    for one, two in pairwise(spans):
        if not _JOIN.fullmatch(text, one.end, two.start):
            return ()
    if not spans or not is_at_an_end(text, spans[0].start, spans[-1].end - spans[0].start):
        return ()
    return tuple(dict.fromkeys(span.code for span in spans))
