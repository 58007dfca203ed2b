"""Reads `+++Title`, some blocks and a line of `+++` as a section that opens and closes.

The title may end with an id, `{#id}`.

The section ends at its `+++`, else at the next title or the end of its container. Then it is shown
open: what the author meant to fold is unknown. Fences inside are skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.headings import split_id
from errata.articles.markdown.ids import claim_id
from errata.data.patterns import compile_late
from errata.model.observations import UnbalancedBlock

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_MARK: Final = "+++"
# "+++Title" and "+++ A title" yes; "+++", "++++ more" and "++ Title" no.
_TITLE: Final = compile_late(r"\+\+\+[ \t]*+([^+\s].*)")
# "```" and "~~~~" yes; "``" no.
_FENCE: Final = compile_late(r"`{3,}+|~{3,}+")


def extend(md: MarkdownIt) -> None:
    """Add the block rule; it may end a paragraph, a quote or a list."""
    ends = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "collapsible", _read_collapsible, {"alt": ends})


def _read_collapsible(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_MARK, begin):
        return False
    title = _TITLE.match(state.src, begin, state.eMarks[start])
    if not title or silent:
        return bool(title)
    stop, closed = _find_end(state, start + 1, end)
    if not closed:
        context = parse_context(state.env)
        context.observe(UnbalancedBlock(context.place(context.first_line + start), _MARK))
    _push(state, title[1].rstrip(), start, stop, closed=closed)
    state.line = stop + closed
    return True


def _find_end(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Return the line after the contents, and whether it is the closing mark."""
    fence = ""
    for line in range(start, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        if state.is_code_block(line) and not fence:
            continue
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0]) else fence
        elif match := _FENCE.match(text):
            fence = match[0]
        elif text == _MARK:
            return line, True
        elif text.startswith(_MARK) and _TITLE.match(text):
            return line, False
    return end, False


def _push(state: StateBlock, title: str, start: int, stop: int, *, closed: bool) -> None:
    details = state.push("collapsible_open", "details", 1)
    details.attrSet("class", "collapsible")
    title, authored = split_id(title)
    if authored:
        details.attrSet("id", claim_id(authored, parse_context(state.env)))
    if not closed:
        details.attrSet("open", "")
    details.map = [start, stop + closed]
    state.push("summary_open", "summary", 1).map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [start, start + 1], []
    state.push("summary_close", "summary", -1)
    outer_max, outer_parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = stop, "collapsible"
    state.md.block.tokenize(state, start + 1, stop)
    state.lineMax, state.parentType = outer_max, outer_parent
    state.push("collapsible_close", "details", -1)
