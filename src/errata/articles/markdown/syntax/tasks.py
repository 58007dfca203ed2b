"""Reads task lists: items that begin with `[ ]` or `[x]` show whether they are done.

The mark is a picture of a box with a word for screen readers. It is no form control: nothing on a
published page can be ticked.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from errata.articles.markdown.context import parse_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.utils import EnvType, OptionsDict

# "[ ] open", "[x] done" and "[X] done" yes; "[] a", "[y] a" and "[x]" no.
_MARK: Final = re.compile(r"\[([ xX])\]\s+(?=\S)")


def extend(md: MarkdownIt) -> None:
    """Add the rule, before the repairs, which know brackets with a blank as the exporter's."""
    md.core.ruler.after("inline", "tasks", _find_tasks)
    md.add_render_rule("task_mark", _render_mark)


def _find_tasks(state: StateCore) -> None:
    if "[ ] " not in state.src and "[x] " not in state.src and "[X] " not in state.src:
        return
    words = parse_context(state.env).words
    for item, paragraph, inline in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        children = inline.children or []
        if children and children[0].type == "text" and (found := _MARK.match(children[0].content)):
            is_done = found[1] != " "
            children[0].content = children[0].content[found.end() :]
            word = words.get("task_done", "Done") if is_done else words.get("task_open", "Open")
            mark = Token("task_mark", "", 0, content=word, meta={"is_done": is_done})
            inline.children = [mark, *children]
            item.attrJoin("class", "task")


def _render_mark(
    _renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    state = "task-done" if tokens[at].meta["is_done"] else "task-open"
    word = f'<span class="visually-hidden">{escape(tokens[at].content)}: </span>'
    return f'<span class="{state}">{word}</span>'
