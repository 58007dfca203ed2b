"""Keeps a line that begins with an inline tag from becoming a block of raw HTML.

In CommonMark a line holding only `<br>` or `<b>` opens an HTML block that swallows the markdown
up to the next blank line: headings, lists, everything. Here only the block elements, comments and
the like open one; what begins with `<b>`, `<br>` or an unknown name such as `<host>` is an
ordinary paragraph, whose tags `repair_inline` then mends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import html_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

CLASSES: frozenset[str] = frozenset()

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_OPENS_BLOCK = frozenset(block_names) | {"script", "pre", "style", "textarea", "picture"}


def extend(md: MarkdownIt) -> None:
    """Replace the block rule; it stands where the original stood."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.at("html_block", _html_block, alternatives)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the rule's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin):
        return False
    name = _NAME.match(state.src, begin)
    if name and name[1].lower() not in _OPENS_BLOCK:
        return False
    return html_block(state, start, end, silent)
