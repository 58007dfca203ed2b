"""Reads the links of wikis: `[[page]]`, `[[page|text]]`, `[[page#heading]]`, `![[a.png|300]]`.

A page is named by its file, its title or its path. Which one that is, is known when all articles
are: until then a link's address is `#wiki/page#heading`. Inside code these are text, as always.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from errata.articles.markdown.link_places import WIKI_PREFIX
from errata.articles.markdown.tokens import make_text, push_link
from errata.data.patterns import compile_late

# "[[First steps#Two|the steps]]", "![[a.png]]" and "[[#Two]]" yes; "[[ -f x ]]", "[[:alpha:]]",
# "[[1]]", "[[TOC]]", "[[_TOSP_]]", "[[a](b)]" and "[[a]](b)" no.
_LINK: Final = compile_late(
    r"!?\[\[(?!_?to(?:c|sp)_?\]|\d+\]|[\s:\-^])"
    r"([^\[\]|#<>\n]{0,200}+)(?:#([^\[\]|<>\n]{1,200}+))?(?:\|([^\[\]\n]{0,300}+))?\]\](?![(\[:])",
    re.IGNORECASE,
)
# "a.png" and "b.JPG" yes; "a.md" no.
_PICTURE: Final = compile_late(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$", re.IGNORECASE)
# A picture's width, with or without its height: "300" and "300x200" yes; "3 pixels" no.
_SIZE: Final = compile_late(r"(\d{1,4})(?:x\d{1,4})?")


def extend(md: MarkdownIt) -> None:
    """Add the rule before that of links and pictures."""
    md.inline.ruler.before("link", "wiki_links", _read_link)


def _read_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    match = _LINK.match(state.src, state.pos, state.posMax)
    # "argv[[x]]" is an expression, "[[[x]]]" is none, and in a link's text there is no other link.
    if not match or before.isalnum() or before in {"[", "]"} or state.linkLevel:
        return False
    references = state.env.get("references", {})
    if reference := references.get(normalizeReference(match[0].strip("![]"))):
        return _read_defined(state, match, reference["href"], silent=silent)
    name, heading, label = (part.strip() if part else "" for part in match.groups())
    if not name and not heading:
        return False
    if not silent:
        _push(state, name, heading, label)
    state.pos = match.end()
    return True


def _read_defined(state: StateInline, match: re.Match[str], address: str, *, silent: bool) -> bool:
    """Read `[[page]]` with a line `[page]: page.md` below, which Foam writes for other tools."""
    # No page is named "*foo* bar": that is emphasis in a link in brackets.
    if "://" in address or match[0].startswith("!") or "*" in match[0]:
        return False
    if not silent:
        push_link(state, address, match[3] or match[1])
    state.pos = match.end()
    return True


def _push(state: StateInline, name: str, heading: str, label: str) -> None:
    address = f"{WIKI_PREFIX}{quote(name, safe='')}" + (f"#{quote(heading)}" if heading else "")
    if state.src.startswith("!", state.pos) and _PICTURE.search(name):
        _push_picture(state, address, name, label)
        return
    text = label or (f"{name}#{heading}" if name and heading else name or heading)
    push_link(state, address, text)


def _push_picture(state: StateInline, address: str, name: str, label: str) -> None:
    picture = state.push("image", "img", 0)
    size = _SIZE.fullmatch(label)
    alt = "" if size else label or name
    picture.attrs = {"src": address, "alt": ""}
    if size:
        picture.attrSet("width", size[1])
    picture.content, picture.children = alt, [make_text(alt)] if alt else []
