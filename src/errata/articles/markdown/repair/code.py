"""Restores the text of a piece of code to what it was before the exporter.

The exporter put one space behind every `[` and `]`, escaped `<` and `>`, and turned each `**` into
`<b>` or `</b>` by turns, so that a masked `****` reads `<b></b>`. Each is undone only where the
piece shows that it happened; code that is authentic in that form is left alone.

Undoes what the exporter did to code: in spans, in fences and in indented blocks.

The text of each is restored (`code_text`). A block that was split into many, one line each, is put
together again: fences without a language that follow each other directly, and paragraphs that are
nothing but one code span.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.tokens import BLOCKS_OF_CODE
from errata.model.observations import InvisibleCharacters, SmartQuotes

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

    from errata.articles.markdown.context import ParseContext


_SUSPECT = re.compile("[\u00a0\u200b-\u200d\u2060\ufeff&]|\\[ |</?b>")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])")
_SMART = re.compile("[\u2018\u2019\u201c\u201d]")
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_BOLD = re.compile(r"</?b>")
_MASK = re.compile(r"(?:<b></b>)+(?:</?b>)?\*?|</?b>\*")
_ENTITY = re.compile(r"&(?:lt|gt|quot|apos|#39|nbsp);|&#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);")
_BLANK_ENTITY = re.compile(r"&(?:nbsp|#160|#x[aA]0);|&(?:#8203|#x200[bB]);")
_UNSPACED = re.compile(r"[\[\]](?![\s\u00a0]|$)")
_INJECTED = re.compile(r"\[ [^\s\[\]][^\[\]\n]*(?<=[^\s\[\]])\]|\]  |\[ \] ")
_BRACKET_SPACE = re.compile(r"([\[\]]) ")
_SINGLE = re.compile(r"\[ ([^\s\[\]]+)\]")


def has_escaped_html(text: str) -> bool:
    """Whether the code holds characters that do not survive being copied."""
    return bool(_SUSPECT.search(text) and _INVISIBLE.search(text)) or "\u00a0" in text


def has_smart_quotes(text: str) -> bool:
    """Whether a word processor curled the quotes; they are kept, for that may be the subject."""
    return bool(_SMART.search(text))


def restore_code(text: str) -> str:
    """The code as it was; the same text for code that nothing happened to."""
    if not _SUSPECT.search(text):
        return text
    if "</" in text or "<b>" in text:
        text = _stars(text)
    if "[ " in text:
        text = _brackets(text)
    if "&" in text:
        text = _entities(text)
    return _INVISIBLE.sub("", text.replace("\u00a0", " "))


def _stars(text: str) -> str:
    """`<b>` and `</b>` were `**`; in code that is HTML only masks such as `<b></b>*` are."""
    is_html = _RAW_TAG.search(_BOLD.sub("", text))
    pattern = _MASK if is_html else _BOLD
    return pattern.sub(lambda match: _BOLD.sub("**", match[0]), text)


def _brackets(text: str) -> str:
    """Without the space behind brackets: all of them, or those of `[ main]` alone."""
    if not _UNSPACED.search(text) and _INJECTED.search(text):
        return _BRACKET_SPACE.sub(r"\1", text)
    return _SINGLE.sub(r"[\1]", text)


def _entities(text: str) -> str:
    if _RAW_TAG.search(text):
        return _blank(text)
    return _ENTITY.sub(lambda match: unescape(match[0]), _blank(text))


def _blank(text: str) -> str:
    return _BLANK_ENTITY.sub(lambda match: unescape(match[0]), text)


CLASSES: frozenset[str] = frozenset()

_FEWEST = 3
"""Pieces that make a split block; two fences in a row are often two commands."""
_LONGEST = 160
"""Characters; a span paragraph beyond that is prose in the wrong clothes, not a line of code."""


def extend(md: MarkdownIt) -> None:
    """Add the rule; one-character spans must be gone, so it follows `repair_inline`."""
    md.core.ruler.push("repair_code", _repair)


def _repair(state: StateCore) -> None:
    found = parse_context(state.env)
    noted: set[str] = set()
    fences = spans = 0
    for token in state.tokens:
        if token.type == "inline":
            children = token.children or ()
            if "`" in token.content:
                for child in children:
                    if child.type == "code_inline":
                        _restore(child, token, found, noted)
                spans += len(children) == 1 and children[0].type == "code_inline"
        elif token.type in BLOCKS_OF_CODE:
            _restore(token, token, found, noted)
            fences += token.type == "fence"
    if fences >= _FEWEST:
        state.tokens = _merge(state.tokens, 1, _is_fence, _one_fence)
    if spans >= _FEWEST:
        state.tokens = _merge(state.tokens, 3, _is_span, _one_fence_of_spans)


def _restore(code: Token, place: Token, found: ParseContext, noted: set[str]) -> None:
    text = code.content
    if text.isascii() and not ("[ " in text or "&" in text or "b>" in text):
        return
    if "spaces" not in noted and has_escaped_html(text):
        noted.add("spaces")
        found.observe(InvisibleCharacters(found.place(found.line_of(place))))
    if "quotes" not in noted and has_smart_quotes(text):
        noted.add("quotes")
        found.observe(SmartQuotes(found.place(found.line_of(place))))
    code.content = restore_code(text)


def _is_fence(tokens: list[Token], at: int) -> bool:
    return tokens[at].type == "fence" and not tokens[at].info.strip()


def _is_span(tokens: list[Token], at: int) -> bool:
    if tokens[at].type != "paragraph_open" or tokens[at].hidden:
        return False
    children = tokens[at + 1].children or ()
    if len(children) != 1 or children[0].type != "code_inline":
        return False
    return len(children[0].content) <= _LONGEST


def _merge(
    tokens: list[Token],
    width: int,
    is_piece: Callable[[list[Token], int], bool],
    join: Callable[[list[Token]], Token],
) -> list[Token]:
    """The tokens with each long run of pieces, `width` tokens each, joined to one."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and is_piece(tokens, end):
            end += width
        if end - at >= width * _FEWEST:
            out.append(join(tokens[at:end]))
        else:
            end = max(end, at + 1)
            out.extend(tokens[at:end])
        at = end
    return out


def _one_fence(pieces: list[Token]) -> Token:
    return pieces[0].copy(
        content="".join(piece.content for piece in pieces), map=_span(pieces[0], pieces[-1])
    )


def _one_fence_of_spans(pieces: list[Token]) -> Token:
    lines = [child.content.rstrip() for piece in pieces for child in piece.children or ()]
    return Token(
        *("fence", "code", 0),
        content="".join(f"{line}\n" for line in lines),
        markup="```",
        block=True,
        level=pieces[0].level,
        map=_span(pieces[0], pieces[-3]),
    )


def _span(first: Token, last: Token) -> list[int] | None:
    return [first.map[0], last.map[1]] if first.map and last.map else None
