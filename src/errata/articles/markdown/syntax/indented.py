"""Reads blocks whose content is indented by four, as Material for MkDocs has them.

    !!! note "Title"          ??? note, and ???+ note, shown open          === "Tab"

        Content                   Content                                      Content

A name that is not known is a note with that name as its title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.boxes import (
    close_box,
    open_callout,
    open_collapsible,
    open_tab,
    usual_title,
)
from errata.articles.markdown.syntax.directives import own_title, read_callout_names
from errata.articles.markdown.tokens import ENDS
from errata.data.patterns import compile_late
from errata.model.observations import EmptyCallout

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

# '!!! note "A title"', "!!! note inline end", "???+ tip" and '!!! ""' yes; "!!!", "!!! Stop!" no.
_ADMONITION: Final = compile_late(
    r"(!!!|\?\?\?\+?)[ \t]*(?=[\w\"'])((?:[\w-]+[ \t]*)*+)(?:\"(.*)\"|'(.*)')?[ \t]*$"
)
# '=== "Windows"', '===! "A"' and '===+ "A"' yes; "===" and "=== x" no.
_TAB: Final = compile_late(r"===[!+]?[ \t]*(?:\"(.*)\"|'(.*)')[ \t]*$")
# How far the content is indented, in columns.
_INDENT: Final = 4


def extend(md: MarkdownIt) -> None:
    """Add the block rules; they may end a paragraph, a quote, a list or a table."""
    md.block.ruler.before("fence", "admonition", _read_admonition, ENDS)
    md.block.ruler.before("fence", "tab", _read_tab, ENDS)


def _read_admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 3] not in {"!!!", "???"} or state.is_code_block(start):
        return False
    match = _ADMONITION.match(state.src, begin, state.eMarks[start])
    if not match or (not match[2] and match[3] is None and match[4] is None):
        return False
    stop = _end_of_content(state, start + 1, end)
    # "!!! Wait" is text, unless something indented follows.
    if match[3] is None and match[4] is None and stop == start + 1 and not _is_known(match[2]):
        return False
    if silent:
        return True
    name = match[2].partition(" ")[0].lower()
    title = match[3] if match[3] is not None else match[4]
    if title is None and stop == start + 1:
        context = parse_context(state.env)
        context.observe(EmptyCallout(context.place(context.first_line + start), match[0].strip()))
    _push(state, (match[1], name, title), start, stop)
    return True


def _is_known(words: str) -> bool:
    return words.partition(" ")[0].strip().lower() in read_callout_names()


def _push(state: StateBlock, written: tuple[str, str, str | None], start: int, stop: int) -> None:
    mark, name, title = written
    kind = read_callout_names().get(name, "NOTE")
    if mark == "!!!":
        open_callout(state, kind, title or own_title(name or "note", kind), start)
        _read_inside(state, start + 1, stop)
        close_box(state, "callout")
    else:
        heading = title or own_title(name, kind) or usual_title(state, kind)
        open_collapsible(state, heading, start, is_open=mark == "???+")
        _read_inside(state, start + 1, stop)
        close_box(state, "collapsible")


def _read_tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("===", begin) or state.is_code_block(start):
        return False
    match = _TAB.match(state.src, begin, state.eMarks[start])
    if not match or silent:
        return bool(match)
    stop = _end_of_content(state, start + 1, end)
    open_tab(state, match[1] or match[2] or "", start)
    _read_inside(state, start + 1, stop)
    close_box(state, "tab")
    return True


def _end_of_content(state: StateBlock, start: int, end: int) -> int:
    """Return the line after the last one that is indented far enough."""
    stop = line = start
    while line < end:
        if not state.isEmpty(line):
            if state.sCount[line] - state.blkIndent < _INDENT:
                break
            stop = line + 1
        line += 1
    return stop


def _read_inside(state: StateBlock, start: int, stop: int) -> None:
    outer = state.lineMax, state.parentType, state.blkIndent
    state.lineMax, state.parentType = stop, "admonition"
    state.blkIndent += _INDENT
    state.md.block.tokenize(state, start, stop)
    state.lineMax, state.parentType, state.blkIndent = outer
    state.line = stop
