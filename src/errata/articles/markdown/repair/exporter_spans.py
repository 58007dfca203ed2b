"""Joins the one-character code spans that the exporter made with the text around them.

It wrote every `<`, `>`, `[` and `]` of a text as a code span followed by one space. The inverse is
exact: the bracket as text, the next space gone. Only a lone `>` between the steps of a menu path
keeps white space on both sides. Other one-character spans (`P`, `%`) are the author's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from errata.articles.markdown.tokens import BREAKS, make_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

_BRACKETS = frozenset("<>[]")


def join_spans(children: list[Token]) -> list[Token]:
    """The tokens with the exporter's spans joined; the same list where there are none."""
    if not any(token.type == "code_inline" and _is_exporters(token.content) for token in children):
        return children
    return _Joiner().run(children)


def _is_exporters(content: str) -> bool:
    return content in _BRACKETS or not content.strip()


def _closes(token: Token) -> bool:
    return token.nesting == -1 or token.type == "code_inline" or token.content.startswith("</")


@dataclass(slots=True)
class _Joiner:
    out: list[Token] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """The text being joined."""
    after: str = ""
    """The bracket just seen, while its space is still to come."""
    lone: bool = False
    """That bracket is a `>` without a `<`."""
    open: int = 0
    """`<` without their `>` so far."""

    def run(self, children: Iterable[Token]) -> list[Token]:
        for token in children:
            if token.type == "text":
                self._text(token.content)
            elif token.type == "code_inline" and _is_exporters(token.content):
                self._bracket(token.content)
            else:
                self._other(token)
        self._flush()
        return self.out

    def _text(self, content: str) -> None:
        if self.after and content.startswith(" "):
            content = self._without_space(content)
        self.after = ""
        self.parts.append(content)

    def _without_space(self, content: str) -> str:
        spaced = content[1:2].isspace()
        if self.after == "<" and spaced:  # a comparison, no tag: no `>` will answer it
            self.open -= 1
        return content if self.lone and not spaced else content[1:]

    def _bracket(self, content: str) -> None:
        if content not in _BRACKETS:
            self.parts.append(" ")
            return
        self.lone = False
        if content == "<":
            self.open += 1
        elif content == ">":
            self._close()
        self.parts.append(content)
        self.after = content

    def _close(self) -> None:
        if self.open > 0:
            self.open -= 1
            return
        behind_tag = not self.parts and bool(self.out) and _closes(self.out[-1])
        if behind_tag:
            self.parts.append(" ")
        self.lone = behind_tag or bool(self.parts and self.parts[-1][-1:].isspace())

    def _other(self, token: Token) -> None:
        if self.after and self.lone and token.type not in BREAKS:
            self.parts.append(" ")
        self.after = ""
        self._flush()
        self.out.append(token)

    def _flush(self) -> None:
        if self.parts:
            self.out.append(make_text("".join(self.parts)))
            self.parts = []
