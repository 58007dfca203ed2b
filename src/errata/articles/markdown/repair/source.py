"""What is done to the source before and while blocks are read.

Control characters, which no page can show, such as those of a pasted terminal, become zero-width
spaces: they keep the columns of what follows on the line, and the repairs of text and code remove
them. References to bidirectional controls, such as `&#x202e;`, are shown as they are written.

In CommonMark a line of only `<br>` or `<b>` opens a block of raw HTML that swallows the markdown up
to the next blank line: headings, lists, everything. Here only block elements, comments and the like
open one; a line that begins with `<b>`, `<br>` or an unknown name such as `<host>` is an ordinary
paragraph, whose tags `inline_html` then reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import html_block

from errata.data.patterns import compile_late
from errata.text.characters import neutralise_hidden

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

# "<div" and "</p" yes; "<!--", "<5" and "< p" no.
_NAME: Final = compile_late(r"</?([A-Za-z][A-Za-z0-9-]*)")
_OPENS_BLOCK: Final = frozenset(block_names) | {
    *("script", "pre", "style", "textarea", "picture", "video", "audio"),
}


def extend(md: MarkdownIt) -> None:
    """Add one rule before blocks are read, and replace that of raw HTML."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.core.ruler.after("normalize", "control_characters", _replace_control_characters)
    md.block.ruler.at("html_block", _html_block, alternatives)


def _replace_control_characters(state: StateCore) -> None:
    state.src = neutralise_hidden(state.src)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the rule's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin):
        return False
    name = _NAME.match(state.src, begin)
    if name and name[1].lower() not in _OPENS_BLOCK:
        return False
    return html_block(state, start, end, silent)
