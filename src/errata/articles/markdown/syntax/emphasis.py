"""Reads `**注、**次` as bold: emphasis next to Chinese, Japanese and Korean characters.

CommonMark closes emphasis behind punctuation only before white space or more punctuation. There is
no white space between words of these languages, so authors and exporters never write it. The rule
is that of https://github.com/tats-u/markdown-cjk-friendly, which other parsers have as a plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from markdown_it.rules_inline.emphasis import tokenize

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

# East Asian widths: "注", "、" and "가" are wide, "ｱ" is half.
_WIDTHS: Final = frozenset("WFH")


def extend(md: MarkdownIt) -> None:
    """Replace markdown-it's rule for the marks of emphasis."""
    md.inline.ruler.at("emphasis", _read)


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    start, known = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    if state.src[start] == "*" and not (before + after).isascii() and _is_cjk(before + after):
        for mark in state.delimiters[known:]:
            mark.open |= not after.isspace()
            mark.close |= not before.isspace()
    return True


def _is_cjk(neighbours: str) -> bool:
    return any(east_asian_width(char) in _WIDTHS for char in neighbours)
