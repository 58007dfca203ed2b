"""What the extensions read from markdown-it's tokens, and how they make their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context

Nesting = Literal[-1, 0, 1]

# What most blocks of other generators may end, as options of a block rule.
ENDS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
BLOCKS_OF_CODE: Final = frozenset({"fence", "code_block"})
# Languages of blocks that draw: their texts are labels, not what a program says.
_DIAGRAMS: Final = frozenset(
    {"d2", "ditaa", "dot", "erd", "flowchart", "graphviz", "mermaid", "nomnoml", "plantuml", "puml"}
)
TEXTS: Final = frozenset({"text", "code_inline"})
PARAGRAPH: Final = 3
"""Tokens of a paragraph: opening, inline, closing."""
BREAKS: Final = frozenset({"softbreak", "hardbreak"})


def plain_text_of(inline_token: Token) -> str:
    """Return the text of an inline token, code included, with a space for each line break."""
    return "".join(
        " " if child.type in BREAKS else child.content
        for child in inline_token.children or ()
        if child.type in TEXTS | BREAKS
    )


def draws_diagram(token: Token) -> bool:
    """Whether a block of code is the source of a diagram: "```mermaid", "```{mermaid}"."""
    return token.info.strip().partition(" ")[0].strip("{}.").lower() in _DIAGRAMS


def block_text(token: Token) -> str:
    """Return the text of a paragraph, a heading or a block of code; else an empty text."""
    if token.type in BLOCKS_OF_CODE:
        return token.content.strip("\n")
    return plain_text_of(token).strip() if token.type == "inline" else ""


def split_at_breaks(children: Sequence[Token]) -> list[list[Token]]:
    """Split children by source line; each but the first begins with its line break."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in BREAKS:
            lines.append([])
        lines[-1].append(child)
    return lines


def make_block(kind: str, tag: str, nesting: Nesting, **attributes: str) -> Token:
    """Make a block token of an extension; `class_` names the class attribute."""
    attrs: dict[str, str | int | float] = {
        key.rstrip("_"): value for key, value in attributes.items()
    }
    return Token(kind, tag, nesting, attrs=attrs, block=True)


def make_inline(children: Sequence[Token]) -> Token:
    """Make an inline token of finished children."""
    content = "".join(child.content for child in children)
    return Token("inline", "", 0, content=content, children=list(children), block=True)


def make_unread(content: str) -> Token:
    """Make an inline token whose markdown is not read yet."""
    return Token("inline", "", 0, content=content, children=[], block=True)


def add_renderer(md: MarkdownIt, kind: str, render: Callable[[Token], str]) -> None:
    """Let a function render the tokens of a type, one by one."""
    md.add_render_rule(kind, lambda _self, tokens, index, _options, _env: render(tokens[index]))


def open_details(kind: str, title: Token, *, is_open: bool) -> list[Token]:
    """Make the tokens that begin a collapsible section or a tab; the title is an inline token."""
    attributes = {"class_": kind, **({"open_": ""} if is_open else {})}
    return [
        make_block(f"{kind}_open", "details", 1, **attributes),
        make_block("summary_open", "summary", 1),
        title,
        make_block("summary_close", "summary", -1),
    ]


def add_pattern_rule(
    md: MarkdownIt,
    place: tuple[str, str],
    pattern: re.Pattern[str],
    push: Callable[[StateInline, re.Match[str]], None],
    *,
    dialect: str = "",
) -> None:
    """Add a rule that reads what a pattern matches, if the knowledge base writes a dialect.

    Args:
        md: the parser.
        place: the rule before which it is tried, and its own name.
        pattern: what it reads.
        push: adds the tokens of a match.
        dialect: empty for what everybody writes.
    """

    def read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        match = pattern.match(state.src, state.pos, state.posMax)
        if not match or (dialect and dialect not in parse_context(state.env).dialects):
            return False
        if not silent:
            push(state, match)
        state.pos = match.end()
        return True

    before, name = place
    md.inline.ruler.before(before, name, read)


def push_text(state: StateInline, content: str) -> None:
    """Add a text."""
    state.push("text", "", 0).content = content


def push_inside(state: StateInline, span: tuple[int, int]) -> None:
    """Add the tokens of a part of the text being read."""
    outer = state.pos, state.posMax
    state.pos, state.posMax = span
    state.md.inline.tokenize(state)
    state.pos, state.posMax = outer


def push_link(state: StateInline, href: str, text: str) -> None:
    """Add a link."""
    state.push("link_open", "a", 1).attrs = {"href": href}
    push_text(state, text)
    state.push("link_close", "a", -1)


def push_picture(state: StateInline, source: str, text: str, **attributes: str | None) -> None:
    """Add a picture with markdown as its alternative text; attributes without a value go."""
    given = {name: value for name, value in attributes.items() if value}
    picture = state.push("image", "img", 0)
    picture.attrs = {"src": source, "alt": "", **given}
    picture.content, picture.children = text, []
    state.md.inline.parse(text, state.md, state.env, picture.children)


def make_text(content: str) -> Token:
    """Make a token of nothing but text."""
    return Token("text", "", 0, content=content)
