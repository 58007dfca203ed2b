"""Reads the markers that open a block quote: `>[!NOTE]`, `>[!TAB Name]`, `>[!BEGINSHADEBOX "…"]`.

It works on inline tokens, after the exporter's damage is repaired; a name may hold inline markup.

Turns block quotes that open with `[!NOTE]` and the like into callouts with a title.

`[!MORELIKETHIS]` becomes a box of related links; its title is no heading, so it stays out of the
contents. An unknown marker leaves an ordinary block quote.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.tokens import BREAKS, make_block, make_inline, make_text
from errata.articles.markdown.wording import callout_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


_NAME = re.compile(r"\s*+\[!([A-Za-z]++)(?:\s++|(?=\]))")


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker and what stands around it."""

    name: str
    """Upper case."""
    title: tuple[Token, ...]
    """What follows the name, up to the closing bracket."""
    rest: tuple[Token, ...]
    """What follows the closing bracket, without a line break at its beginning."""


def read_marker(children: Sequence[Token], names: Collection[str]) -> Marker | None:
    """The marker of one of these names at the beginning of the children, if there is one."""
    if not children or children[0].type != "text":
        return None
    found = _NAME.match(children[0].content)
    if not found or (name := found[1].upper()) not in names:
        return None
    depth = 0
    for index, child in enumerate(children):
        depth += child.nesting
        start = found.end() if not index else 0
        if child.type in BREAKS:
            return None
        if child.type == "text" and not depth and (close := child.content.find("]", start)) >= 0:
            title = (*_cut(children[:index], found.end()), _piece(child, start, close))
            after = _piece(child, close + 1)
            after.content = after.content.lstrip()
            return Marker(name, _filled(title), _unbroken(after, children[index + 1 :]))
    return None


def quote_marker(tokens: Sequence[Token], index: int, names: Collection[str]) -> Marker | None:
    """The marker that opens the block quote at `index`; an escaped one is none."""
    if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
        return None
    paragraph = tokens[index + 2]
    escaped = paragraph.content.startswith("\\")
    return None if escaped else read_marker(paragraph.children or (), names)


def _cut(children: Sequence[Token], start: int) -> Sequence[Token]:
    return (_piece(children[0], start), *children[1:]) if children else ()


def _piece(token: Token, start: int, end: int | None = None) -> Token:
    piece = copy(token)
    piece.content = token.content[start:end]
    return piece


def _filled(children: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(child for child in children if child.content or child.type != "text")


def _unbroken(first: Token, others: Sequence[Token]) -> tuple[Token, ...]:
    if first.content:
        return (first, *others)
    return tuple(others[1:] if others and others[0].type in BREAKS else others)


_KINDS = frozenset(
    (
        *("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING", "ADMINISTRATION", "AVAILABILITY"),
        *("PREREQUISITES", "ERROR", "INFO", "SUCCESS"),
    )
)
_RELATED = "MORELIKETHIS"
_NAMES = _KINDS | {_RELATED}
CLASSES: frozenset[str] = frozenset(
    {"callout", "callout-title", "morelikethis", "morelikethis-title"}
    | {f"callout-{kind.lower()}" for kind in _KINDS}
)


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("callouts", _find_callouts)


def _find_callouts(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    locale = parse_context(state.env).locale
    tokens = state.tokens
    made: list[Token] = []
    opened: list[bool] = []
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        made.append(token)
        if token.type == "blockquote_open":
            marker = quote_marker(tokens, index, _NAMES)
            opened.append(marker is not None)
            if marker:
                made.extend(_open(token, marker, locale))
                skip = 0 if _leave(tokens[index + 2], marker) else 3
        elif token.type == "blockquote_close" and opened.pop():
            token.type, token.tag = "callout_close", "div"
    state.tokens = made


def _open(quote: Token, marker: Marker, locale: str) -> tuple[Token, ...]:
    """Make the quote a callout; returns its title."""
    key = marker.name.lower()
    related = marker.name == _RELATED
    base = key if related else "callout"
    quote.type, quote.tag = "callout_open", "div"
    quote.attrSet("class", base if related else f"{base} {base}-{key}")
    return (
        make_block("callout_title_open", "p", 1, class_=f"{base}-title"),
        # An author's own words inside the brackets win over the usual word.
        make_inline(marker.title or (make_text(callout_word(key, locale)),)),
        make_block("callout_title_close", "p", -1),
    )


def _leave(paragraph: Token, marker: Marker) -> bool:
    """Leave in the paragraph what follows the marker; False where that is nothing."""
    paragraph.children = list(marker.rest)
    return bool(marker.rest)
