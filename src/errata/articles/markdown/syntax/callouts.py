"""Turns block quotes that open with `[!NOTE]` and the like into callouts with a title.

    > [!NOTE]               > [!tip] A title        > [!note]- Folded
    > Text                  > Text                  > Text

`[!MORELIKETHIS]` becomes a box of related links. The title of either is not a heading, so that it
stays out of the page's contents. docfx's `> [!div class="checklist"]` loses its quote, and
`[!CONTEXTUALHELP]` goes with its quote. A quote with a marker that is indented deeper than its list
item is that item's: nobody means it as code, and it is moved to the item's text.

Quotes that open with a marker of `regions` are taken off here: what they hold moves up, and each of
their markers becomes a token for `regions` to read. Markers are read from inline tokens, after the
exporter's damage is repaired; a name may hold inline markup. A quote that opens with an unknown
marker stays an ordinary block quote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.block_attributes import has_markers
from errata.articles.markdown.syntax.directives import own_title, read_callout_names, role_of
from errata.articles.markdown.syntax.regions import REGION_MARKERS
from errata.articles.markdown.tokens import (
    BREAKS,
    PARAGRAPH,
    make_block,
    make_inline,
    make_text,
    open_details,
    split_at_breaks,
)
from errata.data.patterns import compile_late
from errata.values import Record

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
# What a quote becomes other than a box: a part of a region, or nothing.
_REGION, _DROPPED = "region", "dropped"
_BOX_TAGS: Final = {"callout": "div", "collapsible": "details"}
# "[!NOTE]" and "[!TAB " yes, whatever the case; "[!TAB2]", "[NOTE]" and "[!NOTE\]" no.
_NAME: Final = compile_late(r"\s*+\[!([A-Za-z]++)(?:\s++|(?=\]))")


class _Marker(Record, frozen=True):
    """One marker and the text around it."""

    name: str
    """Name in upper case."""
    title: tuple[Token, ...]
    """Tokens after the name, up to the closing bracket."""
    children: tuple[Token, ...]
    """Tokens after the closing bracket, without a line break at the beginning."""


def extend(md: MarkdownIt) -> None:
    """Add the rules."""
    md.core.ruler.after("normalize", "indented_alerts", _move_to_items)
    md.core.ruler.push("callouts", _find_callouts)


def _find_callouts(state: StateCore) -> None:
    if not has_markers(state.src, state.env):
        return
    tokens, index = state.tokens, 0
    result: list[Token] = []
    # What each container is that is open.
    opened = [""]
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.type == "paragraph_open" and opened[-1] == _REGION:
            result += _split_at_markers(*tokens[index - 1 : index - 1 + PARAGRAPH])
            index += PARAGRAPH - 1
        elif token.nesting > 0:
            kind, opening, used = _read_container(state, tokens, index - 1)
            opened.append(kind)
            result += opening
            index += used
        elif token.nesting == 0:
            result.append(token)
        elif (kind := opened.pop()) not in {_REGION, _DROPPED}:
            if kind:
                token.type, token.tag = f"{kind}_close", _BOX_TAGS[kind]
            result.append(token)
    state.tokens = result


def _read_container(
    state: StateCore, tokens: list[Token], index: int
) -> tuple[str, list[Token], int]:
    """Return what a container is, the tokens that open it, and how many behind it were used."""
    unchanged = "", [tokens[index]], 0
    if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
        return unchanged
    inline = tokens[index + 2]
    children = inline.children or []
    if not children or children[0].type != "text" or inline.content.startswith("\\"):
        return unchanged
    # Obsidian shows a kind that it does not know as a note.
    takes_all = "block-ids" in parse_context(state.env).dialects
    if alert := _match_alert(children[0].content, takes_all=takes_all):
        return _read_alert(state, tokens, index, alert)
    marker = _read_marker(children, _MARKERS)
    if not marker:
        return unchanged
    if marker.name in REGION_MARKERS:
        return _REGION, [], 0
    inline.children = list(marker.children)
    opening = _open_callout(state, tokens[index], marker.name, marker.title)
    return "callout", opening, 0 if inline.children else PARAGRAPH


def _read_alert(
    state: StateCore, tokens: list[Token], index: int, alert: re.Match[str]
) -> tuple[str, list[Token], int]:
    """Read a marker whose title is behind it; see `_read_container` for what is returned."""
    inline, name = tokens[index + 2], alert[1].lower()
    if name in _UNSEEN:
        return _DROPPED, [], _length(tokens, index + 1)
    title = _take_title(inline, alert, has_more=tokens[index + PARAGRAPH + 1].nesting >= 0)
    used = 0 if inline.children else PARAGRAPH
    if name == "div":
        return _DROPPED, [], used
    if alert[2] or role_of(name) == "details":
        return "collapsible", _open_details(state, name, title, is_open=alert[2] == "+"), used
    kind = read_callout_names().get(name, "NOTE")
    own = own_title(name, kind)
    title = title or ([make_text(own)] if own else [])
    return "callout", _open_callout(state, tokens[index], kind, title), used


def _open_callout(state: StateCore, quote: Token, kind: str, title: Sequence[Token]) -> list[Token]:
    """Begin a callout; an author's own words for its title win over the usual one."""
    base, box = CALLOUTS[kind]
    quote.type, quote.tag = "callout_open", "div"
    quote.attrSet("class", box)
    usual = parse_context(state.env).words.get(f"callout_{kind.lower()}", kind.capitalize())
    return [
        quote,
        make_block("callout_title_open", "p", 1, class_=f"{base}-title"),
        make_inline(title or [make_text(usual)]),
        make_block("callout_title_close", "p", -1),
    ]


def _split_at_markers(opening: Token, inline: Token, closing: Token) -> Iterator[Token]:
    """Yield the markers of a paragraph, and paragraphs of the lines between them."""
    gathered: list[Token] = []
    for line in split_at_breaks(inline.children or ()):
        after_break = line[1:] if line and line[0].type.endswith("break") else line
        if marker := _read_marker(after_break, REGION_MARKERS):
            yield from _paragraph(opening, gathered, closing)
            yield _as_token(marker, opening)
            gathered = list(marker.children)
        else:
            gathered.extend(line if gathered else after_break)
    yield from _paragraph(opening, gathered, closing)


def _paragraph(opening: Token, children: list[Token], closing: Token) -> tuple[Token, ...]:
    return (opening, make_inline(children), closing) if children else ()


def _as_token(marker: _Marker, paragraph: Token) -> Token:
    token = make_block("marker", "", 0)
    token.info, token.map, token.children = marker.name, paragraph.map, list(marker.title)
    return token


def _read_marker(children: Sequence[Token], names: Collection[str]) -> _Marker | None:
    """Return the marker at the beginning of the children, if it has one of these names."""
    if not children or children[0].type != "text":
        return None
    match = _NAME.match(children[0].content)
    if not match or (name := match[1].upper()) not in names:
        return None
    depth = 0
    for index, child in enumerate(children):
        if child.type in BREAKS:
            return None
        depth += child.nesting
        start = match.end() if not index else 0
        if child.type == "text" and not depth and (close := child.content.find("]", start)) >= 0:
            first = (_cut(children[0], match.end()), *children[1:index]) if index else ()
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


# "[!tip]", "[!note]- " and '[!div class="a"]' yes; "[!NOTE My title]" and "[tip]" no.
_MARKER: Final = compile_late(
    r"\s*+\[!(div(?=[\s\]])|[A-Za-z][\w-]*+(?=\]))(?:\s[^\[\]]*+)?\]([-+]?)(?=\s|$)[ \t]*",
    re.IGNORECASE,
)
# Markers of Adobe's product help: only the product shows what follows.
_UNSEEN: Final = frozenset({"contextualhelp"})
# What a sentence ends with: words that end so are not a title.
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "\u3002", "\uff01", "\uff1f")
# Characters. Titles of Obsidian's help have at most 40; a first line of a text has often more.
_LONGEST_TITLE: Final = 80
# "        > [!NOTE]" yes; "   > [!NOTE]" and "    > quote" no.
_INDENTED: Final = compile_late(r"^[ \t]{4,}>[ \t]*\[![A-Za-z]", re.MULTILINE)
# "  1. " and "- " before an item's text; not "-" alone.
_ITEM: Final = compile_late(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]{1,4}(?=\S)")
# "```" and "~~~~" at the beginning of a line; not "``" nor "```a```", a code span.
_FENCE: Final = compile_late(r"[ ]*(`{3,}(?=[^`]*$)|~{3,})")


def _move_to_items(state: StateCore) -> None:
    """Unindent quotes with a marker that are too deep in a list item to be read."""
    if "[!" not in state.src or not _INDENTED.search(state.src):
        return
    lines = state.src.split("\n")
    fence, item, moved = "", 0, 0
    for index, line in enumerate(lines):
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if (match := _FENCE.match(line)) and (not fence or text.startswith(fence)):
            fence = "" if fence else match[1]
        if fence or not text:
            moved = 0
            continue
        if match := _ITEM.match(line):
            item = match.end() if indent < item + 2 or not item else item
        elif indent < min(item, 2):
            item = 0
        if not text.startswith(">"):
            moved = 0
        elif item and indent - item >= 4 and _INDENTED.match(line):  # noqa: PLR2004 - columns that make code
            moved = indent - item
        if moved and indent >= moved:
            lines[index] = line[moved:]
    state.src = "\n".join(lines)


def _length(tokens: list[Token], start: int) -> int:
    """Count the tokens of the container whose first token is at `start`."""
    depth, index = 0, start
    while depth + tokens[index].nesting >= 0:
        depth += tokens[index].nesting
        index += 1
    return index - start


def _match_alert(text: str, *, takes_all: bool) -> re.Match[str] | None:
    """Match a marker with a name that is read here, at the beginning of a quote."""
    match = _MARKER.match(text)
    name = match[1].lower() if match else ""
    is_known = (
        name in _UNSEEN
        or name == "div"
        or name in read_callout_names()
        or role_of(name) == "details"
        or (takes_all and name.upper() not in _MARKERS)
    )
    return match if is_known else None


def _take_title(inline: Token, match: re.Match[str], *, has_more: bool) -> list[Token]:
    """Remove the marker from a paragraph, and the title after it, if there is one."""
    children = list(inline.children or ())
    children[0].content = children[0].content[match.end() :]
    end = next(
        (index for index, child in enumerate(children) if child.type in BREAKS), len(children)
    )
    line = [child for child in children[:end] if child.content or child.type != "text"]
    text = "".join(child.content for child in line).rstrip()
    remaining = children[end + 1 :]
    is_title = (
        bool(remaining or has_more)
        and len(text) <= _LONGEST_TITLE
        and not text.endswith(_SENTENCE_ENDS)
    )
    if match[2] or is_title:
        inline.children = remaining
        return line
    inline.children = [*line, *children[end:]] if line else remaining
    return []


def _open_details(state: StateCore, name: str, title: list[Token], *, is_open: bool) -> list[Token]:
    kind = read_callout_names().get(name, "")
    key = f"callout_{kind.lower()}" if kind else "details_title"
    usual = own_title(name, kind) if kind else ""
    words = usual or parse_context(state.env).words.get(key, name.capitalize())
    return open_details("collapsible", make_inline(title or [make_text(words)]), is_open=is_open)
