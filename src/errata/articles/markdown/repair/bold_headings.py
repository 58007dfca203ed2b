"""Turns bold lines that are meant as headings into headings.

Each paragraph at the top level is cut into lines at its breaks. A line is a heading where it is
only bold text, with or without a colon, or is between hard breaks, and

- names a section (`<b>Cause</b>`): anywhere in the paragraph;
- or is short and no sentence: only at the paragraph's beginning, and marked as minor.

A paragraph that is only a section's name is a heading, too: older exports and some translations
lost the bold. What follows such a line becomes a paragraph of its own, so that nothing is dropped
or moved. Real headings lose the bold and underlined tags that the exporter left in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.sections import LONGEST_HEADING, section_kind
from errata.articles.markdown.tokens import BREAKS, TEXTS
from errata.model import SectionKind
from errata.values import MutableRecord

_WEIGHT: Final = frozenset({"strong", "u"})
# Level of a section's heading inside Description and Resolution, and of the lowest one made here:
# no article has a bold line below a minor heading of a section.
_SECTION: Final = 3
_DEEPEST: Final = 4
# "See the log." and "First, …" are sentences. A colon is none: many authors end headings with it.
# "std::" and ":::" are names or signs, which a heading would show without their end.
_SENTENCE_ENDS: Final = (".", "!", "。", "\uff01", ",", ";", "、", "…", "::")
# What may follow a heading and is not part of it; the last is the full-width colon.
_COLON: Final = " :\u00a0\uff1a"
# A bold line with this is the path through a menu, as in "Tools > Console".
_PATH: Final = " > "


def extend(md: MarkdownIt) -> None:
    """Add the rule; it wants raw tags as tokens, so it follows `repair_inline`."""
    md.core.ruler.push("pseudo_headings", _find)


class _Line(MutableRecord):
    """One line of a paragraph and the break that ends it."""

    tokens: list[Token]
    end: str = ""
    """Type of the break that ends it; empty for the last line."""
    begin: str = ""
    """Type of the break before it; empty for the first line."""
    row: int = 0
    """Number of source lines before it in the paragraph."""


class _Levels(MutableRecord):
    """Ranks headings so that none skips a level."""

    last: int = 1
    """Level of the last heading that is not minor."""
    framed: bool = False
    """Whether a heading below the title was authored: the sections are inside it."""

    def note_authored(self, level: int) -> None:
        """Note a heading that was authored as one."""
        self.last = level
        self.framed = self.framed or level > 1

    def section(self) -> int:
        """Return the level of a section's heading."""
        self.last = _SECTION if self.framed else _SECTION - 1
        return self.last

    def minor(self) -> int:
        """Return the level of any other heading made here."""
        return min(self.last + 1, _DEEPEST)


def _find(state: StateCore) -> None:
    locale = parse_context(state.env).locale
    levels = _Levels()
    out: list[Token] = []
    tokens = state.tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            _unwrap(tokens[index + 1])
            if token.level == 0:
                levels.note_authored(int(token.tag[1:]))
        elif token.type == "paragraph_open" and token.level == 0 and _may_hold(tokens[index + 1]):
            out.extend(_split(tokens[index : index + 3], levels, locale))
            index += 3
            continue
        out.append(token)
        index += 1
    state.tokens = out


def _unwrap(inline: Token) -> None:
    children = inline.children or []
    if any(child.tag in _WEIGHT for child in children):
        inline.children = [child for child in children if child.tag not in _WEIGHT]


def _may_hold(inline: Token) -> bool:
    """Whether a paragraph has bold text or a hard break, or is only a short text."""
    children = inline.children or ()
    if len(children) == 1:
        return children[0].type == "text" and len(children[0].content) <= LONGEST_HEADING
    return any(token.tag in _WEIGHT or token.tag == "br" for token in children)


def _split(paragraph: list[Token], levels: _Levels, locale: str) -> Iterator[Token]:
    lines = _lines(paragraph[1].children or [])
    lone = sum(bool(line.tokens) for line in lines) == 1
    pending: list[_Line] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        heading = _heading(line, after, locale, leads=not pending, lone=lone)
        if not heading:
            pending.append(line)
            continue
        yield from _paragraph(pending, paragraph)
        pending = []
        title, minor = heading
        level = levels.minor() if minor else levels.section()
        yield from _make_heading(title, line, level, paragraph, minor=minor)
    if len(pending) == len(lines):
        yield from paragraph
    else:
        yield from _paragraph(pending, paragraph)


def _lines(children: list[Token]) -> list[_Line]:
    """Split children into lines; a break inside an element, such as emphasis, does not count."""
    lines = [_Line([])]
    depth = row = 0
    for token in children:
        depth += token.nesting
        row += token.type in BREAKS and token.markup != "<br>"
        if depth == 0 and token.type in BREAKS:
            lines[-1].end = token.type
            lines.append(_Line([], begin=token.type, row=row))
        else:
            lines[-1].tokens.append(token)
    return lines


def _heading(
    line: _Line, after: _Line | None, locale: str, *, leads: bool, lone: bool
) -> tuple[str, bool] | None:
    """Return the title of a line that is a heading, and whether it is minor; else None.

    A line leads if only headings come before it in its paragraph.
    """
    bold = _is_bold(line)
    if not bold and (not (lone or _is_alone(line)) or len(line.tokens) != 1):
        return None
    text = "".join(token.content for token in line.tokens).strip()
    if not text or len(text) > LONGEST_HEADING:
        return None
    title = text.rstrip(_COLON)
    kind = section_kind(title, locale)
    if kind is SectionKind.NOTE or not title or (lone and not bold and _is_text(text, kind)):
        return None
    if kind:
        return title, False
    return (title, True) if bold and leads and _is_title(text, after) else None


def _is_alone(line: _Line) -> bool:
    """Whether hard breaks, or the paragraph's edge on one side, set the line apart."""
    return "hardbreak" in {line.begin, line.end} and "softbreak" not in {line.begin, line.end}


def _is_text(text: str, kind: SectionKind | None) -> bool:
    """Whether a paragraph is a text of its own, such as the exporter's placeholder."""
    return kind in {None, SectionKind.DESCRIPTION} or text[0].islower()


def _is_bold(line: _Line) -> bool:
    """Whether the line is bold text throughout; only a colon may be outside."""
    depth = 0
    has_strong = False
    for token in line.tokens:
        if token.nesting:
            depth += token.nesting if token.tag in _WEIGHT else 0
            has_strong = has_strong or token.tag == "strong"
        elif token.type not in TEXTS or (depth == 0 and token.content.strip(_COLON)):
            return False
    return has_strong


def _is_title(text: str, after: _Line | None) -> bool:
    begins_well = text[0] == "#" or (text[0].isalnum() and not text[0].islower())
    if not begins_well or text.endswith(_SENTENCE_ENDS) or _PATH in text or text.isdecimal():
        return False
    following = (
        next((token.content for token in after.tokens if token.content), "") if after else ""
    )
    return not following[:1].islower()


def _make_heading(
    title: str, line: _Line, level: int, paragraph: list[Token], *, minor: bool
) -> Iterator[Token]:
    tag = f"h{level}"
    place = _place(paragraph[0], line.row, line.row + 1)
    meta = {"minor": True} if minor else {}
    yield Token("heading_open", tag, 1, map=place, markup="#" * level, block=True, meta=meta)
    children = _without_weight(line.tokens, title)
    yield Token("inline", "", 0, map=place, level=1, content=title, children=children, block=True)
    yield Token("heading_close", tag, -1, markup="#" * level, block=True)


def _without_weight(tokens: list[Token], title: str) -> list[Token]:
    """Return the heading's texts and code, without the bold and the colon at the end."""
    remaining = [token for token in tokens if token.tag not in _WEIGHT]
    surplus = sum(len(token.content) for token in remaining) - len(title)
    while remaining and surplus > 0 and remaining[-1].type == "text":
        content = remaining[-1].content
        remaining[-1].content = content.rstrip(_COLON)
        if remaining[-1].content:
            break
        remaining.pop()
    return remaining


def _paragraph(lines: list[_Line], tokens: list[Token]) -> Iterator[Token]:
    children: list[Token] = []
    for line in lines:
        if children:
            children.append(Token(line.begin, "br", 0))
        children.extend(line.tokens)
    if not children:
        return
    if children[0].type == "text":
        children[0].content = children[0].content.lstrip()
    rows = [lines[0].row, lines[-1].row + 1]
    place = _place(tokens[0], *rows)
    yield tokens[0].copy(map=place)
    yield tokens[1].copy(map=place, children=children)
    yield tokens[2].copy()


def _place(block: Token, begin: int, end: int) -> list[int] | None:
    return [block.map[0] + begin, block.map[0] + end] if block.map else None
