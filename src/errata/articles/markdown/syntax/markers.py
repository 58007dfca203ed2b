"""Reads the markers that open a block quote, such as `>[!NOTE]` and `>[!TAB Name]`.

It works on inline tokens, after the exporter's damage is repaired; a name may hold inline markup.
A quote that opens with an unknown marker stays an ordinary block quote.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.tokens import BREAKS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from markdown_it.token import Token

# "[!NOTE]" and "[!TAB " yes, whatever the case; "[!TAB2]", "[NOTE]" and "[!NOTE\]" no.
_NAME: Final = re.compile(r"\s*+\[!([A-Za-z]++)(?:\s++|(?=\]))")


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker and the text around it."""

    name: str
    """Upper case."""
    title: tuple[Token, ...]
    """What follows the name, up to the closing bracket."""
    rest: tuple[Token, ...]
    """What follows the closing bracket, without a line break at its beginning."""


def quote_marker(tokens: Sequence[Token], index: int, names: Collection[str]) -> Marker | None:
    """The marker that opens the block quote at `index`, unless its bracket is escaped."""
    if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
        return None
    paragraph = tokens[index + 2]
    escaped = paragraph.content.startswith("\\")
    return None if escaped else read_marker(paragraph.children or (), names)


def read_marker(children: Sequence[Token], names: Collection[str]) -> Marker | None:
    """The marker of one of these names at the beginning of the children, if there is one."""
    if not children or children[0].type != "text":
        return None
    found = _NAME.match(children[0].content)
    if not found or (name := found[1].upper()) not in names:
        return None
    depth = 0
    for index, child in enumerate(children):
        if child.type in BREAKS:
            return None
        depth += child.nesting
        start = found.end() if not index else 0
        if child.type == "text" and not depth and (close := child.content.find("]", start)) >= 0:
            first = (_cut(children[0], found.end()), *children[1:index]) if index else ()
            title = (*first, _cut(child, start, close))
            after = _cut(child, close + 1)
            after.content = after.content.lstrip()
            filled = tuple(part for part in title if part.content or part.type != "text")
            return Marker(name, filled, _without_break(after, children[index + 1 :]))
    return None


def _cut(token: Token, start: int, end: int | None = None) -> Token:
    piece = copy(token)
    piece.content = token.content[start:end]
    return piece


def _without_break(first: Token, others: Sequence[Token]) -> tuple[Token, ...]:
    if first.content:
        return (first, *others)
    return tuple(others[1:] if others and others[0].type in BREAKS else others)
