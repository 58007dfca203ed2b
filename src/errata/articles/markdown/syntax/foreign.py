"""Notes what only another generator could have run, once for each kind, with a count.

The marks themselves are taken out by the rules that read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.model.observations import ForeignMarkup

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from errata.diagnostics import Span

# Key in `env`.
_KEY: Final = "errata.foreign"
# Type of a token that carries a mark.
_MARK: Final = "foreign_mark"
# Characters behind the beginning of a block in which a mark of it is looked for.
_REACH: Final = 20_000


@dataclass(slots=True)
class _Noted:
    span: Span
    is_replaced: bool
    count: int = 1


def extend(md: MarkdownIt) -> None:
    """Add the rules: marks are collected before a repair joins texts, and then observed."""
    md.core.ruler.after("inline", "foreign_marks", _collect)
    md.core.ruler.push("foreign", _observe)


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
    found = parse_context(state.env)
    span = found.place(found.first_line + line, column)
    note_mark(state.env, form, span, is_replaced=is_replaced)


def mark_foreign(state: StateInline, form: str, written: str, *, is_replaced: bool) -> None:
    """Let a token carry a mark within a text; `written` is where it is found in the article."""
    state.push(_MARK, "", 0).meta = {"foreign": (form, written, is_replaced)}


def note_mark(env: MutableMapping[str, Any], form: str, span: Span, *, is_replaced: bool) -> None:
    """Note a mark at a place that is known."""
    noted: dict[str, _Noted] = env.setdefault(_KEY, {})
    if known := noted.get(form):
        known.count += 1
        known.is_replaced &= is_replaced
    else:
        noted[form] = _Noted(span, is_replaced)


def _collect(state: StateCore) -> None:
    """Note the marks that inline tokens carry, and take the tokens out."""
    context = parse_context(state.env)
    starts: list[int] = []
    for token in state.tokens:
        marks = [child for child in token.children or () if child.type == _MARK]
        for mark in marks:
            starts = starts or _line_starts(state.src)
            form, written, is_replaced = mark.meta["foreign"]
            line, column = _locate(state.src, starts, token, written)
            span = context.place(context.first_line + line, column)
            note_mark(state.env, form, span, is_replaced=is_replaced)
        if marks:
            token.children = [one for one in token.children or () if one.type != _MARK]


def _observe(state: StateCore) -> None:
    context = parse_context(state.env)
    noted: dict[str, _Noted] = state.env.pop(_KEY, {})
    for form, one in noted.items():
        context.observe(ForeignMarkup(one.span, form, one.count, one.is_replaced))


def _line_starts(src: str) -> list[int]:
    starts = [0]
    for line in src.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _locate(src: str, starts: list[int], token: Token, written: str) -> tuple[int, int]:
    """The line, 0-based, and the column of a mark; the block's line where it reads otherwise."""
    line = token.map[0] if token.map else 0
    if line >= len(starts):
        return line, 1
    at = src.find(written, starts[line], starts[line] + _REACH)
    if at < 0:
        return line, 1
    return src.count("\n", 0, at), at - src.rfind("\n", 0, at)
