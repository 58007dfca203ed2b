"""Makes paragraphs of what HTML allows in its own container alone, where that container is missing.

A list item without a list, as an unclosed `<ul>` leaves it, is no valid HTML, and readers aloud are
told of a list that there is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from errata.markdown import html_names as names

_HOMES = {
    "li": names.words("ul ol"),
    "dd": names.words("dl"),
    "dt": names.words("dl"),
    "summary": names.words("details"),
    "figcaption": names.words("figure"),
    "source": names.words("picture"),
}
_TAG = re.compile("<(/?)([a-z][a-z0-9]*)")
_REACH = 64
"""How far back a closing tag looks for what it closes."""


@dataclass(slots=True)
class Places:
    """The elements that are open, with the level of their block among the tokens."""

    unmatched: frozenset[str]
    """Elements that have no partner, or need none: nothing is in their own hands."""
    opened: list[tuple[str, int]] = field(default_factory=list)
    moved: list[tuple[str, int]] = field(default_factory=list)
    """What became a paragraph and is not closed, with the number of elements around it."""

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
        homes = _HOMES.get(name)
        if homes is not None and (not self.opened or self.opened[-1][0] not in homes):
            if name in names.VOID:
                return ""
            self.moved.append((name, len(self.opened)))
            return "<p>"
        if name not in self.unmatched:
            self.opened.append((name, level))
        return piece

    def _closed(self, piece: str, name: str, level: int) -> str:
        moved, last = (name, len(self.opened)), self.moved[: -_REACH - 1 : -1]
        if moved in last:
            del self.moved[-1 - last.index(moved) :]
            return "</p>"
        if (name, level) in self.opened:
            while self.opened.pop()[0] != name:
                pass
        return piece
