"""Reads attributes after images, links and labels: `![…](…){width="300"}`, `[…](…){target=_blank}`.

Only a list wholly of known keys is one; other text in braces, such as `{{tenant}}`, `{%%mcid%%}` or
a CSS rule, is text. So is a list with an id, a style, a handler or a class: no author sets those.

What is kept is presentation that a class or a number can say: width and height in pixels, a width
in percent as the nearest quarter, an alignment. `target` is dropped, since whether a link opens a
new tab is the reader's choice (WCAG 3.2.5).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Characters of a list. It bounds the work for each brace, so that a text of braces takes linear
# time; a list of all the known keys has about a hundred.
_LONGEST: Final = 1000
# "300", "'a b'" and '"a b"' yes; "a b", "a=b" and "{a}" without quotes no.
_VALUE: Final = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}=]++)"""
# '{width="300"}' and "{ a=1 b = 2 }" yes; "{}", "{{tenant}}" and "{color: red}" no.
_LIST: Final = re.compile(rf"\{{\s*+(?:[A-Za-z][\w-]*+\s*+=\s*+{_VALUE}\s*+)++\}}")
# "width=300" and 'title = "a b"' in a list; not "=300".
_PAIR: Final = re.compile(rf"([A-Za-z][\w-]*+)\s*+=\s*+({_VALUE})")

_ALIGNMENTS: Final = frozenset({"left", "center", "right"})
# Per cent. There is a class for each, since the policy of the pages forbids styles.
_QUARTERS: Final = (25, 50, 75, 100)
CLASSES: frozenset[str] = frozenset(
    [f"align-{side}" for side in _ALIGNMENTS] + [f"w-{share}" for share in _QUARTERS]
)

# `zoomable`, `modal` and `transcript` are read and dropped: they only steer the vendor's pages.
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
    """Add the rule behind that of images."""
    md.inline.ruler.after("image", "attributes", _read_attributes)


def _read_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    known = {"image": _IMAGE_KEYS, "link_close": _LINK_KEYS}.get(token.type)
    if not known or not (found := read_braces(state.src, state.pos, state.posMax, known)):
        return False
    pairs, state.pos = found
    if token.type == "image":
        _set_attributes(token, pairs)
    return True


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
