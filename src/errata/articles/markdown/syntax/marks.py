"""Reads the marks of Material for MkDocs in a text, where the knowledge base writes them.

==marked==      ^^inserted^^      ++ctrl+alt+del++      :material-home:, an icon, which goes
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

# "==a b==" and "^^a^^" yes; "== a ==", "====" and "a == b" no. The length bounds the work.
_SPAN: Final = re.compile(r"(==|\^\^)(?=[^\s=^])((?:(?!\1)[^\n]){1,500}?)(?<=\S)\1(?![=^])")
# "++ctrl+alt+del++" and "++f1++" yes; "C++" and "++ a ++" no.
_KEYS: Final = re.compile(r"\+\+([A-Za-z0-9_-]{1,20}(?:\+[A-Za-z0-9_-]{1,20}){0,5})\+\+(?!\+)")
# ":material-home:" and ":fontawesome-brands-x:" yes; ":smile:" and ":home" no.
_ICON: Final = re.compile(r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]{1,80}:")
_ELEMENTS: Final = {"==": "mark", "^^": "ins"}


def extend(md: MarkdownIt) -> None:
    """Add the inline rule before that of code; it looks whether its dialects are written here."""
    md.inline.ruler.before("backticks", "marks", _read)


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    first = state.src[state.pos]
    if first not in "=^+:":
        return False
    dialects = parse_context(state.env).dialects
    if first == ":":
        found = _ICON.match(state.src, state.pos, state.posMax) if "icons" in dialects else None
    elif "marks" not in dialects:
        return False
    else:
        pattern = _KEYS if first == "+" else _SPAN
        found = pattern.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent and first == "+":
        _push_keys(state, found[1])
    elif not silent and first != ":":
        _push_span(state, _ELEMENTS[found[1]], found)
    state.pos = found.end()
    return True


def _push_keys(state: StateInline, keys: str) -> None:
    for at, key in enumerate(keys.split("+")):
        if at:
            state.push("text", "", 0).content = "+"
        state.push("kbd_open", "kbd", 1)
        state.push("text", "", 0).content = key.capitalize()
        state.push("kbd_close", "kbd", -1)


def _push_span(state: StateInline, element: str, found: re.Match[str]) -> None:
    state.push(f"{element}_open", element, 1)
    outer = state.posMax
    state.pos, state.posMax = found.span(2)
    state.md.inline.tokenize(state)
    state.posMax = outer
    state.push(f"{element}_close", element, -1)
