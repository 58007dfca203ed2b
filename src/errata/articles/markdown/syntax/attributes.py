"""Reads `{key=value …}` as authors put it behind an image, a link or a label.

Only a list made wholly of known keys is one; anything else in braces, such as `{{tenant}}`,
`{%%mcid%%}` or a CSS rule, is text.

Reads the attributes behind images and links: `![…](…){width="300"}`, `[…](…){target=_blank}`.

What is kept is presentation that a class or a number can say: width and height in pixels, a width
in percent as the nearest quarter, an alignment. `target` is dropped, since whether a link opens a
new tab is the reader's choice (WCAG 3.2.5); so are the keys that only steer Adobe's own pages.
An author never sets an id, a style, a handler or a class: such a list stays text and is seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


_LONGEST = 1000
"""Characters between the braces; bounds the work per brace, so that a text of braces is linear."""
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}=]++)"""
_LIST = re.compile(rf"\{{\s*+(?:[A-Za-z][\w-]*+\s*+=\s*+{_VALUE}\s*+)++\}}")
_PAIR = re.compile(rf"([A-Za-z][\w-]*+)\s*+=\s*+({_VALUE})")


def read_braces(
    source: str, start: int, end: int, known: frozenset[str]
) -> tuple[dict[str, str], int] | None:
    """The pairs of the list at `start` and the position behind it; None where it is text."""
    found = _LIST.match(source, start, min(end, start + _LONGEST))
    if not found:
        return None
    pairs = {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(found[0])}
    return (pairs, found.end()) if known.issuperset(pairs) else None


_ALIGNMENTS = frozenset({"left", "center", "right"})
_QUARTERS = (25, 50, 75, 100)
CLASSES: frozenset[str] = frozenset(
    [f"align-{side}" for side in _ALIGNMENTS] + [f"w-{share}" for share in _QUARTERS]
)

_IMAGE_KEYS = frozenset({"width", "height", "align", "zoomable", "modal"})
_LINK_KEYS = frozenset({"target", "rel", "transcript", "modal"})
_MOST_PIXELS = 10_000


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
        _dress(token, pairs)
    return True


def _dress(image: Token, pairs: dict[str, str]) -> None:
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
    plain = number.isascii() and number.isdecimal() and len(number) < len(str(_MOST_PIXELS))
    return str(int(number)) if plain and int(number) else ""


def _quarter(percent: str) -> str:
    share = int(percent[:4])
    return f"w-{min(_QUARTERS, key=lambda quarter: abs(quarter - share))}"
