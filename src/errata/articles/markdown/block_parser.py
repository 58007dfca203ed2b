"""Reads the blocks of a text as markdown-it does, and stops where there are too many.

A block takes some microseconds and a kilobyte of memory. One file of 8 MB can have millions. What
is nested beyond the limit stays text and is reported: markdown-it drops it, and with it all that
follows in the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, paragraph

from errata.articles.markdown.context import parse_context
from errata.model.observations import TooDeeplyNested

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType


class BlockParser(ParserBlock):
    """markdown-it's, with the same tokens; the deepest blocks are paragraphs."""

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

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        """Read the lines of a block, or of the whole text."""
        if state.level < state.md.options["maxNesting"]:
            super().tokenize(state, startLine, endLine)
            return
        self._report(state, startLine)
        line = startLine
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            paragraph(state, line, endLine, silent=False)
            line = state.line

    @staticmethod
    def _report(state: StateBlock, line: int) -> None:
        context = parse_context(state.env)
        if context.is_too_deep:
            return
        context.is_too_deep = True
        span = context.place(context.first_line + line)
        context.observe(TooDeeplyNested(span, state.md.options["maxNesting"]))


class _BoundedState(StateBlock):
    most = 0
    """Tokens that there may be in all."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if len(self.tokens) >= self.most:
            parse_context(self.env).count_elements(self.most + 1)
        return super().push(ttype, tag, nesting)
