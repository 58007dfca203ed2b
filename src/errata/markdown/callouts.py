"""Turns block quotes that open with `[!NOTE]` and the like into callouts with a title.

`[!MORELIKETHIS]` becomes a box of related links; its title is no heading, so it stays out of the
contents. An unknown marker leaves an ordinary block quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.markdown.facts import parse_context
from errata.markdown.markers import Marker, quote_marker
from errata.markdown.tokens import make_block, make_inline, make_text
from errata.markdown.wording import callout_word

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_KINDS = frozenset(
    (
        *("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING", "ADMINISTRATION", "AVAILABILITY"),
        *("PREREQUISITES", "ERROR", "INFO", "SUCCESS"),
    )
)
_RELATED = "MORELIKETHIS"
_NAMES = _KINDS | {_RELATED}
CLASSES: frozenset[str] = frozenset(
    {"callout", "callout-title", "morelikethis", "morelikethis-title"}
    | {f"callout-{kind.lower()}" for kind in _KINDS}
)


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("callouts", _find_callouts)


def _find_callouts(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    locale = parse_context(state.env).locale
    tokens = state.tokens
    made: list[Token] = []
    opened: list[bool] = []
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        made.append(token)
        if token.type == "blockquote_open":
            marker = quote_marker(tokens, index, _NAMES)
            opened.append(marker is not None)
            if marker:
                made.extend(_open(token, marker, locale))
                skip = 0 if _leave(tokens[index + 2], marker) else 3
        elif token.type == "blockquote_close" and opened.pop():
            token.type, token.tag = "callout_close", "div"
    state.tokens = made


def _open(quote: Token, marker: Marker, locale: str) -> tuple[Token, ...]:
    """Make the quote a callout; returns its title."""
    key = marker.name.lower()
    related = marker.name == _RELATED
    base = key if related else "callout"
    quote.type, quote.tag = "callout_open", "div"
    quote.attrSet("class", base if related else f"{base} {base}-{key}")
    return (
        make_block("callout_title_open", "p", 1, class_=f"{base}-title"),
        # An author's own words inside the brackets win over the usual word.
        make_inline(marker.title or (make_text(callout_word(key, locale)),)),
        make_block("callout_title_close", "p", -1),
    )


def _leave(paragraph: Token, marker: Marker) -> bool:
    """Leave in the paragraph what follows the marker; False where that is nothing."""
    paragraph.children = list(marker.rest)
    return bool(marker.rest)
