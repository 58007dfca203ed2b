"""Undoes, inside paragraphs and headings, what the exporter did to the text.

1. `` `<` tag`>` `` becomes `<tag>`, `` `[` 1`]` `` becomes `[1]`: the exporter made a code span of
   each bracket and put one space behind it (`exporter_spans`).
2. Raw tags become real tokens, balanced; runs of line breaks become one (`balance`).
3. No-break spaces become spaces, zero-width characters go, except where a script needs them.
4. Emphasis that CommonMark cannot close, as in `*SQL Server,*you`, is closed.

A block that has nothing left is removed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.repair.exporter_spans import join_spans
from errata.articles.markdown.repair.inline_html import balance_tags
from errata.articles.markdown.repair.raw_tags import TagJudge

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

CLASSES: frozenset[str] = frozenset()

_JOINING = (
    "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u180b-\u18af"
    "\u2600-\u27bf\ufb50-\ufdff\ufe0f\ufe70-\ufefe\U0001f000-\U0001faff"
)
"""Arabic, Indic and related scripts, and emoji: they need the zero-width joiners."""
_INVISIBLE = re.compile(
    f"[\u200b\u2060\ufeff]|(?<![{_JOINING}])[\u200c\u200d](?![{_JOINING}])",
)
_UNCLOSED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}[,.;:!?)])\*(?=\w)")
_SPACE = frozenset({"text", "softbreak", "hardbreak"})
_WRAPPED = frozenset({"paragraph_open", "heading_open"})


def extend(md: MarkdownIt) -> None:
    """Add the rule; it wants joined texts, so it runs after `text_join`."""
    md.core.ruler.push("repair_inline", _repair)


def _repair(state: StateCore) -> None:
    emptied: set[int] = set()
    judge = TagJudge(parse_context(state.env))
    for index, token in enumerate(state.tokens):
        if token.type == "inline" and token.children:
            _repair_block(token, state.md, judge)
            if not token.children and state.tokens[index - 1].type in _WRAPPED:
                emptied.update((index - 1, index, index + 1))
    if emptied:
        state.tokens = [token for at, token in enumerate(state.tokens) if at not in emptied]


def _repair_block(block: Token, md: MarkdownIt, judge: TagJudge) -> None:
    source = block.content
    assert block.children is not None  # noqa: S101 - the caller looked
    if "`" in source:
        block.children = join_spans(block.children)
    if "<" in source:
        line = judge.context.line_of(block)
        block.children = balance_tags(block.children, judge, md, line)
    if "&" in source or not source.isascii():
        _clean(block.children)
    if "*" in source and "\\*" not in source:
        block.children = _close_emphasis(block.children)
    if block.children:
        _trim(block)


def _clean(children: list[Token]) -> None:
    for token in children:
        if token.type == "text" and not token.content.isascii():
            content = token.content.replace("\u00a0", " ")
            token.content = content if content.isascii() else _INVISIBLE.sub("", content)


def _trim(block: Token) -> None:
    """Drop white space and line breaks at both ends."""
    children = block.children or []
    if children[0].type in _SPACE or children[-1].type in _SPACE:
        begin, end = 0, len(children)
        while begin < end and _is_blank(children[begin]):
            begin += 1
        while end > begin and _is_blank(children[end - 1]):
            end -= 1
        block.children = children[begin:end]
        if begin < end:
            _strip(children[begin], children[end - 1])


def _is_blank(token: Token) -> bool:
    return token.type in _SPACE and not token.content.strip()


def _strip(first: Token, last: Token) -> None:
    if first.type == "text":
        first.content = first.content.lstrip()
    if last.type == "text":
        last.content = last.content.rstrip()


def _close_emphasis(children: list[Token]) -> list[Token]:
    if not any(token.type == "text" and "*" in token.content for token in children):
        return children
    out: list[Token] = []
    for token in children:
        if token.type == "text" and "*" in token.content:
            out.extend(_emphasise(token))
        else:
            out.append(token)
    return out


def _emphasise(token: Token) -> list[Token]:
    """The text with `*word,*word` read as emphasis; as it was where nothing else fits."""
    pieces = _UNCLOSED.split(token.content)
    out: list[Token] = []
    for odd, piece in enumerate(pieces):
        if odd % 2:
            out.append(Token("em_open", "em", 1, markup="*"))
        if piece:
            out.append(token.copy(content=piece))
        if odd % 2:
            out.append(Token("em_close", "em", -1, markup="*"))
    return out
