"""Reads the HTML of any editor as a tree that is nested as HTML demands, in time in proportion.

Of what Python's parser leaves open, each element ends where the next one of its kind begins, as in
a browser. No element lies deeper than an editor nests, so that to look at all that is around each,
or in each, takes no longer for a deep text than for a long one.

The tree is cleaned: nothing active stays, no leftovers of Word. Removed parts that readers would
miss are noted; colours, sizes and alignment are noted once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from bs4 import BeautifulSoup, Comment
from bs4.element import PageElement, PreformattedString, Tag

from errata.data import read_texts
from errata.data.patterns import compile_late
from errata.importing.records import REMOVED, SIMPLIFIED, Account
from errata.text.characters import BIDI, replace_unshown

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
        closed, mark, remaining = html.rpartition(end)
        html = closed + mark + remaining.replace(start, f"&lt;{start[1:]}")
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
            for place in (self._last - distance, self._last + distance):
                if 0 <= place < count and self.contents[place] is element:
                    self._last = place
                    return place
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

    def handle_starttag(self, name: str, *about: Any, **options: Any) -> Tag | None:  # noqa: ANN401 - the parser's own
        """Open an element; None where there is nothing to close."""
        self._end_before(name)
        is_void = self.builder.can_be_empty_element(name)
        self._count += 1
        is_unopened = self.is_above_limit or (len(self.tagStack) > _DEEPEST and not is_void)
        if is_unopened and name not in _UNSEEN:
            self._unopened[name] += not is_void
            return None
        tag = super().handle_starttag(name, *about, **options)
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


_ACTIVE: Final = frozenset(read_texts("imported_html", "active"))
_SILENT: Final = frozenset(read_texts("imported_html", "silent"))
_CONTROLS: Final = frozenset(read_texts("imported_html", "controls"))
_MERGED: Final = frozenset(["b", "strong", "i", "em", "u", "s", "code", "del", "tt", "kbd"])
# "font-weight: bold" and "font-weight:700" yes; "font-weight: 400" no.
_BOLD: Final = compile_late(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# The same of other looks: "font-style: italic", "font-family: Consolas", "display:none".
_ITALIC: Final = compile_late(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK: Final = compile_late(r"text-decoration[^;]*line-through", re.IGNORECASE)
_FIXED: Final = compile_late(r"font-family\s*:[^;]*\b(?:courier|consolas|monospace)", re.IGNORECASE)
_HIDDEN: Final = compile_late(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_LOOKS: Final = compile_late(r"\b(?:color|background|font-size|text-align|float)\b", re.IGNORECASE)
# "mso-list:l0 level2 lfo1": Word writes a list as paragraphs.
_WORD_LIST: Final = compile_late(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
# The mark that Word wrote in front of an item: "1.", "a)" and "iv." yes; "·" no.
_ORDERED: Final = compile_late(r"\s*(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]")


def clean_html(soup: Tag, place: str, account: Account) -> None:
    """Keep what an article may have."""
    _drop_active(soup, place, account)
    _read_word_lists(soup)
    _read_styles(soup, place, account)
    for outer in soup.find_all(["ul", "ol"]):
        _adopt_lists(outer)
    _merge(soup)


def _drop_active(soup: Tag, place: str, account: Account) -> None:
    for node in list(soup.descendants):
        if isinstance(node, Comment | PreformattedString) and not isinstance(node, Tag):
            node.extract()
    for tag in list(walk_tags(soup)):
        if tag.decomposed:
            continue
        if tag.name in _ACTIVE:
            account.note("markup", REMOVED, place, f"<{tag.name}>", "it can run or load something")
            tag.decompose()
        elif tag.name in _SILENT:
            tag.decompose()
        elif tag.name in _CONTROLS:
            account.note("markup", REMOVED, place, f"<{tag.name}>", "a form cannot be sent here")
            tag.unwrap()
        else:
            _drop_events(tag, place, account)


def _drop_events(tag: Tag, place: str, account: Account) -> None:
    for name in [name for name in tag.attrs if name.lower().startswith("on")]:
        account.note("markup", REMOVED, place, f"<{tag.name} {name}>", "it can run a script")
        del tag[name]


def _read_styles(soup: Tag, place: str, account: Account) -> None:
    """Turn the meaning of styles into elements."""
    looks = False
    for tag in list(walk_tags(soup)):
        if tag.decomposed:  # it was in a hidden one
            continue
        style = str(tag.get("style") or "")
        looks = looks or bool(_LOOKS.search(style)) or tag.name == "font"
        if _HIDDEN.search(style) and tag.name != "errata-tab":
            text = " ".join(tag.get_text().split())
            if text:
                account.note("markup", REMOVED, place, text, "it was not shown to readers")
            tag.decompose()
            continue
        if tag.name.startswith(("o:", "v:", "w:", "st1:")) or tag.name in {"font", "big", "nobr"}:
            tag.unwrap()
        elif tag.name == "span" and not tag.get("class"):
            _read_span(tag, style)
    if looks:
        account.note("markup", SIMPLIFIED, place, "colours, sizes or alignment", "not kept")


def _read_span(tag: Tag, style: str) -> None:
    names = [
        name
        for pattern, name in ((_BOLD, "b"), (_ITALIC, "i"), (_STRUCK, "s"), (_FIXED, "code"))
        if pattern.search(style) and not (name == "code" and tag.find_parent(["pre", "code"]))
    ]
    if not names or any(
        child.name in {"p", "div", "table", "ul", "ol"} for child in walk_tags(tag)
    ):
        return
    tag.name = names[0]
    for name in names[1:]:
        inner = Tag(name=name)
        for child in list(tag.children):
            inner.append(child.extract())
        tag.append(inner)


def _read_word_lists(soup: Tag) -> None:
    """Turn paragraphs that Word marked as items into a list with the same levels."""
    stack: list[Tag] = []
    for paragraph in soup.find_all("p"):
        match = _WORD_LIST.search(str(paragraph.get("style") or ""))
        before = element_before(paragraph)
        if not match:
            continue
        if not stack or before is not stack[0]:
            stack = []
        level = int(match[1])
        mark = _take_mark(paragraph)
        del stack[level:]
        while len(stack) < level:
            fresh = Tag(name="ol" if _ORDERED.match(mark) else "ul")
            if stack:
                items = stack[-1].contents  # nothing but items was put into it
                inner = items[-1] if items else stack[-1]
                assert isinstance(inner, Tag)  # noqa: S101 - as above
                inner.append(fresh)
            else:
                paragraph.insert_before(fresh)
            stack.append(fresh)
        paragraph.extract()
        paragraph.name = "li"
        paragraph.attrs = {}
        stack[-1].append(paragraph)


def _take_mark(paragraph: Tag) -> str:
    """Remove and return the bullet or number that Word wrote as text, in a span of its own."""
    for span in paragraph.find_all("span"):
        if "mso-list:ignore" in str(span.get("style") or "").replace(" ", "").lower():
            text: str = span.get_text()
            outer = span.parent if span.parent is not paragraph and span.parent else span
            (outer if outer.get_text() == text else span).decompose()
            return text
    return ""


def element_before(tag: Tag) -> Tag | None:
    """Return the element right before another; None if there is text between them."""
    for sibling in tag.previous_siblings:
        if isinstance(sibling, Tag):
            return sibling
        if str(sibling).strip():
            return None
    return None


def _adopt_lists(outer: Tag) -> None:
    """Move an inner list into the item before it: `<ul><li>a</li><ul>…</ul></ul>`."""
    for child in list(outer.children):
        if isinstance(child, Tag) and child.name in {"ul", "ol"}:
            before = element_before(child)
            if before is not None and before.name == "li":
                before.append(child.extract())


def _merge(soup: Tag) -> None:
    """Merge `<b>a</b><b>b</b>` into one element: adjacent marks would not be read."""
    for tag in list(walk_tags(soup)):
        if tag.name not in _MERGED or tag.parent is None:
            continue
        for after in _adjoining(tag):
            for child in list(after.children):
                tag.append(child.extract())
            after.decompose()


def _adjoining(tag: Tag) -> Iterator[Tag]:
    while isinstance(after := tag.next_sibling, Tag) and after.name == tag.name:
        if after.attrs.get("id") or after.attrs.get("name"):
            return
        yield after
