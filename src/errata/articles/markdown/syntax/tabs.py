"""Puts tabs that follow each other into one group, and reads the tabs of docfx.

    # [Windows](#tab/windows)

    On Windows …

    ---

A heading that is nothing but such a link begins a tab, a rule ends the group. They become the
markers of `regions`, which folds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.tokens import make_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_TARGET: Final = "#tab/"
# Tokens of a heading: opening, inline, closing; and of a link.
_HEADING: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rules; that of regions must follow."""
    md.core.ruler.push("linked_tabs", _find_linked_tabs)
    md.core.ruler.push("tab_groups", _group_tabs)


def _find_linked_tabs(state: StateCore) -> None:
    if _TARGET not in state.src:
        return
    made: list[Token] = []
    # Levels of the groups that are open.
    groups: list[int] = []
    at = 0
    while at < len(state.tokens):
        token = state.tokens[at]
        while groups and token.level < groups[-1]:
            groups.pop()
        inside = bool(groups) and groups[-1] == token.level
        if label := _linked_tab(state.tokens, at):
            made += [] if inside else [_marker("BEGINTABS", token, [])]
            groups += [] if inside else [token.level]
            made.append(_marker("TAB", token, label))
            at += _HEADING
            continue
        if inside and token.type == "hr":
            groups.pop()
            token = _marker("ENDTABS", token, [])
        made.append(token)
        at += 1
    state.tokens = made


def _linked_tab(tokens: list[Token], at: int) -> list[Token]:
    """What the tab is called, where a heading begins one."""
    if tokens[at].type != "heading_open":
        return []
    children = tokens[at + 1].children or []
    if len(children) < _HEADING or children[0].type != "link_open":
        return []
    target = str(children[0].attrGet("href") or "")
    return children[1:-1] if target.startswith(_TARGET) else []


def _marker(name: str, place: Token, title: list[Token]) -> Token:
    token = make_block("marker", "", 0)
    token.info, token.map, token.children = name, place.map, title
    return token


def _group_tabs(state: StateCore) -> None:
    if any(token.type == "tab_open" for token in state.tokens):
        state.tokens = list(_grouped(state.tokens))


def _grouped(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with each run of tabs that is in no group yet put into one."""
    opened: list[str] = []
    in_run = [False]
    for token in tokens:
        if token.type == "tab_open" and opened[-1:] != ["tabs_open"] and not in_run[-1]:
            in_run[-1] = True
            yield make_block("tabs_open", "div", 1, class_="tabs")
        elif token.type != "tab_open" and in_run[-1]:
            in_run[-1] = False
            yield make_block("tabs_close", "div", -1)
        if token.nesting > 0:
            opened.append(token.type)
            in_run.append(False)
        yield token
        if token.nesting < 0:
            opened.pop()
            in_run.pop()
    if in_run[-1]:
        yield make_block("tabs_close", "div", -1)
