"""Undoes what the exporter did to code: in spans, in fences and in indented blocks.

The exporter put one space behind every `[` and `]`, escaped `<` and `>`, and turned each `**` into
`<b>` or `</b>` by turns, so that a masked `****` reads `<b></b>`. Each is undone only where the
piece shows that it happened; code that is authentic in that form is left alone.

A block that was split into many, one line each, is put together again: fences without a language
that follow each other directly, and paragraphs that are nothing but one code span.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from errata.articles.markdown.tokens import BLOCKS_OF_CODE
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore


# What may be the exporter's: a no-break or zero-width character, "&", "[ ", "<b>"; not "[0]".
_SUSPECT: Final = compile_late("[\u00a0\u200b-\u200d\u2060\ufeff&]|\\[ |</?b>")
# The joiners of "a\u200db" too, but not those between two letters beyond Latin, such as Arabic.
_INVISIBLE: Final = compile_late(
    "[\u200b\u2060\ufeff]|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])"
)
# "<a", "</" and "<!"; not "< b" nor "<5": code that has a real tag is HTML or XML.
_RAW_TAG: Final = compile_late(r"<[A-Za-z/!?]")
# "<b>" and "</b>"; not "<body>".
_BOLD: Final = compile_late(r"</?b>")
# "<b></b>" for "****", "<b></b>*" for "*****" and "</b>*" for "***"; not "<b>word</b>".
_MASK: Final = compile_late(r"(?:<b></b>)+(?:</?b>)?\*?|</?b>\*")
# "&lt;" and "&#123;", which are printable ASCII; not "&amp;" and "&eacute;", which may be meant.
_ENTITY: Final = compile_late(
    r"&(?:lt|gt|quot|apos|#39|nbsp);|&#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);"
)
# "&nbsp;" and "&#x200B;"; not "&lt;".
_BLANK_ENTITY: Final = compile_late(r"&(?:nbsp|#160|#x[aA]0);|&(?:#8203|#x200[bB]);")
# "[" in "a[0" and "]" in "0]b": a bracket without the space that the exporter puts behind each.
_UNSPACED: Final = compile_late(r"[\[\]](?![\s\u00a0]|$)")
# "[ main]", "]  " and "[ ] ": what only the exporter writes; not "[ main ]" nor "[main]".
_INJECTED: Final = compile_late(r"\[ [^\s\[\]][^\[\]\n]*(?<=[^\s\[\]])\]|\]  |\[ \] ")
# "[ " and "] ".
_BRACKET_SPACE: Final = compile_late(r"([\[\]]) ")
# "[ main]"; not "[ main ]" nor "[ two words]".
_SINGLE: Final = compile_late(r"\[ ([^\s\[\]]+)\]")

# Pieces in a row that make a split block; two fences in a row are often two commands.
_MIN_PIECES: Final = 3
# Characters; a paragraph of one longer code span is prose that somebody marked as code.
_LONGEST: Final = 160


def restore_code(text: str) -> str:
    """Undo the exporter's changes in code; code without any is returned as it is."""
    if not _SUSPECT.search(text):
        return text
    if "</" in text or "<b>" in text:
        text = _restore_stars(text)
    if "[ " in text:
        text = _drop_bracket_spaces(text)
    if "&" in text:
        text = _decode_entities(text)
    return _INVISIBLE.sub("", text.replace("\u00a0", " "))


def _restore_stars(text: str) -> str:
    """Restore `**` from `<b>` and `</b>`; in HTML, only masks such as `<b></b>*` are."""
    is_html = _RAW_TAG.search(_BOLD.sub("", text))
    pattern = _MASK if is_html else _BOLD
    return pattern.sub(lambda match: _BOLD.sub("**", match[0]), text)


def _drop_bracket_spaces(text: str) -> str:
    """Drop the space after brackets: after all of them, or only in `[ main]`."""
    if not _UNSPACED.search(text) and _INJECTED.search(text):
        return _BRACKET_SPACE.sub(r"\1", text)
    return _SINGLE.sub(r"[\1]", text)


def _decode_entities(text: str) -> str:
    if _RAW_TAG.search(text):
        return _decode_blanks(text)
    return _ENTITY.sub(lambda match: unescape(match[0]), _decode_blanks(text))


def _decode_blanks(text: str) -> str:
    return _BLANK_ENTITY.sub(lambda match: unescape(match[0]), text)


def extend(md: MarkdownIt) -> None:
    """Add the rule; one-character spans must be gone, so it follows `repair_inline`."""
    md.core.ruler.push("repair_code", _repair)


def _repair(state: StateCore) -> None:
    fences = spans = 0
    for token in state.tokens:
        if token.type == "inline":
            children = token.children or ()
            for child in children:
                if child.type == "code_inline":
                    _restore(child)
            spans += len(children) == 1 and children[0].type == "code_inline"
        elif token.type in BLOCKS_OF_CODE:
            _restore(token)
            fences += token.type == "fence"
    if fences >= _MIN_PIECES:
        state.tokens = _merge_runs(state.tokens, 1, _is_fence, _fence_of_fences)
    if spans >= _MIN_PIECES:
        state.tokens = _merge_runs(state.tokens, 3, _is_span, _fence_of_spans)


def _restore(code: Token) -> None:
    text = code.content
    if text.isascii() and not ("[ " in text or "&" in text or "b>" in text):
        return
    code.content = restore_code(text)


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
