"""Reads a log of any size for what the library knows: error codes and messages, line by line.

1. One automaton looks for the known codes as programs and people write them, for the beginnings of
   families' codes, and for the anchors of messages. Lines without any of these cost nothing more.
2. What it finds is checked where it stands; a message is compared with the line around its anchor.
3. Lines may be cut anywhere between two blocks. A line longer than a window is read in windows that
   overlap, so that memory stays flat.

`data/log_limits.json` has the numbers with their reasons.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

from errata.data import read_json
from errata.logs.signals import article_numbers, code_variants, family_prefixes, reportable_codes

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from collections.abc import Iterator, Sequence

    from errata.messages.match import MessageIndex
    from errata.model import Library

_LIMITS: Final = read_json("log_limits")["reading"]
WINDOW: Final[int] = _LIMITS["WINDOW"]
_OVERLAP: Final[int] = _LIMITS["OVERLAP"]
_BEFORE: Final[int] = _LIMITS["BEFORE"]
_AFTER: Final[int] = _LIMITS["AFTER"]
_ALIKE: Final[float] = _LIMITS["ALIKE"]
_MOST_UNKNOWN: Final[int] = _LIMITS["MOST_UNKNOWN"]
# Before a code of which this is a part: "x", "-" yes; " ", "é" no
_INSIDE = re.compile(rb"[A-Za-z0-9_-]\Z")
# What may be directly before a code all the same: the time of day "10:15AM", the escaped line end
# "\n", a terminal's colour "\x1b[0m" yes; "LAM" no
_GLUE = re.compile(rb"(?:(?<![A-Za-z])[AP]M|\\[nrt]|\x1b\[[0-9;]{0,12}m)\Z")
# Bytes before a code that are compared with them; the longest, a colour, has 15
_LOOK_BACK = 16
# After a code that continues: "5", "_", "-1" yes; "-", ".", " -1" no
_CONTINUES = re.compile(rb"[A-Za-z0-9_]|-[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class LogHit:
    """One fault found in one line."""

    line: int
    """1-based."""
    kind: str
    """`code`, `message`, or `unknown`: a code of a known family that no article explains."""
    name: str
    """The code in canonical form, or the message as an article quotes it."""
    surface: str
    """As the log has it; empty for a message."""
    articles: tuple[str, ...] = ()
    """Numbers, the best first."""


@dataclass(slots=True)
class _Line:
    """What was found in the line being read."""

    number: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    # A set that keeps its order
    unknown: dict[str, None] = field(default_factory=dict)
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Text -> numbers of the articles that quote it, the best first."""


class LogReader:
    """One reading of one log: `feed` its blocks in order, then `end`."""

    def __init__(
        self, library: Library, *, locale: str = "", messages: MessageIndex | None = None
    ) -> None:
        self._articles = {
            entry.code: article_numbers(entry, locale) for entry in reportable_codes(library)
        }
        self._messages = messages
        self._codes = code_variants(self._articles)
        self._families = _patterns_by_prefix(library)
        self._anchors = frozenset(messages.anchors() if messages else ())
        self._literals = sorted({*self._codes, *self._families, *self._anchors})
        self._automaton = BytesAhoCorasick(self._literals)
        self.restart()

    def restart(self) -> None:
        """Begin another log."""
        self._decoder: IncrementalDecoder | None = None
        self._begun = False
        self._pending: list[bytes] = []
        self._size = 0
        self._seen = 0
        self._number = 1
        self._line = _Line()
        self._compared = 0

    def feed(self, block: bytes) -> Iterator[LogHit]:
        """What the lines that are now complete hold; to be read to its end before the next."""
        text = self._decoded(block)
        for at in range(0, len(text), WINDOW):
            piece = text[at : at + WINDOW]
            self._pending.append(piece)
            self._size += len(piece)
            if b"\n" in piece or self._size > WINDOW + _OVERLAP:
                yield from self._advance()

    def end(self) -> Iterator[LogHit]:
        """What the last line holds, where it has no line end."""
        if self._decoder:
            self._pending.append(self._decoder.decode(b"", final=True).encode())
        data = b"".join(self._pending)
        yield from self._examine(data, len(data))
        yield from self._finish_line()
        self.restart()

    def _decoded(self, block: bytes) -> bytes:
        """UTF-8, whatever a byte order mark says the log is in."""
        if not self._begun:
            self._pending.append(block)
            block = b"".join(self._pending)
            if len(block) < len(BOM_UTF8):
                return b""
            self._pending, self._begun = [], True
            if block.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
                self._decoder = getincrementaldecoder("utf-16")("replace")
            block = block.removeprefix(BOM_UTF8)
        if self._decoder is None:
            return block
        return self._decoder.decode(block).encode("utf-8", "replace")

    def _advance(self) -> Iterator[LogHit]:
        data = b"".join(self._pending)
        cut = data.rfind(b"\n") + 1
        if cut:
            yield from self._examine(data, cut)
            yield from self._finish_line()
            rest, self._seen = data[cut:], 0
        else:
            cut = len(data) - _OVERLAP
            yield from self._examine(data, cut)
            rest, self._seen = data[cut - _OVERLAP :], _OVERLAP
            self._compared = max(0, self._compared - (cut - _OVERLAP))
        self._pending, self._size = [rest], len(rest) - self._seen

    def _examine(self, data: bytes, cut: int) -> Iterator[LogHit]:
        """Look at what begins between the part already seen and the cut."""
        counted, bounds = self._seen, (0, _line_end(data, self._seen))
        for index, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            if not self._seen <= start < cut:
                continue
            if start >= bounds[1]:
                yield from self._finish_line()
                bounds = (data.rfind(b"\n", 0, start) + 1, _line_end(data, start))
            self._number += data.count(b"\n", counted, start)
            self._line.number, counted = self._number, start
            self._check(data, self._literals[index], start, end, bounds)
        self._number += data.count(b"\n", counted, cut)

    def _check(
        self, data: bytes, literal: bytes, start: int, end: int, bounds: tuple[int, int]
    ) -> None:
        """Keep what the automaton found, if it is what it looks like."""
        if literal in self._codes and _stands_alone(data, start, end):
            self._line.codes.setdefault(self._codes[literal], data[start:end].decode())
        if (pattern := self._families.get(literal)) and (match := pattern.match(data, start)):
            self._add_unknown(data, match)
        if literal in self._anchors and start >= self._compared:
            self._compare(data, start, bounds)

    def _add_unknown(self, data: bytes, match: re.Match[bytes]) -> None:
        code = match[0].decode("utf-8", "replace")
        room = len(self._line.unknown) < _MOST_UNKNOWN
        if room and code not in self._articles and _stands_alone(data, match.start(), match.end()):
            self._line.unknown[code] = None

    def _compare(self, data: bytes, start: int, bounds: tuple[int, int]) -> None:
        assert self._messages  # noqa: S101 - there are anchors
        first, last = max(bounds[0], start - _BEFORE), min(bounds[1], start + _AFTER)
        text = data[first:last].decode("utf-8", "replace").strip("\r\n\0 \t")
        if found := self._messages.find(text):
            alike = [match for match in found if match.score >= _ALIKE * found[0].score]
            self._line.messages.setdefault(found[0].text, tuple(match.number for match in alike))
        self._compared = last if last == bounds[1] else last - _BEFORE

    def _finish_line(self) -> Iterator[LogHit]:
        """The hits of the line that ends; a message only where no code leads to its article."""
        line, self._line, self._compared = self._line, _Line(), 0
        codes = [
            LogHit(line.number, "code", code, surface, self._articles[code])
            for code, surface in line.codes.items()
        ]
        for text, articles in line.messages.items():
            if not any(set(hit.articles) & set(articles) for hit in codes):
                yield LogHit(line.number, "message", text, "", articles)
            codes = [_ranked(hit, articles) for hit in codes]
        yield from codes
        for code in line.unknown:
            yield LogHit(line.number, "unknown", code, code)


def _patterns_by_prefix(library: Library) -> dict[bytes, re.Pattern[bytes]]:
    """How the codes of families begin -> the pattern of a whole one."""
    return {
        prefix.encode(): re.compile("|".join(f"(?:{pattern})" for pattern in patterns).encode())
        for prefix, patterns in family_prefixes(library).items()
    }


def _line_end(data: bytes, start: int) -> int:
    found = data.find(b"\n", start)
    return len(data) if found < 0 else found


def _ranked(hit: LogHit, first: Sequence[str]) -> LogHit:
    """With the articles that quote the whole message before the others about the code."""
    known = [number for number in first if number in hit.articles]
    return replace(hit, articles=tuple(dict.fromkeys((*known, *hit.articles))))


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether what is found is not a part of a longer word."""
    if _CONTINUES.match(data, end):
        return False
    before = data[max(0, start - _LOOK_BACK) : start]
    return not _INSIDE.search(before) or bool(_GLUE.search(before))
