"""Shows videos of raw HTML as links: a player would ask its host for something on every visit.

    <iframe src="https://www.youtube.com/embed/1" title="Set up"></iframe>    Set up (youtube.com)
    <video controls><source src="steps.mp4"></video>                          Video (steps.mp4)

An `<iframe>` counts where its host is one for videos, in `html.toml`; others are removed and
reported. What stands in a player is for browsers that cannot play, and goes with it.
"""

from __future__ import annotations

from html import escape, unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.repair.raw_tags import TAG, read_html_words, read_tag
from errata.articles.markdown.syntax.foreign import note_mark
from errata.articles.markdown.tokens import make_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

    from errata.articles.markdown.repair.raw_tags import RawTag

_PLAYERS: Final = frozenset({"iframe", "video", "audio"})
_WEB: Final = ("https://", "http://")
_HOSTS: Final = read_html_words("players")["hosts"]


def extend(md: MarkdownIt) -> None:
    """Add the rules before the repairs of raw HTML, one of which takes players for text."""
    md.core.ruler.after("block", "players", _replace_blocks)
    md.core.ruler.after("inline", "inline_players", _replace_inline)


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


def _replace_in_block(state: StateCore, block: Token) -> str:
    """Write each player that is closed as a link, which is a paragraph if nothing is around it."""
    html, made = block.content, list[str]()
    written = begin = 0
    opened: RawTag | None = None
    address = ""
    for found in TAG.finditer(html):
        tag = read_tag(found)
        if opened is None and tag.name in _PLAYERS and not tag.closing:
            opened, begin, address = tag, found.start(), _address(tag)
        elif opened and tag.name == "source":
            address = address or _address(tag._replace(name=opened.name))
        if opened and tag.name == opened.name and _ends(tag, found[0]):
            if address:
                text = _name(state, block, opened, address)
                link = f'<a href="{escape(address)}">{escape(text)}</a>'
                is_apart = not html[:begin].strip()
                made += (html[written:begin], f"<p>{link}</p>" if is_apart else link)
                written = found.end()
            opened = None
    return "".join([*made, html[written:]])


def _replace_in_line(state: StateCore, block: Token) -> list[Token]:
    """Replace players within a text; of one that is not closed only its tag."""
    made: list[Token] = []
    begin, address = 0, ""
    opened: RawTag | None = None
    for token in block.children or ():
        found = TAG.match(token.content) if token.type == "html_inline" else None
        tag = read_tag(found) if found else None
        if tag and opened is None and tag.name in _PLAYERS and not tag.closing:
            begin, opened, address = len(made), tag, _address(tag)
        elif tag and opened and tag.name == "source":
            address = address or _address(tag._replace(name=opened.name))
        made.append(token)
        if tag and opened and tag.name == opened.name and _ends(tag, token.content):
            if address:
                made[begin:] = _link(state, block, opened, address)
            opened = None
    if opened and address:
        made[begin : begin + 1] = _link(state, block, opened, address)
    return made


def _ends(tag: RawTag, written: str) -> bool:
    return tag.closing or written.endswith("/>")


def _link(state: StateCore, block: Token, player: RawTag, address: str) -> list[Token]:
    return [
        Token("html_inline", "", 0, content=f'<a href="{escape(address)}">'),
        make_text(_name(state, block, player, address)),
        Token("html_inline", "", 0, content="</a>"),
    ]


def _address(tag: RawTag) -> str:
    """Return what a player plays; empty for other tags, and for a page that is no video."""
    source = unescape(tag.attributes.get("src", "")) if tag.name in _PLAYERS else ""
    address = f"https:{source}" if source.startswith("//") else source
    host = _host(address)
    is_video = any(f".{host}".endswith(f".{known}") for known in _HOSTS)
    if tag.name == "iframe":
        return address if is_video and address.startswith(_WEB) else ""
    return "" if address.startswith("{") else address


def _name(state: StateCore, block: Token, player: RawTag, address: str) -> str:
    """Return the words of a link to a video: its title, if it has one, and where it is."""
    context = parse_context(state.env)
    place = context.place(context.line_of(block))
    note_mark(state.env, f"<{player.name}>", place, is_replaced=True)
    title = unescape(player.attributes.get("title", ""))
    where = _host(address) or address.rpartition("/")[2]
    return f"{title or context.words.get('video_link', 'Video')} ({where})"


def _host(address: str) -> str:
    try:  # to browsers, `https://a.net\.youtube.com` leads to `a.net`
        return (urlsplit(address.replace("\\", "/")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
