"""Takes out the marks for a table of contents: `[TOC]`, `[[_TOC_]]`, kramdown's `{:toc}`.

Every page has its contents already.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.syntax.foreign import note_foreign

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

# "[TOC]", "[[_TOC_]]", "[[toc]]" and "${toc}" yes; "[TOC](a.md)" and "See [TOC]" no.
_MARK: Final = re.compile(r"(\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\})[ \t]*$", re.IGNORECASE)
# "* TOC" and "1. Contents", where "{:toc}" stands below; not "TOC".
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,3}\.)[ \t]")
# "{:toc}" and "{: .no_toc #a toc }"; not "{:.toc-x}".
_KRAMDOWN: Final = re.compile(r"\{:(?:[^{}\n]*[ \t])?toc(?:[ \t][^{}\n]*)?\}[ \t]*$")


def extend(md: MarkdownIt) -> None:
    """Add the block rule, before that of lists."""
    md.block.ruler.before("list", "contents", _read_mark, {"alt": ["paragraph", "reference"]})


def _read_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    first = state.src[begin : begin + 1]
    if first in {"[", "$"}:
        found = _MARK.match(state.src, begin, state.eMarks[start])
        form = found[1] if found else ""
    else:
        form = "{:toc}" if _is_kramdowns(state, start, end) else ""
    if not form or silent:
        return bool(form)
    note_foreign(state, form, start, is_replaced=True)
    state.line = start + (2 if first not in {"[", "$"} else 1)
    return True


def _is_kramdowns(state: StateBlock, start: int, end: int) -> bool:
    """A list of one item, with `{:toc}` below."""
    if start + 1 >= end:
        return False
    begin, below = (state.bMarks[at] + state.tShift[at] for at in (start, start + 1))
    if not state.src.startswith("{:", below):
        return False
    is_item = _ITEM.match(state.src, begin, state.eMarks[start])
    return bool(is_item and _KRAMDOWN.match(state.src, below, state.eMarks[start + 1]))
