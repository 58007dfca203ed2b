"""What the extensions ask of markdown-it's tokens, and how they make some of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType

    Nesting = Literal[-1, 0, 1]

# What most blocks of other generators may end, as options of a block rule.
ENDS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
BLOCKS_OF_CODE: Final = frozenset({"fence", "code_block"})
TEXTS: Final = frozenset({"text", "code_inline"})
BREAKS: Final = frozenset({"softbreak", "hardbreak"})


def plain_text_of(inline_token: Token) -> str:
    """The text of an inline token, code included, each line break as a space."""
    return "".join(
        " " if child.type in BREAKS else child.content
        for child in inline_token.children or ()
        if child.type in TEXTS | BREAKS
    )


def block_text(token: Token) -> str:
    """The text of a paragraph, a heading or a block of code; empty for any other token."""
    if token.type in BLOCKS_OF_CODE:
        return token.content.strip("\n")
    return plain_text_of(token).strip() if token.type == "inline" else ""


def split_at_breaks(children: Sequence[Token]) -> list[list[Token]]:
    """The children, one list per source line; each but the first begins with its line break."""
    found: list[list[Token]] = [[]]
    for child in children:
        if child.type in BREAKS:
            found.append([])
        found[-1].append(child)
    return found


def make_block(kind: str, tag: str, nesting: Nesting, **attributes: str) -> Token:
    """A block token of an extension; `class_` names the class attribute."""
    attrs: dict[str, str | int | float] = {
        key.rstrip("_"): value for key, value in attributes.items()
    }
    return Token(kind, tag, nesting, attrs=attrs, block=True)


def make_inline(children: Sequence[Token]) -> Token:
    """An inline token made of finished children."""
    content = "".join(child.content for child in children)
    return Token("inline", "", 0, content=content, children=list(children), block=True)


def add_renderer(md: MarkdownIt, kind: str, render: Callable[[Token], str]) -> None:
    """Let a function render the tokens of a type, each by itself."""
    md.add_render_rule(kind, lambda _self, tokens, at, _options, _env: render(tokens[at]))


def open_details(kind: str, title: Sequence[Token], *, is_open: bool) -> list[Token]:
    """What begins a collapsible section or a tab."""
    attributes = {"class_": kind, **({"open_": ""} if is_open else {})}
    return [
        make_block(f"{kind}_open", "details", 1, **attributes),
        make_block("summary_open", "summary", 1),
        make_inline(title),
        make_block("summary_close", "summary", -1),
    ]


def make_text(content: str) -> Token:
    """A token of nothing but text."""
    return Token("text", "", 0, content=content)
