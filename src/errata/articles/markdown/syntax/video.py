"""Turns the marks of docfx and Adobe within a text into pictures and links.

    :::image type="content" source="a.png" alt-text="…" lightbox="b.png":::     a picture
    :::no-loc text="Azure":::                                                   its text
    [!VIDEO https://www.example.com/embed/1]                                    a link to the video
    >[!VIDEO](https://www.example.com/embed/1)                                  the same
    [!code-csharp[Main](Program.cs)]                                            a link to the code

A picture with a lightbox of its own is a link to that. Of videos nothing is loaded from their host:
a paragraph of nothing but videos becomes one paragraph each, and a block quote around them goes.
Marks on a line of their own that hold more are directives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.foreign import mark_foreign
from errata.articles.markdown.syntax.spellings import read_arguments
from errata.articles.markdown.tokens import PARAGRAPH, make_block, make_inline, make_text
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


_MARK: Final = "!VIDEO"
_WEB: Final = ("https://", "http://")
# Tokens of a link: opening, text, closing.
_LINK: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rules; the last follows that of callouts, which may leave only videos."""
    md.inline.ruler.before("newline", "docfx_mark", _read_mark)
    md.inline.ruler.before("newline", "docfx_link", _read_link)
    md.core.ruler.push("video", _find_videos)


def _find_videos(state: StateCore) -> None:
    if "[!" not in state.src or _MARK not in state.src.upper():
        return
    words = parse_context(state.env).words.get("video_link", "Video")
    for token in state.tokens:
        if token.type == "inline" and _MARK in token.content.upper():
            token.children = list(_name_links(token.children or [], words))
    state.tokens = _lift_videos(state.tokens)


def _name_links(children: list[Token], words: str) -> Iterator[Token]:
    index = 0
    while index < len(children):
        if _is_marker(link := children[index : index + _LINK]):
            yield from _name_link(link, words)
            index += _LINK
        else:
            yield children[index]
            index += 1


def _is_marker(link: list[Token]) -> bool:
    types = [token.type for token in link]
    return types == ["link_open", "text", "link_close"] and link[1].content.upper() == _MARK


def _name_link(link: list[Token], words: str) -> list[Token]:
    """Name a link for people; return its source text if its target is not a web page."""
    opening, label, closing = link
    url = str(opening.attrGet("href"))
    if not url.lower().startswith(_WEB) or "." not in (host := _host(url)):
        return [make_text(f"[{label.content}]({url})")]
    opening.attrSet("class", "video-link")
    return [opening, make_text(f"{words} ({host})"), closing]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _lift_videos(tokens: list[Token]) -> list[Token]:
    """Give each video of a paragraph of only videos its own, without a quote around them."""
    result: list[Token] = []
    # Where each open block quote begins in `made`; -1 where it holds more than videos.
    quotes: list[int] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open" and (links := _only_videos(tokens[index + 1])):
            result.extend(part for link in links for part in _card(link, token))
            index += PARAGRAPH
            continue
        index += 1
        if token.type == "blockquote_close":
            if (start := quotes.pop()) >= 0:
                del result[start]
                continue
        elif quotes:
            quotes[-1] = -1
        if token.type == "blockquote_open":
            quotes.append(len(result))
        result.append(token)
    return result


def _only_videos(token: Token) -> list[list[Token]]:
    """Return the links of an inline token with only videos and line breaks; else nothing."""
    if _MARK not in token.content.upper():
        return []
    children = [child for child in token.children or () if child.type != "softbreak"]
    links = [children[index : index + _LINK] for index in range(0, len(children), _LINK)]
    return links if all(link[0].attrGet("class") == "video-link" for link in links) else []


def _card(link: list[Token], paragraph: Token) -> tuple[Token, ...]:
    opening = make_block("video_open", "p", 1, class_="video")
    opening.map = paragraph.map
    return opening, make_inline(link), make_block("video_close", "p", -1)


# ':::image source="a.png":::' and ':::no-loc text="a":::' yes; ":::image" and ":::row:::" no.
_DOCFX_MARK: Final = compile_late(
    r":::(image|icon|no-loc|video|code)[ \t]+"
    r"((?:[\w-]+\s*=\s*(?:\"[^\"]{0,1000}+\"|'[^']{0,1000}+'|[^\s:\"']+)\s*+)++):::"
)
# "[!VIDEO https://a.example/b]" yes; "[!VIDEO](https://a.example)" no, which is a link already.
_VIDEO: Final = compile_late(r"\[!VIDEO\s+(https?://[^\s\[\]]{1,1000}+)\s*\]", re.IGNORECASE)
# "[!code-csharp[Main](a.cs#L1)]" yes; "[!code]" no.
_CODE: Final = compile_late(
    r"\[!code(?:-\w+)?\s?\[([^\[\]\n]{0,200}+)\]\(([^()\s]{1,300}+)[^()\n]{0,99}\)\s?\]"
)


def _read_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not state.src.startswith(":::", state.pos):
        return False
    match = _DOCFX_MARK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        attributes, _ = read_arguments(match[2])
        source = attributes.get("source", "")
        if match[1] == "no-loc":
            state.push("text", "", 0).content = attributes.get("text", "")
        elif match[1] in {"image", "icon"} and source:
            _push_picture(
                state, source, attributes.get("alt-text", ""), attributes.get("lightbox", "")
            )
        else:
            mark_foreign(state, f":::{match[1]}", match[0], is_replaced=False)
    state.pos = match.end()
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
    if match := _VIDEO.match(state.src, state.pos, state.posMax):
        href, label = match[1], "!VIDEO"
    elif match := _CODE.match(state.src, state.pos, state.posMax):
        href, label = match[2], match[1] or match[2]
    else:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(href)}
        state.push("text", "", 0).content = label
        state.push("link_close", "a", -1)
        if label != "!VIDEO":
            mark_foreign(state, "[!code]", match[0], is_replaced=False)
    state.pos = match.end()
    return True
