"""Takes out of the text what no page can show, such as the controls of a pasted terminal.

Each becomes a zero-width space, which keeps the columns of what stands behind it on its line and
which the repairs of text and code remove.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.text.characters import UNSHOWN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

CLASSES: frozenset[str] = frozenset()


def extend(md: MarkdownIt) -> None:
    """Add the rule, before blocks are told apart."""
    md.core.ruler.after("normalize", "unshown", _replace)


def _replace(state: StateCore) -> None:
    state.src = UNSHOWN.sub("\u200b", state.src)
