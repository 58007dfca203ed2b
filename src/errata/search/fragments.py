"""What the browser shows of one article, and of one code, without opening its page.

A fragment, as it is written, is an object of `title`, `products` (array), `updated` (a day, or
empty), `short` (the beginning of the resolution), `lines` (array of texts, messages first),
`sections` and, where the article has one, `state` (such as `validated`); `unnumbered` is true where
its number is only the name of its file, which readers are not shown. Its page is
`<locale>/<number>/index.html`. `sections` says below which heading the lines stand: an array of the
heading's id, empty for none, and how many lines in a row it has, by turns.

A card is an object of `code`, `href` (from the site's root), `message`, `family` (its id),
`meaning`, `solution` and `articles` (numbers, best first).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Characters of a fragment's messages, by which a pasted line is recognised. No real article
# has more (at most 4,162; nine in ten under 800): this is against an article that is a log.
_MAX_MESSAGES: Final = 5_000
# Characters of lines in all, if the messages leave so much. Half as many give the same answers on
# the labelled queries, but fewer excerpts; twice as many give no better ones.
_MAX_LINES: Final = 1_800
# Characters of the lines that are not messages, however many messages there are: without any,
# questions with a slip are answered worse (nDCG 0.936 instead of 0.954, `bench/search_engine.py`).
_MIN_LINES: Final = 600


class Line(NamedTuple):
    """A text that may be an excerpt."""

    text: str
    anchor: str = ""
    """Id of the heading above it."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One article."""

    title: str
    products: tuple[str, ...]
    updated: str
    short: str
    lines: tuple[Line, ...]
    state: str = ""
    unnumbered: bool = False

    def to_json(self) -> dict[str, object]:
        """The object that is written."""
        optional = {"state", "unnumbered"}
        written = {k: v for k, v in asdict(self).items() if v or k not in optional}
        runs = groupby(line.anchor for line in self.lines)
        sections = [part for anchor, run in runs for part in (anchor, len(list(run)))]
        return {**written, "lines": [line.text for line in self.lines], "sections": sections}


@dataclass(frozen=True, slots=True)
class CodeCard:
    """One code."""

    code: str
    href: str
    message: str
    family: str
    meaning: str
    solution: str
    articles: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The object that is written."""
        return asdict(self)


def fit_lines(messages: Iterable[Line], others: Iterable[Line]) -> tuple[Line, ...]:
    """The messages that fit, then as many other lines as fit."""
    quoted = tuple(_fitting(messages, _MAX_MESSAGES))
    texts = {line.text for line in quoted}
    room = max(_MIN_LINES, _MAX_LINES - sum(len(line.text) for line in quoted))
    return quoted + tuple(_fitting((line for line in others if line.text not in texts), room))


def _fitting(lines: Iterable[Line], room: int) -> Iterator[Line]:
    for line in lines:
        room -= len(line.text)
        if room < 0:
            return
        yield line
