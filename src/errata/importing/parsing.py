"""Reads the HTML of any editor as a tree that is nested as HTML demands, in time in proportion.

Of what Python's parser leaves open, each element ends where the next one of its kind begins, as in
a browser. No element lies deeper than an editor nests, so that to look at all that is around each,
or in each, takes no longer for a deep text than for a long one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from errata.data.patterns import compile_late
from errata.text.characters import BIDI, replace_unshown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4.element import PageElement

# Deeper than any editor nests, and far from Python's limit of 1,000 calls.
_DEEPEST: Final = 120
# An article that is built may have 200,000 blocks and pieces of text, and the largest real one has
# 10,900. So many elements take 10 s and 300 MB.
MOST_ELEMENTS: Final = 100_000
# Element -> those in which it cannot lie: its end was left out.
_IMPLIED: Final = {
    "p": frozenset({"p"}),
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "tbody": frozenset({"td", "th", "tr", "tbody", "thead"}),
    "tfoot": frozenset({"td", "th", "tr", "tbody", "thead"}),
}
# Anything inside one of these began after it.
_BOUNDS: Final = frozenset({"table", "ul", "ol", "dl", "div", "blockquote", "section", "details"})
_CELLS: Final = frozenset({"td", "th"})
# Their contents are not text, however deeply they are nested.
_UNSEEN: Final = frozenset({"script", "style"})

# "<![foo" yes; "<![CDATA[", "<![if" and "<![endif]>" no.
_UNKNOWN_SECTION: Final = compile_late(
    r"<!\[(?!(?:cdata|temp|ignore|include|rcdata|if|else|endif)(?![\w.-]))", re.IGNORECASE
)
# "&#999999999" and "&#x0000000041;" yes: no character has so many digits; "&#128512;" no.
_LONG_REFERENCE: Final = compile_late(r"&#[xX]?[0-9A-Fa-f]{9,}+;?")
# What is looked for from each beginning on: ends and beginnings.
_SECTIONS: Final = ((">", "<"), ("-->", "<!--"), ("]>", "<!["))


def make_parsable(html: str) -> str:
    """Remove what Python's parser refuses, or searches again and again for its end."""
    html = _UNKNOWN_SECTION.sub("&lt;![", _LONG_REFERENCE.sub("", html))
    for end, start in _SECTIONS:
        closed, mark, rest = html.rpartition(end)
        html = closed + mark + rest.replace(start, f"&lt;{start[1:]}")
    return html


def parse_html(html: str) -> ParsedHtml:
    """Parse a body into a tree, without characters that nothing can show."""
    # A short text on one line could be meant as the name of a file, of which Beautiful Soup warns.
    plain = make_parsable(BIDI.sub("", replace_unshown(html, "")))
    return ParsedHtml(f"{plain}\n", "html.parser", element_classes={Tag: _Element})


def walk_tags(parent: Tag) -> Iterator[Tag]:
    """Yield the elements below another, in the order of the text."""
    return (node for node in parent.descendants if isinstance(node, Tag))


class _Element(Tag):
    """An element that finds a child from where it found the last one: passes go in their order."""

    _last = 0
    # Where it is not set, Beautiful Soup looks for an element of this name.
    _decomposed = False

    def index(self, element: PageElement) -> int:
        """Return the place of a child."""
        count = len(self.contents)
        for distance in range(count + 1):
            for at in (self._last - distance, self._last + distance):
                if 0 <= at < count and self.contents[at] is element:
                    self._last = at
                    return at
        return super().index(element)


class ParsedHtml(BeautifulSoup):
    """Ends elements whose end was left out, and opens none that lies too deep: its text stays.

    So does the text of those above the limit.
    """

    def reset(self) -> None:
        """Begin a text."""
        super().reset()
        self._unopened: Counter[str] = Counter()
        self._count = 0

    @property
    def is_above_limit(self) -> bool:
        """Whether there are more elements than are opened."""
        return self._count > MOST_ELEMENTS

    def handle_starttag(self, name: str, *about: Any, **more: Any) -> Tag | None:  # noqa: ANN401 - the parser's own
        """Open an element; None where there is nothing to close."""
        self._end_before(name)
        is_void = self.builder.can_be_empty_element(name)
        self._count += 1
        is_unopened = self.is_above_limit or (len(self.tagStack) > _DEEPEST and not is_void)
        if is_unopened and name not in _UNSEEN:
            self._unopened[name] += not is_void
            return None
        tag = super().handle_starttag(name, *about, **more)
        if is_void:
            # The parser keeps a list of those that it closed itself, and searches it at each end.
            self.popTag()
            return None
        return tag

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Close an element, unless it was never opened."""
        if self._unopened[name]:
            self._unopened[name] -= 1
            return
        depth = len(self.tagStack)
        super().handle_endtag(name, nsprefix)
        if len(self.tagStack) < depth:
            self._unopened.clear()

    def _end_before(self, name: str) -> None:
        """Close what should have ended before an element, also behind an inline one."""
        inside = _IMPLIED.get(name, frozenset())
        for place in range(len(self.tagStack) - 1, 0, -1) if inside else ():
            outer = self.tagStack[place].name
            if outer in inside:
                self.endData()
                while len(self.tagStack) > place:
                    self.popTag()
                self._unopened.clear()
            elif outer in _BOUNDS or (outer in _CELLS and name in {"p", "li"}):
                return
