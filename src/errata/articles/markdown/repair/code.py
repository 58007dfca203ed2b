"""Undoes what the exporter did to code: in spans, in fences and in indented blocks.

The exporter put one space behind every `[` and `]`, escaped `<` and `>`, and turned each `**` into
`<b>` or `</b>` by turns, so that a masked `****` reads `<b></b>`. Each is undone only where the
piece shows that it happened; code that is authentic in that form is left alone. All code of an
article went through the exporter: where one piece has a tag or a bracket as it is, `&lt;` or `[ `
in the others is meant.

A block that was split into many, one line each, is put together again: fences without a language
that follow each other directly, and paragraphs that are nothing but one code span.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown.tokens import BLOCKS_OF_CODE
from errata.data.patterns import compile_late

# The joiners of "a\u200db" too, but not those between two letters beyond Latin, such as Arabic.
_INVISIBLE: Final = compile_late(
    "[\u200b\u2060\ufeff]|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])"
)
# "<a", "</" and "<!"; not "< b" nor "<5": a real tag.
_RAW_TAG: Final = compile_late(r"<[A-Za-z/!?]")
# "<b>" and "</b>"; not "<body>".
_BOLD: Final = compile_late(r"</?b>")
# "<b></b>" for "****" and "<b></b>*" for "*****"; not "<b>word</b>".
_MASK: Final = compile_late(r"(?:<b></b>)+(?:</?b>)?\*?")
# "<b></b>", and "<b>*" and "</b>*" for "***"; not "<b>word</b>" nor "<b>*</b>".
_MASKED: Final = compile_late(r"<b></b>|<b>\*(?!</b>)|</b>\*")
# "&lt;" and "&#123;", which are printable ASCII, and blanks such as "&nbsp;" and "&#x200B;"; not
# "&amp;" and "&eacute;", which may be meant.
_ENTITY: Final = compile_late(
    r"&(?:lt|gt|quot|apos|nbsp|#x[aA]0|#x200[bB]);|&#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]|160|8203);"
)
# "&lt;" and "&lt;, &#34;", of which an author speaks; not "&lt;path&gt;".
_ENTITY_ALONE: Final = compile_late(r"(?:&#?\w+;[^\w&]*+)++")
# "[" in "a[0" and "]" in "0]b": a bracket without the space that the exporter puts behind each.
_UNSPACED: Final = compile_late(r"[\[\]](?![\s\u00a0]|$)")
# "[ main]", "]  " and "a[ ] ": what only the exporter writes; not "[ main ]", "[main]", "[ \\t]" of
# a pattern, nor "- [ ] " of a list of tasks.
_INJECTED: Final = compile_late(
    r"\[ [^\s\[\]\\][^\[\]\n]*(?<=[^\s\[\]])\]|\]  |(?<![-*+.)] )\[ \] "
)
# "[ " and "] ".
_BRACKET_SPACE: Final = compile_late(r"([\[\]]) ")

# Pieces in a row that make a split block; two fences in a row are often two commands.
_MIN_PIECES: Final = 3
# Characters; a paragraph of one longer code span is prose that somebody marked as code.
_LONGEST: Final = 160


def extend(md: MarkdownIt) -> None:
    """Add the rule; one-character spans must be gone, so it follows `repair_inline`."""
    md.core.ruler.push("repair_code", _repair)


def _repair(state: StateCore) -> None:
    codes = []
    fences = spans = 0
    for token in state.tokens:
        if token.type == "inline":
            children = token.children or ()
            codes += [child for child in children if child.type == "code_inline"]
            spans += len(children) == 1 and children[0].type == "code_inline"
        elif token.type in BLOCKS_OF_CODE:
            codes.append(token)
            fences += token.type == "fence"
    _restore_codes(codes)
    if fences >= _MIN_PIECES:
        state.tokens = _merge_runs(state.tokens, 1, _is_fence, _fence_of_fences)
    if spans >= _MIN_PIECES:
        state.tokens = _merge_runs(state.tokens, 3, _is_span, _fence_of_spans)


def _restore_codes(codes: list[Token]) -> None:
    """Undo the exporter's changes in all code of an article."""
    if any("[ " in code.content for code in codes):
        _drop_bracket_spaces(codes)
    if any("&" in code.content for code in codes):
        _decode_entities(codes)
    for code in codes:
        text = _restore_stars(code.content) if "b>" in code.content else code.content
        if not text.isascii():
            text = _INVISIBLE.sub("", text.replace("\u00a0", " "))
        code.content = text


def _drop_bracket_spaces(codes: list[Token]) -> None:
    """Drop the space after brackets, unless the author writes brackets without one.

    Of 101 real articles that have such a space in code, none has a bracket without it.
    """
    if any(_UNSPACED.search(code.content) for code in codes):
        return
    for code in codes:
        if _INJECTED.search(code.content):
            code.content = _BRACKET_SPACE.sub(r"\1", code.content)


def _decode_entities(codes: list[Token]) -> None:
    """Decode what the exporter escaped, unless the author writes tags in code as they are."""
    if any(_RAW_TAG.search(_BOLD.sub("", code.content)) for code in codes):
        return
    for code in codes:
        if "&" in code.content and not _ENTITY_ALONE.fullmatch(code.content):
            code.content = _ENTITY.sub(lambda match: unescape(match[0]), code.content)


def _restore_stars(text: str) -> str:
    """Restore `**` from `<b>` and `</b>`; in HTML, only masks such as `<b></b>*` are."""
    if not _MASKED.search(text):
        return text
    is_html = _RAW_TAG.search(_BOLD.sub("", text))
    pattern = _MASK if is_html else _BOLD
    return pattern.sub(lambda match: _BOLD.sub("**", match[0]), text)


def _is_fence(tokens: list[Token], index: int) -> bool:
    return tokens[index].type == "fence" and not tokens[index].info.strip()


def _is_span(tokens: list[Token], index: int) -> bool:
    if tokens[index].type != "paragraph_open" or tokens[index].hidden:
        return False
    children = tokens[index + 1].children or ()
    if len(children) != 1 or children[0].type != "code_inline":
        return False
    return len(children[0].content) <= _LONGEST


def _merge_runs(
    tokens: list[Token],
    width: int,
    is_piece: Callable[[list[Token], int], bool],
    join: Callable[[list[Token]], Token],
) -> list[Token]:
    """Join each long run of pieces, `width` tokens each, into one."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and is_piece(tokens, end):
            end += width
        if end - index >= width * _MIN_PIECES:
            out.append(join(tokens[index:end]))
        else:
            end = max(end, index + 1)
            out.extend(tokens[index:end])
        index = end
    return out


def _fence_of_fences(pieces: list[Token]) -> Token:
    return pieces[0].copy(
        content="".join(piece.content for piece in pieces), map=_span(pieces[0], pieces[-1])
    )


def _fence_of_spans(pieces: list[Token]) -> Token:
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
