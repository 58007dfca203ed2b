"""Turns block quotes that open with `[!NOTE]` and the like into callouts with a title.

`[!MORELIKETHIS]` becomes a box of related links. The title of either is not a heading, so that it
stays out of the page's contents. Quotes that open with a marker of `regions` are taken off here:
what they hold moves up, and each of their markers becomes a token for `regions` to read.

Markers are read from inline tokens, after the exporter's damage is repaired; a name may hold inline
markup. A quote that opens with an unknown marker stays an ordinary block quote.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.regions import REGION_MARKERS
from errata.articles.markdown.tokens import (
    BREAKS,
    make_block,
    make_inline,
    make_text,
    split_at_breaks,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_KINDS: Final = (
    *("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING", "ADMINISTRATION", "AVAILABILITY"),
    *("PREREQUISITES", "ERROR", "INFO", "SUCCESS", "DANGER", "EXAMPLE", "QUESTION"),
)
# Marker -> class of the title's paragraph without "-title", and classes of the box.
CALLOUTS: Final = {
    "MORELIKETHIS": ("morelikethis", "morelikethis"),
    **{kind: ("callout", f"callout callout-{kind.lower()}") for kind in _KINDS},
}
_MARKERS: Final = CALLOUTS.keys() | REGION_MARKERS
# Tokens of a paragraph: opening, inline, closing.
_PARAGRAPH: Final = 3
# "[!NOTE]" and "[!TAB " yes, whatever the case; "[!TAB2]", "[NOTE]" and "[!NOTE\]" no.
_NAME: Final = re.compile(r"\s*+\[!([A-Za-z]++)(?:\s++|(?=\]))")


@dataclass(frozen=True, slots=True)
class _Marker:
    """One marker and the text around it."""

    name: str
    """Upper case."""
    title: tuple[Token, ...]
    """What follows the name, up to the closing bracket."""
    rest: tuple[Token, ...]
    """What follows the closing bracket, without a line break at its beginning."""


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("callouts", _find_markers)


def _find_markers(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    words = parse_context(state.env).words
    tokens = state.tokens
    made: list[Token] = []
    # For each container that is open: what opened it, where a marker did.
    opened: list[str] = [""]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        width = 1
        if token.type == "paragraph_open" and opened[-1] in REGION_MARKERS:
            width = _PARAGRAPH
            made.extend(_split_at_markers(*tokens[at : at + width]))
        elif token.nesting > 0:
            marker = _quote_marker(tokens, at, _MARKERS)
            opened.append(marker.name if marker else "")
            if marker and marker.name in CALLOUTS:
                made.extend(_open_callout(token, marker, words))
                width += 0 if _keep_rest(tokens[at + 2], marker) else _PARAGRAPH
            elif not marker:
                made.append(token)
        elif token.nesting == 0:
            made.append(token)
        elif (name := opened.pop()) not in REGION_MARKERS:
            if name:
                token.type, token.tag = "callout_close", "div"
            made.append(token)
        at += width
    state.tokens = made


def _open_callout(quote: Token, marker: _Marker, words: Mapping[str, str]) -> tuple[Token, ...]:
    base, box = CALLOUTS[marker.name]
    quote.type, quote.tag = "callout_open", "div"
    quote.attrSet("class", box)
    # An author's own words inside the brackets win over the usual word.
    usual = words.get(f"callout_{marker.name.lower()}", marker.name.capitalize())
    title = marker.title or (make_text(usual),)
    return (
        quote,
        make_block("callout_title_open", "p", 1, class_=f"{base}-title"),
        make_inline(title),
        make_block("callout_title_close", "p", -1),
    )


def _keep_rest(paragraph: Token, marker: _Marker) -> bool:
    """Keep in the paragraph what follows the marker; False where that is nothing."""
    paragraph.children = list(marker.rest)
    return bool(marker.rest)


def _split_at_markers(opening: Token, whole: Token, closing: Token) -> Iterator[Token]:
    """The markers of a paragraph, and paragraphs of the lines between them."""
    gathered: list[Token] = []
    for line in split_at_breaks(whole.children or ()):
        bare = line[1:] if line and line[0].type.endswith("break") else line
        if marker := _read_marker(bare, REGION_MARKERS):
            yield from _paragraph(opening, gathered, closing)
            yield _as_token(marker, opening)
            gathered = list(marker.rest)
        else:
            gathered.extend(line if gathered else bare)
    yield from _paragraph(opening, gathered, closing)


def _paragraph(opening: Token, children: list[Token], closing: Token) -> tuple[Token, ...]:
    return (opening, make_inline(children), closing) if children else ()


def _as_token(marker: _Marker, paragraph: Token) -> Token:
    token = make_block("marker", "", 0)
    token.info, token.map, token.children = marker.name, paragraph.map, list(marker.title)
    return token


def _quote_marker(tokens: Sequence[Token], index: int, names: Collection[str]) -> _Marker | None:
    """The marker that opens the block quote at `index`, unless its bracket is escaped."""
    if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
        return None
    paragraph = tokens[index + 2]
    escaped = paragraph.content.startswith("\\")
    return None if escaped else _read_marker(paragraph.children or (), names)


def _read_marker(children: Sequence[Token], names: Collection[str]) -> _Marker | None:
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
            return _Marker(name, filled, _without_break(after, children[index + 1 :]))
    return None


def _cut(token: Token, start: int, end: int | None = None) -> Token:
    piece = copy(token)
    piece.content = token.content[start:end]
    return piece


def _without_break(first: Token, others: Sequence[Token]) -> tuple[Token, ...]:
    if first.content:
        return (first, *others)
    return tuple(others[1:] if others and others[0].type in BREAKS else others)
