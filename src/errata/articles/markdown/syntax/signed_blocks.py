"""Reads callouts, tabs and collapsible sections that begin with a run of signs and a title.

    !!! note "Title"      ??? note, and ???+ note, shown open      === "Tab"       +++Title {#id}

        Content               Content                                  Content     Content
                                                                                   +++

In Material for MkDocs the content is indented by four; a name that is not known is a note with that
name as its title. Adobe's section ends at its `+++`, else at the next title or the end of its
container. Then it is shown open: what the author meant to fold is unknown. Fences inside are
skipped.
"""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.headings import split_id
from errata.articles.markdown.ids import claim_id
from errata.articles.markdown.syntax.boxes import (
    close_box,
    note_unclosed,
    open_callout,
    open_collapsible,
    open_tab,
    tokenize_inside,
    usual_title,
)
from errata.articles.markdown.syntax.directives import own_title, read_callout_names
from errata.articles.markdown.tokens import ENDS
from errata.data.patterns import compile_late
from errata.model.observations import EmptyCallout

# '!!! note "A title"', "!!! note inline end", "???+ tip" and '!!! ""' yes; "!!!", "!!! Stop!" no.
_ADMONITION: Final = compile_late(
    r"(!!!|\?\?\?\+?)[ \t]*(?=[\w\"'])((?:[\w-]+[ \t]*)*+)(?:\"(.*)\"|'(.*)')?[ \t]*$"
)
# '=== "Windows"', '===! "A"' and '===+ "A"' yes; "===" and "=== x" no.
_TAB: Final = compile_late(r"===[!+]?[ \t]*(?:\"(.*)\"|'(.*)')[ \t]*$")
# How far the content is indented, in columns.
_INDENT: Final = 4


def extend(md: MarkdownIt) -> None:
    """Add the block rules; they may end a paragraph, a quote or a list, those of MkDocs a table."""
    md.block.ruler.before("fence", "admonition", _read_admonition, ENDS)
    md.block.ruler.before("fence", "tab", _read_tab, ENDS)
    md.block.ruler.before("fence", "collapsible", _read_collapsible, _ENDS_OF_COLLAPSIBLE)


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
    # A box may be a title alone; what is folded may not, and text right below was meant as its own.
    is_whole = title is not None and match[1] == "!!!" and (stop >= end or state.isEmpty(stop))
    if stop == start + 1 and not is_whole:
        _observe_nothing(state, start, match[0].strip())
    _push(state, (match[1], name, title), start, stop)
    return True


def _observe_nothing(state: StateBlock, start: int, mark: str) -> None:
    context = parse_context(state.env)
    context.observe(EmptyCallout(context.place(context.first_line + start), mark))


def _is_known(words: str) -> bool:
    return words.partition(" ")[0].strip().lower() in read_callout_names()


def _push(state: StateBlock, written: tuple[str, str, str | None], start: int, stop: int) -> None:
    mark, name, title = written
    kind = read_callout_names().get(name, "NOTE")
    if mark == "!!!":
        open_callout(state, kind, title or own_title(name or "note", kind), start)
        _tokenize_content(state, start + 1, stop)
        close_box(state, "callout")
    else:
        heading = title or own_title(name, kind) or usual_title(state, kind)
        open_collapsible(state, heading, start, is_open=mark == "???+")
        _tokenize_content(state, start + 1, stop)
        close_box(state, "collapsible")


def _read_tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("===", begin) or state.is_code_block(start):
        return False
    match = _TAB.match(state.src, begin, state.eMarks[start])
    if not match or silent:
        return bool(match)
    stop = _end_of_content(state, start + 1, end)
    if stop == start + 1:
        _observe_nothing(state, start, match[0].strip())
    open_tab(state, match[1] or match[2] or "", start)
    _tokenize_content(state, start + 1, stop)
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


def _tokenize_content(state: StateBlock, start: int, stop: int) -> None:
    tokenize_inside(state, start, stop, state.blkIndent + _INDENT)
    state.line = stop


_MARK: Final = "+++"
# What a collapsible section may end; in a table, the line is a row.
_ENDS_OF_COLLAPSIBLE: Final[RuleOptionsType] = {
    "alt": ["paragraph", "reference", "blockquote", "list"]
}
# "+++Title" and "+++ A title" yes; "+++", "++++ more" and "++ Title" no.
_TITLE: Final = compile_late(r"\+\+\+[ \t]*+([^+\s].*)")
# "```" and "~~~~" yes; "``" no.
_FENCE: Final = compile_late(r"`{3,}+|~{3,}+")


def _read_collapsible(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_MARK, begin):
        return False
    title = _TITLE.match(state.src, begin, state.eMarks[start])
    if not title or silent:
        return bool(title)
    stop, closed = _find_mark(state, start + 1, end)
    if not closed:
        note_unclosed(state, start, _MARK)
    text, authored = split_id(title[1].rstrip())
    own_id = claim_id(authored, parse_context(state.env)) if authored else ""
    opening = open_collapsible(state, text, start, is_open=not closed, own_id=own_id)
    opening.map = [start, stop + closed]
    tokenize_inside(state, start + 1, stop, state.blkIndent)
    close_box(state, "collapsible")
    state.line = stop + closed
    return True


def _find_mark(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
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
