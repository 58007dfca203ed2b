"""Turns `>[!VIDEO](https://…)` into a link to the video; nothing is loaded from its host.

The marker is a link named `!VIDEO` to markdown. A paragraph of nothing but videos becomes one
paragraph each, and a block quote around them goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.tokens import make_block, make_inline, make_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_MARK: Final = "!VIDEO"
_WEB: Final = ("https://", "http://")
# Tokens of a link: opening, text, closing; and of a paragraph: opening, inline, closing.
_LINK: Final = 3
_PARAGRAPH: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rule; it follows that of callouts, which may leave a paragraph of only videos."""
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
    at = 0
    while at < len(children):
        if _is_marker(link := children[at : at + _LINK]):
            yield from _name_link(link, words)
            at += _LINK
        else:
            yield children[at]
            at += 1


def _is_marker(link: list[Token]) -> bool:
    types = [token.type for token in link]
    return types == ["link_open", "text", "link_close"] and link[1].content.upper() == _MARK


def _name_link(link: list[Token], words: str) -> list[Token]:
    """The link with words for people; its source text where it leads to no web page."""
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
    """Each video of a paragraph of only videos in one of its own, without a quote around them."""
    made: list[Token] = []
    # Where each open block quote begins in `made`; -1 where it holds more than videos.
    quotes: list[int] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "paragraph_open" and (links := _only_videos(tokens[at + 1])):
            made.extend(part for link in links for part in _card(link, token))
            at += _PARAGRAPH
            continue
        at += 1
        if token.type == "blockquote_close":
            if (start := quotes.pop()) >= 0:
                del made[start]
                continue
        elif quotes:
            quotes[-1] = -1
        if token.type == "blockquote_open":
            quotes.append(len(made))
        made.append(token)
    return made


def _only_videos(token: Token) -> list[list[Token]]:
    """The links of an inline token that holds only videos and line breaks; else nothing."""
    if _MARK not in token.content.upper():
        return []
    rest = [child for child in token.children or () if child.type != "softbreak"]
    links = [rest[at : at + _LINK] for at in range(0, len(rest), _LINK)]
    return links if all(link[0].attrGet("class") == "video-link" for link in links) else []


def _card(link: list[Token], paragraph: Token) -> tuple[Token, ...]:
    opening = make_block("video_open", "p", 1, class_="video")
    opening.map = paragraph.map
    return opening, make_inline(link), make_block("video_close", "p", -1)
