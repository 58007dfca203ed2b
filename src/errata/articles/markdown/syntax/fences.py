"""Fenced code, as in CommonMark; a block that its author forgot to close is noted.

Such a block includes everything, headings and links, to the end of the article or list item. So is
mdBook's `{{#include main.rs}}` in a block, which stands for a file of code that is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.rules_block import fence

from errata.articles.markdown.context import parse_context
from errata.data.patterns import compile_late
from errata.model.observations import IncludeFault, UnbalancedBlock

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

# "{{#include ../a.rs:5:9}}" and "{{#rustdoc_include a.rs}}" yes; "\{{#include a.rs}}", which shows
# how to write it, and "{{#include}}" no.
_INCLUDE: Final = compile_late(
    r"(?<!\\)\{\{#(?:include|rustdoc_include|playground)[ \t]+"
    r"(?P<name>[^\s{}:]{1,300})[^\n{}]{0,300}\}\}"
)


def extend(md: MarkdownIt) -> None:
    """Replace the rule by one that checks how the block ended."""
    md.block.ruler.at("fence", _read, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not fence(state, start, end, silent):
        return False
    if not silent and "{{#" in state.tokens[-1].content:
        _note_includes(state, start)
    if not silent and not _is_closed(state, start, state.tokens[-1].markup):
        found = parse_context(state.env)
        found.observe(
            UnbalancedBlock(found.place(found.first_line + start), state.tokens[-1].markup)
        )
    return True


def _note_includes(state: StateBlock, start: int) -> None:
    found, code = parse_context(state.env), state.tokens[-1].content
    line, counted = found.first_line + start + 1, 0
    for mark in _INCLUDE.finditer(code):
        line, counted = line + code.count("\n", counted, mark.start()), mark.start()
        found.observe(IncludeFault(found.place(line), mark["name"], "code", ""))


def _is_closed(state: StateBlock, start: int, mark: str) -> bool:
    """Whether the last line of the block is its mark, or a longer one."""
    last = state.line - 1
    text = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip()
    return last > start and text.startswith(mark) and not text.strip(mark[0])
