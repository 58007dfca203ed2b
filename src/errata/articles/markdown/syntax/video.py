"""Turns `>[!VIDEO](https://…)` into a link to the video; nothing is loaded from its host.

The marker is a link named `!VIDEO` to markdown. A paragraph of nothing but videos becomes one
paragraph each, and a block quote around them goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.tokens import make_block, make_inline, make_text
from errata.articles.markdown.wording import callout_word

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

CLASSES: frozenset[str] = frozenset({"video", "video-link"})

_MARK = "!VIDEO"
_WEB = ("https://", "http://")
_LINK = 3
"""Tokens of a link: opening, text, closing."""


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("video", _find_videos)


def _find_videos(state: StateCore) -> None:
    if "[!" not in state.src or _MARK not in state.src.upper():
        return
    words = callout_word("video", parse_context(state.env).locale)
    for token in state.tokens:
        if token.type == "inline" and _MARK in token.content.upper():
            token.children = _name_links(token.children or [], words)
    state.tokens = _unwrap(_split(state.tokens))


def _name_links(children: list[Token], words: str) -> list[Token]:
    named: list[Token] = []
    skip = 0
    for index, child in enumerate(children):
        if skip:
            skip -= 1
        elif _is_marker(children, index):
            named.extend(_link(children[index : index + _LINK], words))
            skip = _LINK - 1
        else:
            named.append(child)
    return named


def _is_marker(children: list[Token], index: int) -> bool:
    if children[index].type != "link_open" or len(children) < index + _LINK:
        return False
    label, close = children[index + 1 : index + _LINK]
    return label.type == "text" and label.content.upper() == _MARK and close.type == "link_close"


def _link(link: list[Token], words: str) -> list[Token]:
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


def _split(tokens: list[Token]) -> list[Token]:
    """Give each video of a paragraph that holds nothing else a paragraph of its own."""
    made: list[Token] = []
    in_card = False
    for index, token in enumerate(tokens):
        before = tokens[index - 1]
        if in_card:
            in_card = False
        elif before.type == "paragraph_open" and (links := _only_videos(token)):
            made.pop()
            made.extend(part for link in links for part in _card(link, before))
            in_card = True
        else:
            made.append(token)
    return made


def _card(link: list[Token], paragraph: Token) -> tuple[Token, ...]:
    opening = make_block("video_open", "p", 1, class_="video")
    opening.map = paragraph.map
    return opening, make_inline(link), make_block("video_close", "p", -1)


def _only_videos(token: Token) -> list[list[Token]]:
    """The links of an inline token that holds only videos and line breaks; else nothing."""
    if token.type != "inline" or _MARK not in token.content.upper():
        return []
    rest = [child for child in token.children or () if child.type != "softbreak"]
    links = [rest[at : at + _LINK] for at in range(0, len(rest), _LINK)]
    return links if all(link[0].attrGet("class") == "video-link" for link in links) else []


def _unwrap(tokens: list[Token]) -> list[Token]:
    """Drop block quotes that hold only videos."""
    drop: set[int] = set()
    quotes: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "blockquote_close":
            start = quotes.pop()
            drop |= {start, index} if start >= 0 else set()
        elif quotes and not _in_card(tokens, index):
            quotes[-1] = -1
        if token.type == "blockquote_open":
            quotes.append(index)
    return [token for index, token in enumerate(tokens) if index not in drop]


def _in_card(tokens: list[Token], index: int) -> bool:
    return "video_open" in {tokens[index].type, tokens[index - 1].type, tokens[index - 2].type}
