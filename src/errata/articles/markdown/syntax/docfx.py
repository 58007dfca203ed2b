"""Reads the marks of docfx that stand within a text.

    :::image type="content" source="a.png" alt-text="…" lightbox="b.png":::     a picture
    :::no-loc text="Azure":::                                                   its text
    [!VIDEO https://www.example.com/embed/1]                                    a link to the video
    [!code-csharp[Main](Program.cs)]                                            a link to the code

A picture with a lightbox of its own is a link to that. Marks on a line of their own that hold more
are directives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.syntax.foreign import mark_foreign
from errata.articles.markdown.syntax.spellings import read_arguments

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

# ':::image source="a.png":::' and ':::no-loc text="a":::' yes; ":::image" and ":::row:::" no.
_MARK: Final = re.compile(
    r":::(image|icon|no-loc|video|code)[ \t]+"
    r"((?:[\w-]+\s*=\s*(?:\"[^\"]{0,1000}+\"|'[^']{0,1000}+'|[^\s:\"']+)\s*+)++):::"
)
# "[!VIDEO https://a.example/b]" yes; "[!VIDEO](https://a.example)" no, which is a link already.
_VIDEO: Final = re.compile(r"\[!VIDEO\s+(https?://[^\s\[\]]{1,1000}+)\s*\]", re.IGNORECASE)
# "[!code-csharp[Main](a.cs#L1)]" yes; "[!code]" no.
_CODE: Final = re.compile(
    r"\[!code(?:-\w+)?\s?\[([^\[\]\n]{0,200}+)\]\(([^()\s]{1,300}+)[^()\n]{0,99}\)\s?\]"
)


def extend(md: MarkdownIt) -> None:
    """Add the inline rules before those of labels and links."""
    md.inline.ruler.before("newline", "docfx_mark", _read_mark)
    md.inline.ruler.before("newline", "docfx_link", _read_link)


def _read_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not state.src.startswith(":::", state.pos):
        return False
    found = _MARK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        given, _ = read_arguments(found[2])
        source = given.get("source", "")
        if found[1] == "no-loc":
            state.push("text", "", 0).content = given.get("text", "")
        elif found[1] in {"image", "icon"} and source:
            _push_picture(state, source, given.get("alt-text", ""), given.get("lightbox", ""))
        else:
            mark_foreign(state, f":::{found[1]}", found[0], is_replaced=False)
    state.pos = found.end()
    return True


def _push_picture(state: StateInline, source: str, alt: str, lightbox: str) -> None:
    address = state.md.normalizeLink(source)
    larger = state.md.normalizeLink(lightbox.partition("#")[0])
    is_linked = bool(larger) and larger != address and not state.linkLevel
    if is_linked:
        state.push("link_open", "a", 1).attrs = {"href": larger}
    picture = state.push("image", "img", 0)
    picture.attrs, picture.content, picture.children = {"src": address, "alt": ""}, alt, []
    state.md.inline.parse(alt, state.md, state.env, picture.children)
    if is_linked:
        state.push("link_close", "a", -1)


def _read_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not state.src.startswith("[!", state.pos):
        return False
    if found := _VIDEO.match(state.src, state.pos, state.posMax):
        href, label = found[1], "!VIDEO"
    elif found := _CODE.match(state.src, state.pos, state.posMax):
        href, label = found[2], found[1] or found[2]
    else:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(href)}
        state.push("text", "", 0).content = label
        state.push("link_close", "a", -1)
        if label != "!VIDEO":
            mark_foreign(state, "[!code]", found[0], is_replaced=False)
    state.pos = found.end()
    return True
