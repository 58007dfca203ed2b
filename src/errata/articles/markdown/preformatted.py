"""Reads what is preformatted in a block of raw HTML: a log or a message, as a block of code is."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# "<pre>", "<PRE class=\"a\">" yes; "<preface>", "</pre>" no
_BEGIN: Final = re.compile(r"<pre(?:\s[^<>]{0,1000})?>", re.IGNORECASE)
# "</pre>", "</PRE >" yes; "<pre>" no
_END: Final = re.compile(r"</pre\s{0,100}>", re.IGNORECASE)
# "<br>", "<br />" yes; "<b>" no
_LINE_BREAK: Final = re.compile(r"<br\s{0,100}/?>", re.IGNORECASE)
# "<b>", "</span>", "<!-- a -->" yes; "a < b", "&lt;b&gt;" no
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,1000}>|<!--[^<>]{0,1000}-->")


def preformatted_texts(html: str) -> Iterator[tuple[int, str]]:
    """Each text without its tags, with the number of line ends that stand above it."""
    end = counted = above = 0
    while begin := _BEGIN.search(html, end):
        closing = _END.search(html, begin.end())
        if closing is None:
            return
        text = _LINE_BREAK.sub("\n", html[begin.end() : closing.start()])
        above, counted = above + html.count("\n", counted, begin.end()), begin.end()
        yield above, unescape(_TAG.sub("", text))
        end = closing.end()
