"""What the browser shows of one article, and of one code, without opening its page.

A fragment, as it is written, is an object of `title`, `products` (array), `updated` (a day, or
empty), `short` (the resolution's beginning) and `lines` (array of texts, messages first). Its page
is `<locale>/<number>/index.html`.

A card is an object of `code`, `href` (from the site's root), `message`, `family` (its id), `meaning`,
`solution` and `articles` (numbers, best first).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

MOST_LINES: Final = 1_800
"""Characters of a fragment's lines in all."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One article."""

    title: str
    products: tuple[str, ...]
    updated: str
    short: str
    lines: tuple[str, ...]

    def written(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Card:
    """One code."""

    code: str
    href: str
    message: str
    family: str
    meaning: str
    solution: str
    articles: tuple[str, ...]

    def written(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


def bounded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The first lines that fit."""
    room, kept = MOST_LINES, []
    for line in lines:
        room -= len(line)
        if room < 0:
            break
        kept.append(line)
    return tuple(kept)
