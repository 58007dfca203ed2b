"""What is found in a log, and what of it is remembered, since a log repeats itself.

Lines differ in their digits. A line is looked up with zeros for its digits, and with those
digits that matter:

1. Those of codes, and of what may go on behind the beginning of a family's codes. They are where
   such literals, with zeros for their digits, are found in the line with zeros.
2. Those of words that messages have, such as `sha256`.
3. Numbers of the messages that were found, such as a status.
4. The level of a line, where that is a number.

A line that has nothing but words of messages is looked up without its ids, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from errata.data import read_json
from errata.data.patterns import compile_late
from errata.logs.signals import SpelledLiterals

_LIMITS: Final = read_json("log_limits")["remembering"]
_MOST_LINES: Final[int] = _LIMITS["MOST_LINES"]
_LONGEST: Final[int] = _LIMITS["LONGEST"]
ZEROS: Final = bytes.maketrans(b"123456789", b"000000000")
# How a code may continue behind the beginning of its family, in a line with zeros: "00", "[000] 0",
# " ID: 0000" yes; nothing of " is not there"
_REST: Final = compile_late(rb"[^0\n]{0,24}0{1,12}(?:[^0\n]?0{1,12}){0,8}")
# A word with digits, in a line with zeros: "sha000", "0x0b" yes; "000", "sha" no
_MIXED: Final = compile_late(
    rb"(?<![A-Za-z0-9_])(?:[A-Za-z_]{1,40}0|0{1,12}[A-Za-z_])[A-Za-z0-9_]{0,60}"
)
# A number that a message may have, too: "403" of "(403)" yes; "12" of "v12", "1234567" no
_NUMBER: Final = compile_late(rb"(?<![0-9A-Za-z])[0-9]{2,5}(?![0-9A-Za-z])")
# Where digits are the level of a line with zeros, which may decide what counts in it: "<00>" of
# syslog, "00" of '"level":00' yes; "00" of "levels 00" no
_LEVEL: Final = compile_late(rb'^<0{1,3}>|[Ll]evel"?[ ]?[:=][ ]?"?0{2}')
# An id, in a line with zeros, that `data/log_patterns.json` masks wherever it stands so:
# "0a0b0c00", "0a0b0c00-00aa-00bb-00cc-0a0b0c0d0e0f" yes; "deadbeef", "x-0a0b0c00", "cafe0000",
# which may be the name of a machine, no
_ID: Final = compile_late(
    rb"(?<![\w.@+/-])(?:[0A-Fa-f]{8}(?:-[0A-Fa-f]{4}){3}-[0A-Fa-f]{12}"
    rb"|(?=[A-Fa-f]{0,64}0)(?=0{0,64}[A-Fa-f])(?![A-Fa-f]{1,20}0{1,9}(?![0A-Fa-f]))"
    rb"[0A-Fa-f]{7,128})(?![\w.@+/-])"
)


@dataclass(frozen=True, slots=True)
class LogHit:
    """One fault found in one line."""

    line: int
    """1-based; 0 if it is a hit of a line that many lines may equal."""
    kind: str
    """`code`, `message`, or `unknown`: a code of a known family that no article explains."""
    name: str
    """The code in canonical form, or the message as articles quote it, `…` for what changes."""
    surface: str
    """The code as the log has it; empty for a message."""
    articles: tuple[str, ...] = ()
    """Numbers of articles, the best first."""


# The number of a line and its hits, which have none
LineHits = tuple[int, tuple[LogHit, ...]]


def number_hits(lines: Iterable[LineHits]) -> Iterator[LogHit]:
    """Yield the hits of the lines, each with the number of its line."""
    for number, hits in lines:
        for hit in hits:
            yield LogHit(number, hit.kind, hit.name, hit.surface, hit.articles)


def reorder_articles(hit: LogHit, first: Sequence[str], lists: frozenset[str]) -> LogHit:
    """Put the articles that quote the whole message before the others about the code."""
    ranked = [number for number in first if number in hit.articles and number not in lists]
    return replace(hit, articles=tuple(dict.fromkeys((*ranked, *hit.articles))))


@dataclass(slots=True)
class _Shape:
    """Lines that differ only in their digits."""

    places: tuple[slice, ...]
    """Places where digits matter."""
    numbers: frozenset[bytes]
    """Numbers whose presence in the line matters."""
    hits: dict[bytes, tuple[LogHit, ...]] = field(default_factory=dict)
    """Hits by the digits and numbers that matter."""

    def key(self, line: bytes) -> bytes:
        """Return the digits and numbers of a line that matter."""
        if len(self.places) == 1 and not self.numbers:
            return line[self.places[0]]
        digits = [line[place] for place in self.places]
        if self.numbers:
            digits += sorted(self.numbers.intersection(_NUMBER.findall(line)))
        return b"\n".join(digits)


class LineMemory:
    """The hits of earlier lines, which have no line end."""

    def __init__(
        self,
        *,
        codes: Iterable[bytes],
        anchors: Iterable[bytes],
        beginnings: Iterable[bytes],
        words: Iterable[bytes],
        matters: Callable[[bytes, bytes, int, int], bool],
    ) -> None:
        self._matters = matters
        self._heads = frozenset(beginning.translate(ZEROS) for beginning in beginnings)
        masked_codes = (code.translate(ZEROS) for code in codes)
        masked_anchors = (anchor.translate(ZEROS) for anchor in anchors)
        self._literals = SpelledLiterals((*masked_codes, *self._heads), masked_anchors)
        self._words = frozenset(word.translate(ZEROS) for word in words)
        self._shapes: dict[bytes, _Shape] = {}
        self._once: set[bytes] = set()
        self._without_ids: dict[tuple[bytes, ...], _Shape] = {}
        self._size = self._size_without_ids = 0

    def get_all(self, data: bytes) -> list[tuple[LogHit, ...] | None]:
        """Return each line's hits without line numbers; None for a line that is not remembered.

        Empty if no line is remembered, which costs least.
        """
        shapes = [*map(self._shapes.get, data.translate(ZEROS).split(b"\n"))]
        if not any(shapes):
            return []
        lines = data.split(b"\n")
        return [
            None if shape is None else shape.hits.get(shape.key(line))
            for shape, line in zip(shapes, lines, strict=True)
        ]

    def get(self, line: bytes) -> tuple[LogHit, ...] | None:
        """Return a line's hits without its number; None if it is not remembered."""
        shape = self._shapes.get(line.translate(ZEROS))
        return None if shape is None else shape.hits.get(shape.key(line))

    def add(self, line: bytes, hits: tuple[LogHit, ...], numbers: frozenset[bytes]) -> None:
        """Remember a line that was read; its hits depend on `numbers`."""
        if len(line) > _LONGEST:
            return
        if self._size >= _MOST_LINES:
            self._shapes.clear()
            self._once.clear()
            self._size = 0
        self._size += 1
        masked = line.translate(ZEROS)
        shape = self._shapes.get(masked)
        # Most lines come once, and finding out where digits matter takes longer than reading one.
        if shape is None and masked not in self._once:
            self._once.add(masked)
            return
        if shape is None or not numbers <= shape.numbers:
            places = shape.places if shape else self._slices(masked)
            shape = _Shape(places, numbers | shape.numbers if shape else numbers)
            self._shapes[masked] = shape
        shape.hits[shape.key(line)] = hits

    def get_without_ids(
        self, line: bytes, anchors: Iterable[bytes]
    ) -> tuple[tuple[bytes, ...], tuple[LogHit, ...] | None]:
        """Return a key of a line that has nothing but these anchors, and its hits if known."""
        masked = line.translate(ZEROS)
        level = _LEVEL.search(masked)
        digits = (line[level.start() : level.end()],) if level else ()
        key = (_ID.sub(b"\0", masked), *digits, *anchors)
        shape = self._without_ids.get(key)
        hits = None if shape is None else shape.hits.get(shape.key(line))
        # The next line like one that has no id is found before anything is looked for in it: lines
        # that have one message are read at 80 MB/s, not 6.
        if shape and hits is not None and key[0] == masked:
            self.add(line, hits, shape.numbers)
        return key, hits

    def add_without_ids(
        self,
        key: tuple[bytes, ...],
        line: bytes,
        hits: tuple[LogHit, ...],
        numbers: frozenset[bytes],
    ) -> None:
        """Remember a line in which only digits of these numbers matter."""
        if any(word[0].lower() in self._words for word in _MIXED.finditer(key[0])):
            return
        if self._size_without_ids >= _MOST_LINES:
            self._without_ids.clear()
            self._size_without_ids = 0
        self._size_without_ids += 1
        shape = self._without_ids.get(key)
        if shape is None or not numbers <= shape.numbers:
            shape = _Shape((), numbers | shape.numbers if shape else numbers)
            self._without_ids[key] = shape
        shape.hits[shape.key(line)] = hits

    def _slices(self, masked: bytes) -> tuple[slice, ...]:
        """Return the places where digits matter."""
        places: set[tuple[int, int]] = set()
        for start, end, literal in self._literals.find(masked):
            if b"0" in literal and self._matters(literal, masked, start, end):
                places.add((start, end))
            if literal in self._heads and (match := _REST.match(masked, end)):
                places.add((start, match.end()))
        for word in _MIXED.finditer(masked):
            if word[0].lower() in self._words:
                places.add(word.span())
        if level := _LEVEL.search(masked):
            places.add(level.span())
        return tuple(_join_places(masked, sorted(places)))


def _join_places(masked: bytes, places: Iterable[tuple[int, int]]) -> Iterator[slice]:
    """Join places that have no digit between them: one slice is found faster."""
    first, last = 0, 0
    for start, end in places:
        if b"0" in masked[last:start]:
            if last:
                yield slice(first, last)
            first = start
        last = max(last, end)
    yield slice(first, last)
