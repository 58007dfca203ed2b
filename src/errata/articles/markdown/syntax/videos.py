"""Turns marks of docfx and Adobe within a text, and players of raw HTML, into pictures and links.

    :::image type="content" source="a.png" alt-text="…" lightbox="b.png":::     a picture
    :::no-loc text="Azure":::                                                   its text
    [!VIDEO https://www.example.com/embed/1]                                    a link to the video
    >[!VIDEO](https://www.example.com/embed/1)                                  the same
    [!code-csharp[Main](Program.cs)]                                            a link to the code

    <iframe src="https://www.youtube.com/embed/1" title="Set up"></iframe>      Set up (youtube.com)
    <video controls><source src="steps.mp4"></video>                            Video (steps.mp4)

A picture with a lightbox of its own is a link to that. Of videos nothing is loaded from their host,
since a player would ask it for something on every visit: a paragraph of nothing but videos becomes
one paragraph each, and a block quote around them goes. Marks on a line of their own that hold more
are directives.

An `<iframe>` counts where its host is one for videos, in `html.toml`; others are removed and
reported. What stands in a player is for browsers that cannot play, and goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.repair.raw_tags import TAG, RawTag, read_html_words, read_tag
from errata.articles.markdown.syntax.foreign import mark_foreign, note_mark
from errata.articles.markdown.syntax.spellings import read_arguments
from errata.articles.markdown.tokens import (
    PARAGRAPH,
    add_pattern_rule,
    make_block,
    make_inline,
    make_text,
    push_link,
    push_picture,
    push_text,
)
from errata.data.patterns import compile_late

_MARK: Final = "!VIDEO"
_WEB: Final = ("https://", "http://")
# Tokens of a link: opening, text, closing.
_LINK: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rules; the last follows that of callouts, which may leave only videos.

    Players are read before the repairs of raw HTML, one of which takes them for text.
    """
    md.core.ruler.after("block", "players", _replace_blocks)
    md.core.ruler.after("inline", "inline_players", _replace_inline)
    add_pattern_rule(md, ("newline", "docfx_mark"), _DOCFX_MARK, _push_mark)
    add_pattern_rule(md, ("newline", "docfx_video"), _VIDEO, _push_video)
    add_pattern_rule(md, ("newline", "docfx_code"), _CODE, _push_code)
    md.core.ruler.push("video", _find_videos)


def _find_videos(state: StateCore) -> None:
    if "[!" not in state.src or _MARK not in state.src.upper():
        return
    words = parse_context(state.env).words.get("video_link", "Video")
    for token in state.tokens:
        if token.children:
            token.children = list(_name_links(token.children, words))
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


def _push_mark(state: StateInline, match: re.Match[str]) -> None:
    attributes, _ = read_arguments(match[2])
    if match[1] == "no-loc":
        push_text(state, attributes.get("text", ""))
    elif match[1] in {"image", "icon"} and attributes.get("source"):
        _push_picture(state, attributes)
    else:
        mark_foreign(state, f":::{match[1]}", match[0], is_replaced=False)


def _push_picture(state: StateInline, attributes: Mapping[str, str]) -> None:
    address = state.md.normalizeLink(attributes["source"])
    larger = state.md.normalizeLink(attributes.get("lightbox", "").partition("#")[0])
    is_linked = bool(larger) and larger != address and not state.linkLevel
    if is_linked:
        state.push("link_open", "a", 1).attrs = {"href": larger}
    push_picture(state, address, attributes.get("alt-text", ""))
    if is_linked:
        state.push("link_close", "a", -1)


def _push_video(state: StateInline, match: re.Match[str]) -> None:
    push_link(state, state.md.normalizeLink(match[1]), _MARK)


def _push_code(state: StateInline, match: re.Match[str]) -> None:
    push_link(state, state.md.normalizeLink(match[2]), match[1] or match[2])
    mark_foreign(state, "[!code]", match[0], is_replaced=False)


_PLAYERS: Final = frozenset({"iframe", "video", "audio"})
_HOSTS: Final = read_html_words("players")["hosts"]


def _has_players(state: StateCore) -> bool:
    return any(f"<{name}" in state.src for name in _PLAYERS)


def _replace_blocks(state: StateCore) -> None:
    for token in state.tokens if _has_players(state) else ():
        if token.type == "html_block":
            token.content = _replace_in_block(state, token)


def _replace_inline(state: StateCore) -> None:
    for token in state.tokens if _has_players(state) else ():
        if any(child.type == "html_inline" for child in token.children or ()):
            token.children = _replace_in_line(state, token)


class _Player(NamedTuple):
    """A player, and its place among characters or tokens."""

    begin: int
    end: int
    tag: RawTag
    address: str
    is_closed: bool = True


def _find_players(tags: Iterable[tuple[int, int, re.Match[str]]]) -> Iterator[_Player]:
    """Yield the players among tags, of which each has a place; of one without an end its tag."""
    opened: _Player | None = None
    for begin, end, match in tags:
        tag = read_tag(match)
        if opened is None and tag.name in _PLAYERS and not tag.closing:
            opened = _Player(begin, end, tag, _address(tag), is_closed=False)
        elif opened and tag.name == "source" and not opened.address:
            opened = opened._replace(address=_address(tag._replace(name=opened.tag.name)))
        if opened and tag.name == opened.tag.name and (tag.closing or match[0].endswith("/>")):
            if opened.address:
                yield opened._replace(end=end, is_closed=True)
            opened = None
    if opened and opened.address:
        yield opened


def _replace_in_block(state: StateCore, block: Token) -> str:
    """Write each player that is closed as a link, which is a paragraph if nothing is around it."""
    html, pieces, written = block.content, list[str](), 0
    for player in _find_players((*match.span(), match) for match in TAG.finditer(html)):
        if player.is_closed:
            text = _name(state, block, player)
            link = f'<a href="{escape(player.address)}">{escape(text)}</a>'
            is_apart = not html[: player.begin].strip()
            pieces += (html[written : player.begin], f"<p>{link}</p>" if is_apart else link)
            written = player.end
    return "".join([*pieces, html[written:]])


def _replace_in_line(state: StateCore, block: Token) -> list[Token]:
    """Replace players within a text; of one that is not closed only its tag."""
    children, tokens, written = block.children or [], list[Token](), 0
    tags = (
        (index, index + 1, match)
        for index, token in enumerate(children)
        if token.type == "html_inline" and (match := TAG.match(token.content))
    )
    for player in _find_players(tags):
        tokens += (*children[written : player.begin], *_make_link(state, block, player))
        written = player.end
    return tokens + children[written:]


def _make_link(state: StateCore, block: Token, player: _Player) -> list[Token]:
    return [
        Token("html_inline", "", 0, content=f'<a href="{escape(player.address)}">'),
        make_text(_name(state, block, player)),
        Token("html_inline", "", 0, content="</a>"),
    ]


def _address(tag: RawTag) -> str:
    """Return what a player plays; empty for other tags, and for a page that is not a video."""
    source = unescape(tag.attributes.get("src", "")) if tag.name in _PLAYERS else ""
    address = f"https:{source}" if source.startswith("//") else source
    host = _host(address)
    is_video = any(f".{host}".endswith(f".{known_host}") for known_host in _HOSTS)
    if tag.name == "iframe":
        return address if is_video and address.startswith(_WEB) else ""
    return "" if address.startswith("{") else address


def _name(state: StateCore, block: Token, player: _Player) -> str:
    context = parse_context(state.env)
    place = context.place(context.line_of(block))
    note_mark(state.env, f"<{player.tag.name}>", place, is_replaced=True)
    return name_video(context, unescape(player.tag.attributes.get("title", "")), player.address)


def name_video(context: ParseContext, title: str, address: str) -> str:
    """Return the words of a link to a video: its title, if it has one, and where it is."""
    site = _host(address).removeprefix("www.") or address.rpartition("/")[2]
    return f"{title or context.words.get('video_link', 'Video')} ({site})"


def _host(address: str) -> str:
    try:  # to browsers, `https://a.net\.youtube.com` leads to `a.net`
        return urlsplit(address.replace("\\", "/")).hostname or ""
    except ValueError:
        return ""
