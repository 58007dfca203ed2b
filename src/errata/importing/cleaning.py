"""Cleans the HTML of any editor: nothing active, no leftovers of Word.

Removed parts that readers would miss are noted; colours, sizes and alignment are noted once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bs4 import Comment
from bs4.element import PreformattedString, Tag

from errata.data.patterns import compile_late
from errata.importing.parsing import walk_tags
from errata.importing.records import REMOVED, SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.importing.records import Account

# Elements that go with all that is in them.
_ACTIVE: Final = frozenset(
    [
        "script",
        "object",
        "embed",
        "applet",
        "base",
        "meta",
        "link",
        "noembed",
        "noframes",
        "template",
        "svg",
        "math",
        "canvas",
    ]
)
_SILENT: Final = frozenset(["style", "head", "title", "xml"])
# Controls go; a text in them stays.
_CONTROLS: Final = frozenset(
    ["form", "input", "button", "select", "textarea", "option", "label", "fieldset"]
)
_MERGED: Final = frozenset(["b", "strong", "i", "em", "u", "s", "code", "del", "tt", "kbd"])
# "font-weight: bold" and "font-weight:700" yes; "font-weight: 400" no.
_BOLD: Final = compile_late(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC: Final = compile_late(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK: Final = compile_late(r"text-decoration[^;]*line-through", re.IGNORECASE)
_FIXED: Final = compile_late(r"font-family\s*:[^;]*\b(?:courier|consolas|monospace)", re.IGNORECASE)
_HIDDEN: Final = compile_late(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_LOOKS: Final = compile_late(r"\b(?:color|background|font-size|text-align|float)\b", re.IGNORECASE)
# "mso-list:l0 level2 lfo1": Word writes a list as paragraphs.
_WORD_LIST: Final = compile_late(r"mso-list\s*:\s*l\d+\s+level(\d)", re.IGNORECASE)
# The mark that Word wrote in front of an item: "1.", "a)" and "iv." yes; "·" no.
_ORDERED: Final = compile_late(r"\s*(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]")


def clean_html(soup: Tag, where: str, account: Account) -> None:
    """Keep what an article may have."""
    _drop_active(soup, where, account)
    _read_word_lists(soup)
    _read_styles(soup, where, account)
    for outer in soup.find_all(["ul", "ol"]):
        _adopt_lists(outer)
    _merge(soup)


def _drop_active(soup: Tag, where: str, account: Account) -> None:
    for node in list(soup.descendants):
        if isinstance(node, Comment | PreformattedString) and not isinstance(node, Tag):
            node.extract()
    for tag in list(walk_tags(soup)):
        if tag.decomposed:
            continue
        if tag.name in _ACTIVE:
            account.note("markup", REMOVED, where, f"<{tag.name}>", "it can run or load something")
            tag.decompose()
        elif tag.name in _SILENT:
            tag.decompose()
        elif tag.name in _CONTROLS:
            account.note("markup", REMOVED, where, f"<{tag.name}>", "a form cannot be sent here")
            tag.unwrap()
        else:
            _drop_events(tag, where, account)


def _drop_events(tag: Tag, where: str, account: Account) -> None:
    for name in [name for name in tag.attrs if name.lower().startswith("on")]:
        account.note("markup", REMOVED, where, f"<{tag.name} {name}>", "it can run a script")
        del tag[name]


def _read_styles(soup: Tag, where: str, account: Account) -> None:
    """Turn the meaning of styles into elements."""
    looks = False
    for tag in list(walk_tags(soup)):
        if tag.decomposed:  # it was in a hidden one
            continue
        style = str(tag.get("style") or "")
        looks = looks or bool(_LOOKS.search(style)) or tag.name == "font"
        if tag.decomposed:
            continue
        if _HIDDEN.search(style) and tag.name != "errata-tab":
            text = " ".join(tag.get_text().split())
            if text:
                account.note("markup", REMOVED, where, text, "it was not shown to readers")
            tag.decompose()
            continue
        if tag.name.startswith(("o:", "v:", "w:", "st1:")) or tag.name in {"font", "big", "nobr"}:
            tag.unwrap()
        elif tag.name == "span" and not tag.get("class"):
            _read_span(tag, style)
    if looks:
        account.note("markup", SIMPLIFIED, where, "colours, sizes or alignment", "not kept")


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
        found = _WORD_LIST.search(str(paragraph.get("style") or ""))
        before = _element_before(paragraph)
        if not found:
            continue
        if not stack or before is not stack[0]:
            stack = []
        level = int(found[1])
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


def _element_before(tag: Tag) -> Tag | None:
    for one in tag.previous_siblings:
        if isinstance(one, Tag):
            return one
        if str(one).strip():
            return None
    return None


def _adopt_lists(outer: Tag) -> None:
    """Move an inner list into the item before it: `<ul><li>a</li><ul>…</ul></ul>`."""
    for child in list(outer.children):
        if isinstance(child, Tag) and child.name in {"ul", "ol"}:
            before = _element_before(child)
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
