"""Reads the other spellings of callouts in block quotes, and hands them to `callouts`.

    > [!tip] A title        > [!note]- Folded          > [!abstract]
    > Text                  > Text                     > Text: a name of Obsidian's

docfx's `> [!div class="checklist"]` loses its quote, and `[!CONTEXTUALHELP]` goes with its quote.
A quote with a marker that is indented deeper than its list item is that item's: nobody means it as
code, and it is moved to the item's text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.roles import own_title, read_callout_names, role_of
from errata.articles.markdown.tokens import BREAKS, make_block, make_inline, make_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# "[!tip]", "[!note]- " and '[!div class="a"]' yes; "[!NOTE My title]" and "[tip]" no.
_MARKER: Final = re.compile(
    r"\s*+\[!(div(?=[\s\]])|[A-Za-z][\w-]*+(?=\]))(?:\s[^\[\]]*+)?\]([-+]?)(?=\s|$)[ \t]*",
    re.IGNORECASE,
)
# Markers of Adobe's product help: only the product shows what follows.
_UNSEEN: Final = frozenset({"contextualhelp"})
# What a sentence ends with, so that the words are no title.
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "\u3002", "\uff01", "\uff1f")
# Characters. Titles of Obsidian's help have at most 40; a first line of a text has often more.
_LONGEST_TITLE: Final = 80
# "        > [!NOTE]" yes; "   > [!NOTE]" and "    > quote" no.
_INDENTED: Final = re.compile(r"^[ \t]{4,}>[ \t]*\[![A-Za-z]", re.MULTILINE)
# "  1. " and "- " before an item's text; not "-" alone.
_ITEM: Final = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]{1,4}(?=\S)")
# "```" and "~~~~" at the beginning of a line; not "``" nor "```a```", a code span.
_FENCE: Final = re.compile(r"[ ]*(`{3,}(?=[^`]*$)|~{3,})")
# Tokens of a paragraph: opening, inline, closing.
_PARAGRAPH: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rules; that of callouts must follow."""
    md.core.ruler.after("normalize", "indented_alerts", _move_to_items)
    md.core.ruler.push("alerts", _find_alerts)


def _move_to_items(state: StateCore) -> None:
    """Take spaces from quotes with a marker that stand too deep in a list item to be read."""
    if not _INDENTED.search(state.src):
        return
    lines = state.src.split("\n")
    fence, item, moved = "", 0, 0
    for at, line in enumerate(lines):
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if (found := _FENCE.match(line)) and (not fence or text.startswith(fence)):
            fence = "" if fence else found[1]
        if fence or not text:
            moved = 0
            continue
        if found := _ITEM.match(line):
            item = found.end() if indent < item + 2 or not item else item
        elif indent < min(item, 2):
            item = 0
        if not text.startswith(">"):
            moved = 0
        elif item and indent - item >= 4 and _INDENTED.match(line):  # noqa: PLR2004 - columns that make code
            moved = indent - item
        if moved and indent >= moved:
            lines[at] = line[moved:]
    state.src = "\n".join(lines)


def _find_alerts(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    made: list[Token] = []
    # What closes each container that is open: None as it stands.
    closings: list[list[Token] | None] = []
    tokens, at = state.tokens, 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.nesting > 0:
            opening, closing, skipped = _read_quote(state, tokens, at - 1)
            closings.append(closing)
            made += opening
            at += skipped
        elif token.nesting < 0 and (instead := closings.pop()) is not None:
            made += instead
        else:
            made.append(token)
    state.tokens = made


def _read_quote(
    state: StateCore, tokens: list[Token], at: int
) -> tuple[list[Token], list[Token] | None, int]:
    """What opens and closes a container here, and how many tokens behind it were used."""
    unchanged = ([tokens[at]], None, 0)
    found = _match_marker(tokens, at)
    if not found:
        return unchanged
    inline, name = tokens[at + 2], found[1].lower()
    title = _take_title(inline, found, has_more=tokens[at + _PARAGRAPH + 1].nesting >= 0)
    used = 0 if inline.children else _PARAGRAPH
    if name in _UNSEEN:
        return [], [], _length(tokens, at + 1)
    if name == "div":
        return [], [], used
    if found[2] or role_of(name) == "details":
        opening = _open_details(state, name, title, is_open=found[2] == "+")
        return opening, [make_block("collapsible_close", "details", -1)], used
    kind = read_callout_names()[name]
    _put_back(inline, kind, title or _named(own_title(name, kind)))
    return unchanged


def _length(tokens: list[Token], start: int) -> int:
    """How many tokens the container holds whose first token is at `start`."""
    depth, at = 0, start
    while depth + tokens[at].nesting >= 0:
        depth += tokens[at].nesting
        at += 1
    return at - start


def _match_marker(tokens: list[Token], at: int) -> re.Match[str] | None:
    """The marker of a name that is read here, at the beginning of a quote."""
    if tokens[at].type != "blockquote_open" or tokens[at + 1].type != "paragraph_open":
        return None
    inline = tokens[at + 2]
    children = inline.children or []
    if not children or children[0].type != "text" or inline.content.startswith("\\"):
        return None
    found = _MARKER.match(children[0].content)
    name = found[1].lower() if found else ""
    is_known = (
        name in _UNSEEN
        or name == "div"
        or name in read_callout_names()
        or role_of(name) == "details"
    )
    return found if is_known else None


def _named(title: str) -> list[Token]:
    return [make_text(title)] if title else []


def _take_title(inline: Token, found: re.Match[str], *, has_more: bool) -> list[Token]:
    """Take the marker out of a paragraph, and the title behind it, if it is one."""
    children = list(inline.children or ())
    children[0].content = children[0].content[found.end() :]
    end = next((at for at, child in enumerate(children) if child.type in BREAKS), len(children))
    line = [child for child in children[:end] if child.content or child.type != "text"]
    text = "".join(child.content for child in line).rstrip()
    rest = children[end + 1 :]
    is_title = (
        bool(rest or has_more) and len(text) <= _LONGEST_TITLE and not text.endswith(_SENTENCE_ENDS)
    )
    if found[2] or is_title:
        inline.children = rest
        return line
    inline.children = [*line, *children[end:]] if line else rest
    return []


def _put_back(inline: Token, kind: str, title: list[Token]) -> None:
    """The marker as `callouts` reads it."""
    rest = inline.children or []
    marker = (
        [make_text(f"[!{kind} "), *title, make_text("]")] if title else [make_text(f"[!{kind}]")]
    )
    gap = [make_block("softbreak", "br", 0)] if rest else []
    inline.children = [*marker, *gap, *rest]


def _open_details(state: StateCore, name: str, title: list[Token], *, is_open: bool) -> list[Token]:
    attributes = {"class_": "collapsible", **({"open_": ""} if is_open else {})}
    kind = read_callout_names().get(name, "")
    key = f"callout_{kind.lower()}" if kind else "details_title"
    usual = own_title(name, kind) if kind else ""
    words = usual or parse_context(state.env).words.get(key, name.capitalize())
    return [
        make_block("collapsible_open", "details", 1, **attributes),
        make_block("summary_open", "summary", 1),
        make_inline(title or [make_text(words)]),
        make_block("summary_close", "summary", -1),
    ]
