"""Closes the gaps between the levels of a page's headings (WCAG technique G141).

Who listens to a page goes from heading to heading by level, and takes a gap for something missed.
Markdown itself allows one, so this runs on the finished tokens, as no extension of the parser.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from errata.markdown.facts import ParseContext
    from errata.model import Heading

_HIGHEST = 2
"""The title of the page is the first level."""


def close_gaps(tokens: list[Token], facts: ParseContext) -> None:
    """Each heading one level below the one that it belongs to, at most; siblings stay siblings.

    Tokens and `facts.headings` are changed; what was changed is a finding.
    """
    ranked = list(_ranked(facts.headings))
    levels = {heading.id: heading.level for heading in ranked}
    closing = ""
    for token in tokens:
        if token.type == "heading_open" and (level := levels.get(str(token.attrGet("id")))):
            token.tag = closing = f"h{level}"
        elif token.type == "heading_close":
            token.tag = closing or token.tag
    for authored, heading in zip(facts.headings, ranked, strict=True):
        if authored != heading:
            message = f"a heading of level {authored.level} where one of {heading.level} belongs"
            remedy = f"begin it with `{'#' * heading.level}`: it is shown so"
            facts.find("KB211", message, heading.line, remedy)
    facts.headings[:] = ranked


def _ranked(headings: Iterable[Heading]) -> Iterator[Heading]:
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        yield replace(heading, level=len(above) + _HIGHEST)
        above.append(heading.level)
