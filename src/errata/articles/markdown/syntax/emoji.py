"""Reads codes of emoji, as GitHub, GitLab, VuePress, Hugo and Material for MkDocs do: `:warning:`.

A reader gets the character. The codes are GitHub's (`errata/data/emoji.json`). Any other text
between colons stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.data import read_json
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline


# ":warning:", ":+1:" and ":x:,", also in "[:link:](a)"; not in "a:x:b", "/:id:/", "::x::" and
# ":key:`role`".
_CODE: Final = compile_late(r"(?<![\w:/]):([a-z0-9_+-]{1,40}):(?![\w:/`])")


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.inline.ruler.before("backticks", "emoji", _read)


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != ":" or not (match := _CODE.match(state.src, state.pos)):
        return False
    emoji: str = read_json("emoji")["codes"].get(match[1], "")
    if not emoji or match.end() > state.posMax:
        return False
    if not silent:
        parse_context(state.env).emoji[emoji] = match[1]
        state.pending += emoji
    state.pos = match.end()
    return True
