"""Finds another place for what stands where HTML does not allow it.

A list item without a list, as an unclosed `<ul>` leaves it, becomes a paragraph: readers aloud
would be told of a list that there is not. A block in bold or in a heading leaves its text there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from errata.articles.markdown.repair import html_elements as names

_HOMES = {
    "li": names.split_words("ul ol"),
    "dd": names.split_words("dl"),
    "dt": names.split_words("dl"),
    "summary": names.split_words("details"),
    "figcaption": names.split_words("figure"),
    "source": names.split_words("picture"),
}
_PHRASES = (names.INLINE - {"a", "del", "ins"}) | names.split_words("h1 h2 h3 h4 h5 h6 summary")
"""What holds text and pictures, and no block."""
_TAG = re.compile("<(/?)([a-z][a-z0-9]*)")
_REACH = 64
"""How far back a closing tag looks for what it closes."""


@dataclass(slots=True)
class ContentModel:
    """The elements that are open, with the level of their block among the tokens."""

    unmatched: frozenset[str]
    """Elements that have no partner, or need none: nothing is in their own hands."""
    opened: list[tuple[str, int]] = field(default_factory=list)
    moved: list[tuple[str, int, str]] = field(default_factory=list)
    """What became another thing and is not closed: its name, the number of elements around it, and
    what ends it now."""

    def leave(self, level: int) -> None:
        """A container ends."""
        while self.opened and self.opened[-1][1] > level:
            self.opened.pop()

    def settled(self, pieces: list[str], level: int) -> str:
        """The block; its tags are matched, and what is text in it begins with no `<`."""
        return "".join(self._settled(piece, level) for piece in pieces)

    def _settled(self, piece: str, level: int) -> str:
        tag = _TAG.match(piece)
        if tag is None:
            return piece
        closing, name = bool(tag[1]), tag[2]
        return self._closed(piece, name, level) if closing else self._opened(piece, name, level)

    def _opened(self, piece: str, name: str, level: int) -> str:
        if self.opened and self.opened[-1][0] in _PHRASES and name in names.BLOCK - {"picture"}:
            self.moved.append((name, len(self.opened), " "))
            return " "
        homes = _HOMES.get(name)
        if homes is not None and (not self.opened or self.opened[-1][0] not in homes):
            if name in names.VOID:
                return ""
            self.moved.append((name, len(self.opened), "</p>"))
            return "<p>"
        if name not in self.unmatched:
            self.opened.append((name, level))
        return piece

    def _closed(self, piece: str, name: str, level: int) -> str:
        depth = len(self.opened)
        for back, moved in enumerate(self.moved[: -_REACH - 1 : -1], 1):
            if moved[:2] == (name, depth):
                del self.moved[-back:]
                return moved[2]
        if (name, level) in self.opened:
            while self.opened.pop()[0] != name:
                pass
        return piece
