"""Shows videos of raw HTML as links: a player would ask its host for something on every visit.

    <iframe src="https://www.youtube.com/embed/1" title="Set up"></iframe>    Set up (youtube.com)
    <video controls><source src="steps.mp4"></video>                          Video (steps.mp4)

An `<iframe>` counts where its host is one for videos, in `html.toml`; others are removed and
reported. What stands in a player is for browsers that cannot play, and goes with it.
"""

from __future__ import annotations

from html import escape, unescape
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.repair.raw_tags import TAG, read_html_words, read_tag
from errata.articles.markdown.syntax.foreign import note_mark
from errata.articles.markdown.tokens import make_text

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

    from errata.articles.markdown.context import ParseContext
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
        tokens += (*children[written : player.begin], *_link(state, block, player))
        written = player.end
    return tokens + children[written:]


def _link(state: StateCore, block: Token, player: _Player) -> list[Token]:
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
    site = _host(address) or address.rpartition("/")[2]
    return f"{title or context.words.get('video_link', 'Video')} ({site})"


def _host(address: str) -> str:
    try:  # to browsers, `https://a.net\.youtube.com` leads to `a.net`
        return (urlsplit(address.replace("\\", "/")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
