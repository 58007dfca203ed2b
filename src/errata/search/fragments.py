"""What the browser shows of one article, and of one code, without opening its page.

A fragment, as it is written, is an object of `title`, `products` (array), `updated` (a day, or
empty), `short` (the resolution's beginning) and `lines` (array of texts, messages first). Its page
is `<locale>/<number>/index.html`.

A card is an object of `code`, `href` (from the site's root), `message`, `family` (its id),
`meaning`, `solution` and `articles` (numbers, best first).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_MESSAGES: Final = 5_000
"""Characters of a fragment's messages: a pasted line is told from others by them."""
MOST_LINES: Final = 1_800
"""Characters of lines in all, if the messages leave so much."""
LEAST_LINES: Final = 600
"""Characters of the lines that are no messages, however many messages there are."""


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


def bounded(messages: Iterable[str], told: Iterable[str]) -> tuple[str, ...]:
    """The messages that fit, then as many other lines as fit."""
    quoted = tuple(_fitting(messages, MOST_MESSAGES))
    room = max(LEAST_LINES, MOST_LINES - sum(map(len, quoted)))
    return quoted + tuple(_fitting((line for line in told if line not in quoted), room))


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    for line in lines:
        room -= len(line)
        if room < 0:
            return
        yield line
