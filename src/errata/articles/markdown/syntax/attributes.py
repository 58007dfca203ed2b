"""Reads attributes after images, links and labels: `![…](…){width="300"}`, `[…](…){target=_blank}`.

Only a list wholly of known keys has an effect; other text in braces, such as `{{tenant}}`,
`{%%mcid%%}` or a CSS rule, is text.

What is kept is presentation that a class or a number can say: width and height in pixels, a width
in percent as the nearest quarter, an alignment. `target` is dropped, since whether a link opens a
new tab is the reader's choice (WCAG 3.2.5).

Lists of classes and ids, as kramdown, Python Markdown and MyST have them, are taken out: they stand
behind what they are about, or on a line of their own, and only another generator's style sheet
knows them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Characters of a list. It bounds the work for each brace, so that a text of braces takes linear
# time; a list of all the known keys has about a hundred.
_LONGEST: Final = 1000
# Lines below a target in which its heading is looked for: authors leave one blank line.
_NEAR: Final = 20
# "300", "'a b'" and '"a b"' yes; "a b", "a=b" and "{a}" without quotes no.
_VALUE: Final = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}=]++)"""
# '{width="300"}' and "{ a=1 b = 2 }" yes; "{}", "{{tenant}}" and "{color: red}" no.
_LIST: Final = re.compile(rf"\{{\s*+(?:[A-Za-z][\w-]*+\s*+=\s*+{_VALUE}\s*+)++\}}")
# "width=300" and 'title = "a b"' in a list; not "=300".
_PAIR: Final = re.compile(rf"([A-Za-z][\w-]*+)\s*+=\s*+({_VALUE})")

# ".btn" and "#id" in a list, and "rel=x" and "-", which MyST and pandoc have.
_ITEM: Final = rf"(?:[.#][\w:.-]++|[A-Za-z][\w-]*+={_VALUE})"
# '{: .no_toc}', "{.btn #a x=1}" and '{:target="_blank"}' yes; "{foo}", "{{x}}" and "{: }" no.
_CLASSES: Final = re.compile(rf"\{{:?[ \t]*+{_ITEM}(?:[ \t]++{_ITEM})*+[ \t]*+\}}")
# "{::comment}", "{:/comment}" and "{:/}" of kramdown yes; "{:a}" no.
_EXTENSION: Final = re.compile(r"\{:[:/][^{}\n]{0,200}+\}")
# "(target)=" of MyST, on a line of its own; "(a) = b" no.
_TARGET: Final = re.compile(r"\([\w:.-]{1,100}+\)=")

_ALIGNMENTS: Final = frozenset({"left", "center", "right"})
# Per cent. There is a class for each, since the policy of the pages forbids styles.
_QUARTERS: Final = (25, 50, 75, 100)
# `zoomable`, `modal` and `transcript` are read and dropped: they only steer the vendor's pages.
# What a list may stand behind.
_LINKED: Final = frozenset({"image", "link_close"})
_TARGETS: Final = _LINKED | {"code_inline", "kbd_close", "badge_close"}
_EMPHASIS: Final = frozenset({"*", "**", "_", "__"})
# "{.a" and "{: a" yes; "{a=1" no.
_MARKED: Final = re.compile(r"\{(?::|[ \t]*[.#])")
_FIRST: Final = frozenset("{(")
_IMAGE_KEYS: Final = frozenset({"width", "height", "align", "zoomable", "modal"})
_LINK_KEYS: Final = frozenset({"target", "rel", "transcript", "modal"})
# Digits of a width or height in pixels; no screen is wider than four can say.
_MAX_DIGITS: Final = 4


def read_braces(
    source: str, start: int, end: int, known: frozenset[str]
) -> tuple[dict[str, str], int] | None:
    """The pairs of the list at `start` and the position after it; None where it is text."""
    found = _LIST.match(source, start, min(end, start + _LONGEST))
    if not found:
        return None
    pairs = {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(found[0])}
    return (pairs, found.end()) if known.issuperset(pairs) else None


def extend(md: MarkdownIt) -> None:
    """Add the inline rule behind that of images, and the block rule."""
    md.inline.ruler.after("image", "attributes", _read_attributes)
    md.block.ruler.before("fence", "attribute_line", _read_line, {"alt": ["paragraph", "list"]})


def _read_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    # While a text is read, marks of emphasis are still texts.
    if token.type not in _TARGETS and not (token.type == "text" and token.content in _EMPHASIS):
        return False
    known = {"image": _IMAGE_KEYS, "link_close": _LINK_KEYS}.get(token.type, frozenset())
    if found := read_braces(state.src, state.pos, state.posMax, known):
        pairs, state.pos = found
        if token.type == "image":
            _set_attributes(token, pairs)
        return True
    classes = _CLASSES.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    # In `{a=1}` behind code, which may be code as well, nothing says that it is a list.
    if not classes or (token.type not in _LINKED and not _MARKED.match(classes[0])):
        return False
    state.pos = classes.end()
    return True


def _read_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """A list on a line of its own, which is about the block above or below."""
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if state.src[begin : begin + 1] not in _FIRST or state.is_code_block(start):
        return False
    if _is_headings(state, start, end):
        return False
    stop = min(stop, begin + _LONGEST)
    patterns = (_CLASSES, _EXTENSION, _TARGET)
    found = next(filter(None, (one.match(state.src, begin, stop) for one in patterns)), None)
    if not found or state.src[found.end() : state.eMarks[start]].strip():
        return False
    if not silent:
        state.line = start + 1
    return True


def _is_headings(state: StateBlock, start: int, end: int) -> bool:
    """Whether the line is next to a heading, which it may give an id."""
    if state.tokens and state.tokens[-1].type == "heading_close":
        return True
    at, end = start + 1, min(end, start + _NEAR)
    while at < end and (state.isEmpty(at) or state.src[state.bMarks[at]] == "("):
        at += 1
    return at < end and state.src[state.bMarks[at] + state.tShift[at]] == "#"


def _set_attributes(image: Token, pairs: dict[str, str]) -> None:
    for key in ("width", "height"):
        if pixels := _pixels(pairs.get(key, "")):
            image.attrSet(key, pixels)
    width = pairs.get("width", "")
    if width.endswith("%") and width[:-1].isdecimal():
        image.attrJoin("class", _quarter(width[:-1]))
    if (side := pairs.get("align", "").lower()) in _ALIGNMENTS:
        image.attrJoin("class", f"align-{side}")


def _pixels(value: str) -> str:
    number = value.removesuffix("px")
    plain = number.isascii() and number.isdecimal() and len(number) <= _MAX_DIGITS
    return str(int(number)) if plain and int(number) else ""


def _quarter(percent: str) -> str:
    share = int(percent[:4])
    return f"w-{min(_QUARTERS, key=lambda quarter: abs(quarter - share))}"
