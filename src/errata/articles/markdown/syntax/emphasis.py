"""Reads `**注、**次` as bold: emphasis and line ends next to Chinese, Japanese and Korean text.

CommonMark closes emphasis behind punctuation only before white space or more punctuation. There is
no white space between words of these languages, so authors and exporters never write it. The rule
is that of https://github.com/tats-u/markdown-cjk-friendly, which other parsers have as a plugin.

The end of a line between two characters of Chinese or Japanese is no blank, as CSS wants it
(https://www.w3.org/TR/css-text-3/#line-break-transform) and as Pandoc and goldmark have it as an
option: Chromium shows one. Only what is shown changes; Korean has blanks between its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize
from markdown_it.token import Token

from errata.messages.lines import stand_without_blank

# East Asian widths: "注", "、" and "가" are wide, "ｱ" is half.
_WIDTHS: Final = frozenset("WFH")
# How many tokens a text next to a line end may be away: bold text in italics in a link has six.
_NEAR: Final = 8


def extend(md: MarkdownIt) -> None:
    """Replace markdown-it's rule for the marks of emphasis, and how it shows the end of a line."""
    md.inline.ruler.at("emphasis", _read)
    md.add_render_rule("softbreak", _render_line_end)


def _render_line_end(
    _self: object, tokens: Sequence[Token], index: int, _options: object, _env: Mapping[str, object]
) -> str:
    before = _text_of(reversed(tokens[max(0, index - _NEAR) : index]))[-1:]
    after = _text_of(tokens[index + 1 : index + 1 + _NEAR])[:1]
    return "" if stand_without_blank(before, after) else "\n"


def _text_of(tokens: Iterable[Token]) -> str:
    """Return the first text among tokens, within any marks; empty if something else is first."""
    visible = (
        token for token in tokens if not token.nesting and (token.content or token.type != "text")
    )
    first = next(visible, None)
    return first.content if first and first.type == "text" else ""


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    start, count = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    if state.src[start] == "*" and not (before + after).isascii() and _is_cjk(before + after):
        for mark in state.delimiters[count:]:
            mark.open |= not after.isspace()
            mark.close |= not before.isspace()
    return True


def _is_cjk(neighbours: str) -> bool:
    return any(east_asian_width(char) in _WIDTHS for char in neighbours)
