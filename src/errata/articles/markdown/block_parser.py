"""Reads the blocks of a text as markdown-it does, and stops where there are too many.

A block takes some microseconds and a kilobyte of memory. One file of 8 MB can have millions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from errata.articles.markdown.context import parse_context

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType


class BlockParser(ParserBlock):
    """markdown-it's, with the same tokens."""

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803 - markdown-it's name
    ) -> list[Token] | None:
        """Read a text, whose lines count, too: each has its place in markdown-it's tables."""
        if not src:
            return None
        context = parse_context(env)
        room = context.room_for_elements(src.count("\n"))
        state = _BoundedState(src, md, env, outTokens)
        state.most = len(outTokens) + room
        self.tokenize(state, state.line, state.lineMax)
        context.count_elements(len(outTokens))
        return state.tokens


class _BoundedState(StateBlock):
    most = 0
    """Tokens that there may be in all."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if len(self.tokens) >= self.most:
            parse_context(self.env).count_elements(self.most + 1)
        return super().push(ttype, tag, nesting)
