"""Turns block quotes that open with `[!NOTE]` and the like into callouts with a title.

`[!MORELIKETHIS]` becomes a box of related links. The title of either is no heading, so that it
stays out of the page's contents. Quotes that open with a marker of `regions` are taken off here:
what they hold moves up, and each of their markers becomes a token for `regions` to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.markers import Marker, quote_marker, read_marker
from errata.articles.markdown.syntax.regions import REGION_MARKERS
from errata.articles.markdown.tokens import make_block, make_inline, make_text, split_at_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_KINDS: Final = (
    *("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING", "ADMINISTRATION", "AVAILABILITY"),
    *("PREREQUISITES", "ERROR", "INFO", "SUCCESS"),
)
# Marker -> class of the title's paragraph without "-title", and classes of the box.
CALLOUTS: Final = {
    "MORELIKETHIS": ("morelikethis", "morelikethis"),
    **{kind: ("callout", f"callout callout-{kind.lower()}") for kind in _KINDS},
}
_MARKERS: Final = CALLOUTS.keys() | REGION_MARKERS
CLASSES: frozenset[str] = frozenset(
    name for base, box in CALLOUTS.values() for name in (f"{base}-title", *box.split())
)
# Tokens of a paragraph: opening, inline, closing.
_PARAGRAPH: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("callouts", _find_markers)


def _find_markers(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    words = parse_context(state.env).words
    tokens = state.tokens
    made: list[Token] = []
    # For each container that is open: what opened it, where a marker did.
    opened: list[str] = [""]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        width = 1
        if token.type == "paragraph_open" and opened[-1] in REGION_MARKERS:
            width = _PARAGRAPH
            made.extend(_split_at_markers(*tokens[at : at + width]))
        elif token.nesting > 0:
            marker = quote_marker(tokens, at, _MARKERS)
            opened.append(marker.name if marker else "")
            if marker and marker.name in CALLOUTS:
                made.extend(_open_callout(token, marker, words))
                width += 0 if _keep_rest(tokens[at + 2], marker) else _PARAGRAPH
            elif not marker:
                made.append(token)
        elif token.nesting == 0:
            made.append(token)
        elif (name := opened.pop()) not in REGION_MARKERS:
            if name:
                token.type, token.tag = "callout_close", "div"
            made.append(token)
        at += width
    state.tokens = made


def _open_callout(quote: Token, marker: Marker, words: Mapping[str, str]) -> tuple[Token, ...]:
    base, box = CALLOUTS[marker.name]
    quote.type, quote.tag = "callout_open", "div"
    quote.attrSet("class", box)
    # An author's own words inside the brackets win over the usual word.
    usual = words.get(f"callout_{marker.name.lower()}", marker.name.capitalize())
    title = marker.title or (make_text(usual),)
    return (
        quote,
        make_block("callout_title_open", "p", 1, class_=f"{base}-title"),
        make_inline(title),
        make_block("callout_title_close", "p", -1),
    )


def _keep_rest(paragraph: Token, marker: Marker) -> bool:
    """Keep in the paragraph what follows the marker; False where that is nothing."""
    paragraph.children = list(marker.rest)
    return bool(marker.rest)


def _split_at_markers(opening: Token, whole: Token, closing: Token) -> Iterator[Token]:
    """The markers of a paragraph, and paragraphs of the lines between them."""
    gathered: list[Token] = []
    for line in split_at_breaks(whole.children or ()):
        bare = line[1:] if line and line[0].type.endswith("break") else line
        if marker := read_marker(bare, REGION_MARKERS):
            yield from _paragraph(opening, gathered, closing)
            yield _as_token(marker, opening)
            gathered = list(marker.rest)
        else:
            gathered.extend(line if gathered else bare)
    yield from _paragraph(opening, gathered, closing)


def _paragraph(opening: Token, children: list[Token], closing: Token) -> tuple[Token, ...]:
    return (opening, make_inline(children), closing) if children else ()


def _as_token(marker: Marker, paragraph: Token) -> Token:
    token = make_block("marker", "", 0)
    token.info, token.map, token.children = marker.name, paragraph.map, list(marker.title)
    return token
