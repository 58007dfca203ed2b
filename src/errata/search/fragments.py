"""What the browser shows of one article, and of one code, without opening its page.

A fragment, as it is written, is an object of `title`, `products` (array), `updated` (a day, or
empty), `short` (the beginning of the resolution), `lines` (array of texts, messages first),
`sections` and, where the article has one, `state` (such as `validated`); `unnumbered` is true where
its number is only the name of its file, which readers are not shown. Its page is
`<locale>/<number>/index.html`. `sections` says below which heading the lines stand: an array of the
heading's id, empty for none, and how many lines in a row it has, by turns. `headings` are the ids
of headings with a number, such as `kb313`, if there are any. `resolutions` are the texts in the
place of `short` for lines below a heading, by its id, where one of several issues has its own.

A card is an object of `code`, `href` (from the site's root), `message`, `family` (its id),
`meaning`, `cause` and `solution` (text and code by turns, text first), `articles` (numbers, best
first), `near` (codes) and `hits`: article number -> a fragment with one line, for a page of
results. Where a reader has to find the own message first, there is no cause and solution:
`variants` are objects of `message`, `solution`, `href` and `anchor`. A code without a page has
`articles` and `hits` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from msgspec.structs import asdict, replace

from errata.values import Record

# The most bytes of a fragment's messages, by which a pasted line is recognised. Nine in ten of the
# real articles have under 800, one 4,162.
_MAX_MESSAGES: Final = 1_800
# The most bytes of lines in all, if the messages leave so much. 1,800 give the same answers on the
# labelled queries, for 1.6 kB more of a first query.
_MAX_LINES: Final = 1_200
# The fewest bytes of the lines that are not messages, however many messages there are: without any,
# questions with a slip are answered worse (nDCG 0.936 instead of 0.954, `bench/search_engine.py`),
# with 600 no better.
_MIN_LINES: Final = 500


class Line(NamedTuple):
    """A possible excerpt."""

    text: str
    anchor: str = ""
    """Id of the heading above it."""


class Fragment(Record, frozen=True):
    """One article."""

    title: str
    products: tuple[str, ...]
    updated: str
    short: str
    lines: tuple[Line, ...]
    state: str = ""
    unnumbered: bool = False
    headings: tuple[str, ...] = ()
    resolutions: Mapping[str, str] = {}

    def to_json(self) -> dict[str, object]:
        """Return the object that is written."""
        optional = {"state", "unnumbered", "headings", "resolutions"}
        fields = ((name, getattr(self, name)) for name in Fragment.__struct_fields__)
        written = {name: value for name, value in fields if value or name not in optional}
        runs = groupby(line.anchor for line in self.lines)
        sections = [part for anchor, run in runs for part in (anchor, len(list(run)))]
        return {**written, "lines": [line.text for line in self.lines], "sections": sections}

    def about(self, code: str, part: Line | None) -> Fragment:
        """Return a result for a search of the code: its line, or else the beginning.

        `part` is where the article explains the code.
        """
        own_line = next((line for line in self.lines if code in line.text), None)
        if (
            line := Line(own_line.text if own_line else part.text, part.anchor)
            if part
            else own_line
        ):
            return replace(self, short="", lines=(line,), headings=(), resolutions={})
        lines = () if self.short else self.lines[:1]
        return replace(self, lines=lines, headings=(), resolutions={})


@dataclass(frozen=True, slots=True)
class FragmentsByNumber(Mapping[str, Fragment]):
    """The fragments of a locale, made on demand: an index needs none of them."""

    makers: Mapping[str, Callable[[], Fragment]]

    def __getitem__(self, number: str) -> Fragment:
        return self.makers[number]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


class CardVariant(Record, frozen=True):
    """What one article says of a code."""

    message: str
    solution: Sequence[str]
    href: str
    anchor: str


class CodeCard(Record, frozen=True):
    """One code."""

    code: str
    href: str
    message: str
    family: str
    meaning: str
    cause: Sequence[str]
    solution: Sequence[str]
    variants: tuple[CardVariant, ...]
    articles: tuple[str, ...]
    near: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    """Other names of the error, with the address of each code's own page."""

    def to_json(self) -> dict[str, object]:
        """Return the object that is written."""
        optional = {"cause", "variants", "near", "aliases"}
        written = asdict(self) | {"variants": list(map(asdict, self.variants))}
        return {name: value for name, value in written.items() if value or name not in optional}


def fit_lines(messages: Iterable[Line], others: Iterable[Line]) -> tuple[Line, ...]:
    """Return the messages that fit, then as many other lines as fit."""
    quoted = tuple(_fitting(messages, _MAX_MESSAGES))
    texts = {line.text for line in quoted}
    room = max(_MIN_LINES, _MAX_LINES - sum(map(_size, quoted)))
    return quoted + tuple(_fitting((line for line in others if line.text not in texts), room))


def _fitting(lines: Iterable[Line], room: int) -> Iterator[Line]:
    for line in lines:
        room -= _size(line)
        if room < 0:
            return
        yield line


def _size(line: Line) -> int:
    return len(line.text.encode("utf-8", "replace"))
