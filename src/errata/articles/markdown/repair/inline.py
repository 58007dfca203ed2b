"""Undoes, inside paragraphs and headings, what the exporter did to the text.

1. `` `<` tag`>` `` becomes `<tag>`, `` `[` 1`]` `` becomes `[1]`. The exporter wrote each bracket
   of a text as a code span followed by one space. The inverse is exact: the bracket as text, the
   next space gone. Only a lone `>` between the steps of a menu path keeps white space on both
   sides. Other spans of one character (`P`, `%`) are the author's own.
2. Raw tags become real tokens, balanced; runs of line breaks become one (`inline_html`).
3. No-break spaces become spaces, zero-width characters go, except where a script needs them.
4. Emphasis that CommonMark cannot close, as in `*SQL Server,*you`, is closed; bold text without
   a text, the `****` that GitBook leaves before the first word of a line, goes.

A block that has nothing left is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.repair.inline_html import balance_tags
from errata.articles.markdown.repair.raw_tags import TagJudge
from errata.articles.markdown.tokens import BREAKS, make_text
from errata.data.patterns import compile_late
from errata.values import MutableRecord

# Arabic, Indic and related scripts, and emoji: they need the zero-width joiners.
_JOINING: Final = (
    "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u180b-\u18af"
    "\u2600-\u27bf\ufb50-\ufdff\ufe0f\ufe70-\ufefe\U0001f000-\U0001faff"
)
# Any zero-width space, and the joiner of "a\u200db"; not that between two emoji or Arabic letters.
_INVISIBLE: Final = compile_late(
    f"[\u200b\u2060\ufeff]|(?<![{_JOINING}])[\u200c\u200d](?![{_JOINING}])",
)
# "*SQL Server,*" in "*SQL Server,*you"; not "*a*b", "2*3,*4" nor "* a,*b". Two hundred characters
# are more than anyone stresses, and bound the work for each asterisk.
_UNCLOSED: Final = compile_late(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200}[,.;:!?)])\*(?=\w)")
# "****" in "****The work area"; not in "****1234", the end of a card's number.
_EMPTY_BOLD: Final = compile_late(r"\*{4}(?=[^\W\d])")
_SPACE: Final = frozenset({"text", "softbreak", "hardbreak"})
_WRAPPED: Final = frozenset({"paragraph_open", "heading_open"})
_BRACKETS: Final = frozenset("<>[]")


def extend(md: MarkdownIt) -> None:
    """Add the rule; it wants joined texts, so it runs after `text_join`."""
    md.core.ruler.push("repair_inline", _repair)


def _repair(state: StateCore) -> None:
    emptied: set[int] = set()
    judge = TagJudge(state.env)
    for index, token in enumerate(state.tokens):
        if token.type == "inline" and token.children:
            _repair_block(token, state.md, judge)
            if not token.children and state.tokens[index - 1].type in _WRAPPED:
                emptied.update((index - 1, index, index + 1))
    if emptied:
        state.tokens = [token for index, token in enumerate(state.tokens) if index not in emptied]


def _repair_block(block: Token, md: MarkdownIt, judge: TagJudge) -> None:
    # The block's own text does not tell what is needed: a file may be included within it.
    assert block.children is not None  # noqa: S101 - the caller looked
    children = balance_tags(_join_spans(block.children), judge, md, judge.context.line_of(block))
    _clean(children)
    if "\\*" not in block.content:
        children = list(_close_emphasis(children))
    block.children = children
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


def _close_emphasis(children: Iterable[Token]) -> Iterator[Token]:
    """Yield the children with `*word,*word` as emphasis; unchanged if nothing matches."""
    begins = True
    for token in children:
        if begins and token.type == "text" and _EMPTY_BOLD.match(token.content):
            token.content = token.content.removeprefix("****")
        begins = token.type in BREAKS
        if token.type != "text" or "*" not in token.content:
            yield token
            continue
        for odd, piece in enumerate(_UNCLOSED.split(token.content)):
            if odd % 2:
                yield Token("em_open", "em", 1, markup="*")
            if piece:
                yield token.copy(content=piece)
            if odd % 2:
                yield Token("em_close", "em", -1, markup="*")


# ── the exporter's code spans ────────────────────────────────────────────────────────────


def _join_spans(children: list[Token]) -> list[Token]:
    """Join the exporter's spans; return the same list if there are none."""
    if not any(token.type == "code_inline" and _is_exporters(token.content) for token in children):
        return children
    return _Joiner().run(children)


def _is_exporters(content: str) -> bool:
    return content in _BRACKETS or not content.strip()


def _closes(token: Token) -> bool:
    return token.nesting == -1 or token.type == "code_inline" or token.content.startswith("</")


class _Joiner(MutableRecord):
    out: list[Token] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """The text being joined."""
    after: str = ""
    """The bracket just read, while its space is still to come."""
    lone: bool = False
    """Whether that bracket is a `>` without a `<`."""
    open: int = 0
    """Number of `<` without their `>` so far."""

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
