"""Notes marks that only another generator could run, once for each kind, with a count.

The rules that read the marks remove them. This module removes those for a table of contents, which
every page has: `[TOC]`, `[[_TOC_]]`, `[[_TOSP_]]`, kramdown's `{:toc}`.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, Final

from errata.articles.markdown.context import parse_context
from errata.data.patterns import compile_late
from errata.diagnostics import Span, find_line_starts, locate_character
from errata.model.observations import ForeignMarkup
from errata.values import MutableRecord

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


# Key in `env`.
_KEY: Final = "errata.foreign"
# Type of a token that carries a mark.
_MARK: Final = "foreign_mark"
# How many characters behind the beginning of a block are searched for one of its marks.
_REACH: Final = 20_000


class _Noted(MutableRecord):
    span: Span
    is_replaced: bool
    count: int = 1


def extend(md: MarkdownIt) -> None:
    """Add the rules: marks are collected before a repair joins texts, and then observed."""
    md.core.ruler.after("inline", "foreign_marks", _collect)
    md.core.ruler.push("foreign", _observe)
    md.block.ruler.before("list", "contents", _read_mark, {"alt": ["paragraph", "reference"]})


def note_foreign(state: StateBlock, form: str, line: int, *, is_replaced: bool) -> None:
    """Note a mark that begins on a line of the text, 0-based.

    Args:
        state: of the block rule that read it.
        form: the mark as a finding names it, such as `{{< hint >}}`.
        line: where it begins.
        is_replaced: readers see the same as they would there.
    """
    begin = state.bMarks[line] + state.tShift[line]
    column = begin - state.src.rfind("\n", 0, begin)
    context = parse_context(state.env)
    span = context.place(context.first_line + line, column)
    note_mark(state.env, form, span, is_replaced=is_replaced)


def mark_foreign(state: StateInline, form: str, written: str, *, is_replaced: bool) -> None:
    """Attach to a token a mark within its text; `written` is how to find it in the article."""
    state.push(_MARK, "", 0).meta = {"foreign": (form, written, is_replaced)}


def note_mark(env: MutableMapping[str, Any], form: str, span: Span, *, is_replaced: bool) -> None:
    """Note a mark at a known place."""
    noted: dict[str, _Noted] = env.setdefault(_KEY, {})
    if noted_form := noted.get(form):
        noted_form.count += 1
        noted_form.is_replaced &= is_replaced
    else:
        noted[form] = _Noted(span, is_replaced)


def _collect(state: StateCore) -> None:
    """Note the marks of inline tokens, and remove the tokens."""
    context = parse_context(state.env)
    starts: list[int] = []
    for token in state.tokens:
        marks = [child for child in token.children or () if child.type == _MARK]
        for mark in marks:
            starts = starts or find_line_starts(state.src)
            form, written, is_replaced = mark.meta["foreign"]
            line, column = _locate(state.src, starts, token, written)
            span = context.place(context.first_line + line, column)
            note_mark(state.env, form, span, is_replaced=is_replaced)
        if marks:
            token.children = [child for child in token.children or () if child.type != _MARK]


def _observe(state: StateCore) -> None:
    context = parse_context(state.env)
    noted: dict[str, _Noted] = state.env.pop(_KEY, {})
    for form, noted_form in noted.items():
        context.observe(
            ForeignMarkup(noted_form.span, form, noted_form.count, noted_form.is_replaced)
        )


def _locate(src: str, starts: list[int], token: Token, written: str) -> tuple[int, int]:
    """Return a mark's line, 0-based, and column; its block's line if it was rewritten."""
    line = token.map[0] if token.map else 0
    if line >= len(starts):
        return line, 1
    offset = src.find(written, starts[line], starts[line] + _REACH)
    if offset < 0:
        return line, 1
    line_below, column = locate_character(starts, offset)
    return line_below - 1, column


# "[TOC]", "[[_TOC_]]", "[[toc]]", "[[_TOSP_]]" for the pages below, and "${toc}" yes;
# "[TOC](a.md)" and "See [TOC]" no.
_CONTENTS_MARK: Final = compile_late(
    r"(\[TOC\]|\[\[_?TO(?:C|SP)_?\]\]|\$\{toc\})[ \t]*$", re.IGNORECASE
)
# "* TOC" and "1. Contents", where "{:toc}" stands below; not "TOC".
_LIST_ITEM: Final = compile_late(r"(?:[-*+]|\d{1,3}\.)[ \t]")
# "{:toc}" and "{: .no_toc #a toc }"; not "{:.toc-x}".
_KRAMDOWN: Final = compile_late(r"\{:(?:[^{}\n]*[ \t])?toc(?:[ \t][^{}\n]*)?\}[ \t]*$")


def _read_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    first = state.src[begin : begin + 1]
    if first in {"[", "$"}:
        match = _CONTENTS_MARK.match(state.src, begin, state.eMarks[start])
        form = match[1] if match else ""
    else:
        form = "{:toc}" if _is_kramdowns(state, start, end) else ""
    if not form or silent:
        return bool(form)
    note_foreign(state, form, start, is_replaced=True)
    state.line = start + (2 if first not in {"[", "$"} else 1)
    return True


def _is_kramdowns(state: StateBlock, start: int, end: int) -> bool:
    """Whether it is a list of one item, with `{:toc}` below."""
    if start + 1 >= end:
        return False
    begin, below = (state.bMarks[line] + state.tShift[line] for line in (start, start + 1))
    if not state.src.startswith("{:", below):
        return False
    is_item = _LIST_ITEM.match(state.src, begin, state.eMarks[start])
    return bool(is_item and _KRAMDOWN.match(state.src, below, state.eMarks[start + 1]))
