"""Reads a log of any size for what the library knows: error codes and messages, line by line.

1. One automaton searches for the known codes as programs and people write them, for the beginnings
   of families' codes, and for the anchors of messages. Lines without any of these cost nothing
   more. A family whose codes begin in many ways is searched for by its pattern.
2. Lines that differ from earlier ones only in meaningless digits are not read again.
3. Each find is checked in its place; a message is compared with the line around its anchor.
4. Lines may be cut anywhere between two blocks. A line longer than a window is read in windows that
   overlap, so that memory use stays flat.

`data/log_limits.json` has the numbers with their reasons.
"""

from __future__ import annotations

from codecs import BOM_UTF8, IncrementalDecoder, getincrementaldecoder
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from errata.data import read_json
from errata.logs.cues import BESIDE, CueFinder
from errata.logs.files import GUESSED, find_encoding
from errata.logs.hits import ZEROS, LineHits, LineMemory, LogHit, number_hits, reorder_articles
from errata.logs.signals import (
    FamilyPattern,
    LogLiterals,
    article_numbers,
    code_variants,
    codes_in_titles,
    family_patterns,
    find_line_end,
    has_mail_status,
    is_mail_status,
    lists_with,
    number_spellings,
    reportable_codes,
    stands_alone,
)
from errata.messages.mask import hide_inserts
from errata.messages.match import MessageIndex
from errata.model import Library

# End, start, and what stands there

_Found = tuple[int, int, "bytes | FamilyPattern"]

_LIMITS: Final = read_json("log_limits")["reading"]
WINDOW: Final[int] = _LIMITS["WINDOW"]
_OF_DENSE: Final[int] = _LIMITS["OF_DENSE"]
_OVERLAP: Final[int] = _LIMITS["OVERLAP"]
_BEFORE: Final[int] = _LIMITS["BEFORE"]
_AFTER: Final[int] = _LIMITS["AFTER"]
_ALIKE: Final[float] = _LIMITS["ALIKE"]
_MOST_UNKNOWN: Final[int] = _LIMITS["MOST_UNKNOWN"]


@dataclass(slots=True)
class _Line:
    """What was found in the current line."""

    number: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    """Code -> its text in the log."""
    unknown: dict[str, str] = field(default_factory=dict)
    """The same for codes that no article explains."""
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Text -> numbers of the articles that quote it, the best first."""
    digits: set[bytes] = field(default_factory=set)
    """Numbers on which these depend."""
    anchors: tuple[bytes, ...] = ()
    """All anchors in it, if it is read as a whole."""


class LogReader:
    """One reading of one log: `feed` its blocks in order, then `end`."""

    def __init__(
        self, library: Library, *, locale: str = "", messages: MessageIndex | None = None
    ) -> None:
        self._articles = {
            entry.code: article_numbers(entry, locale) for entry in reportable_codes(library)
        }
        cues = CueFinder(library)
        self._cues = {
            entry.code: cue
            for entry in reportable_codes(library)
            if (cue := cues.find(entry)) is not None
        }
        self._lists = {entry.code: lists_with(entry) for entry in reportable_codes(library)}
        self._named = codes_in_titles(library, self._articles, locale)
        self._messages = messages
        self._codes = code_variants(self._articles, number_spellings(library))
        self._mail_statuses = frozenset(filter(is_mail_status, self._codes))
        self._families, self._open = family_patterns(library)
        self._anchors = frozenset(messages.anchors() if messages else ())
        self._words = self._anchors.difference(self._codes, self._families)
        self._literals = LogLiterals(self._codes, self._families, self._anchors)
        self._codes_by_mask = _by_mask(self._codes)
        self._memory = LineMemory(
            codes=self._codes,
            anchors=self._anchors,
            beginnings=self._families,
            words=messages.words_with_digits() if messages else (),
            matters=self._may_be_code,
        )
        self.restart()

    def restart(self) -> None:
        """Begin another log."""
        self._decoder: IncrementalDecoder | None = None
        self._is_started = False
        self._pending: list[bytes] = []
        self._size = 0
        self._seen = 0
        self._number = 1
        self._line = _Line()
        self._compared = 0
        self._is_dense = False

    def feed(self, block: bytes) -> Iterator[LogHit]:
        """Yield the hits of lines that are now complete; exhaust it before the next call."""
        return number_hits(self.feed_lines(block))

    def end(self) -> Iterator[LogHit]:
        """Yield the hits of the last line if it has no line end."""
        return number_hits(self.end_lines())

    def feed_lines(self, block: bytes) -> Iterator[LineHits]:
        """Yield hits by line, which is faster: a log repeats itself, and so do its hits."""
        text = self._decoded(block)
        for start in range(0, len(text), WINDOW):
            piece = text[start : start + WINDOW]
            self._pending.append(piece)
            self._size += len(piece)
            if b"\n" in piece or self._size > WINDOW + _OVERLAP:
                yield from self._advance()

    def end_lines(self) -> Iterator[LineHits]:
        """Yield the hits of the last line."""
        if not self._is_started:
            self._pending = [self._decoded(b"", is_last=True)]
        if self._decoder:
            self._pending.append(self._decoder.decode(b"", final=True).encode())
        data = b"".join(self._pending)
        if self._seen:
            yield from self._examine(data, len(data))
            yield from self._end_line()
        else:
            yield from self._read_lines(data)
        self.restart()

    def _decoded(self, block: bytes, *, is_last: bool = False) -> bytes:
        """Return UTF-8, whatever encoding the log's mark or zero bytes show."""
        if not self._is_started:
            self._pending.append(block)
            block = b"".join(self._pending)
            # A first line is read at once, unless it may be UTF-16.
            enough = GUESSED if b"\0" in block else len(BOM_UTF8)
            if len(block) < enough and not is_last:
                return b""
            self._pending, self._is_started = [], True
            if encoding := find_encoding(block):
                self._decoder = getincrementaldecoder(encoding)("replace")
            block = block.removeprefix(BOM_UTF8)
        if self._decoder is None:
            return block
        return self._decoder.decode(block).encode("utf-8", "replace")

    def _advance(self) -> Iterator[LineHits]:
        data = b"".join(self._pending)
        cut = data.rfind(b"\n") + 1
        if cut:
            first = data.find(b"\n") + 1 if self._seen else 0
            if first:
                yield from self._examine(data[:first], first)
                yield from self._end_line()
            yield from self._read_lines(data[first:cut])
            remaining, self._seen = data[cut:], 0
        else:
            cut = len(data) - _OVERLAP
            yield from self._examine(data, cut)
            remaining, self._seen = data[cut - _OVERLAP :], _OVERLAP
            self._compared = max(0, self._compared - (cut - _OVERLAP))
        self._pending, self._size = [remaining], len(remaining) - self._seen

    def _read_lines(self, data: bytes) -> Iterator[LineHits]:
        """Yield the hits of whole lines.

        They are looked up in the memory first if many of those before had something: where few
        have, that takes as long as everything else.
        """
        self._seen = looked_at = 0
        count = data.count(b"\n")
        first, self._number = self._number, self._number + count
        known_hits = self._memory.get_all(data) if self._is_dense else []
        if not known_hits:
            for line, hits in self._read_new_lines(data):
                looked_at += 1
                yield first + line, hits
        elif new := [line for line, hits in enumerate(known_hits) if hits is None]:
            lines = data.split(b"\n")
            for index, hits_of_line in self._read_new_lines(
                b"\n".join([lines[line] for line in new])
            ):
                known_hits[new[index]] = hits_of_line
        looked_at += sum(hits is not None for hits in known_hits)
        self._is_dense = looked_at * _OF_DENSE > count
        yield from ((number, hits) for number, hits in enumerate(known_hits, first) if hits)

    def _read_new_lines(self, data: bytes) -> Iterator[LineHits]:
        """Yield the hits of lines that are not remembered, counted from 0."""
        matches = self._find(data, len(data))
        index = counted = line = 0
        while index < len(matches):
            start = matches[index][1]
            begin, end = data.rfind(b"\n", 0, start) + 1, find_line_end(data, start)
            line += data.count(b"\n", counted, begin)
            first, counted = index, begin
            while index < len(matches) and matches[index][1] < end:
                index += 1
            yield line, self._read_line(data, matches[first:index], (begin, end))

    def _read_line(
        self, data: bytes, matches: Sequence[_Found], bounds: tuple[int, int]
    ) -> tuple[LogHit, ...]:
        """Return a line's hits, from memory unless a family's pattern was found in it."""
        line = data[bounds[0] : bounds[1]]
        is_open = bool(self._open) and not all(isinstance(value, bytes) for _, _, value in matches)
        if not is_open and (hits := self._memory.get(line)) is not None:
            return hits
        key: tuple[bytes, ...] = ()
        literals = [value for _, _, value in matches if isinstance(value, bytes)]
        # Such a line is compared with messages as a whole, and nothing else happens to it.
        if len(line) <= _BEFORE and self._words.issuperset(value for _, _, value in matches):
            key, known_hit = self._memory.get_without_ids(line, literals)
            if known_hit is not None:
                return known_hit
        anchors = tuple(filter(self._anchors.__contains__, literals))
        self._line, self._compared = _Line(anchors=anchors), 0
        for end, start, value in matches:
            self._keep(data, value, start, end, bounds)
        digits = frozenset(self._line.digits)
        hits = tuple(self._finish_line())
        if key:
            self._memory.add_without_ids(key, line, hits, digits)
        if not is_open:
            self._memory.add(line, hits, digits)
        return hits

    def _may_be_code(self, masked: bytes, line: bytes, start: int, end: int) -> bool:
        """Whether a literal with zeros, in a line with zeros, may be a code or an anchor."""
        codes = self._codes_by_mask.get(masked)
        if codes is None:
            return True
        if any(code in self._mail_statuses for code in codes):
            return has_mail_status(line, start, end)
        return stands_alone(line, start, end) and any(
            self._may_have_cue(code, line, start) for code in codes
        )

    def _may_have_cue(self, literal: bytes, line: bytes, start: int) -> bool:
        cue = self._cues.get(self._codes[literal])
        before = line[max(0, start - BESIDE) : start].decode("utf-8", "replace")
        return cue is None or cue.is_preceded(before)

    def _keep(
        self,
        data: bytes,
        value: bytes | FamilyPattern,
        start: int,
        end: int,
        bounds: tuple[int, int],
    ) -> None:
        if isinstance(value, bytes):
            self._check(data, value, start, end, bounds)
        else:
            self._add_code(data, value, start, bounds)

    def _examine(self, data: bytes, cut: int) -> Iterator[LineHits]:
        """Examine what begins between the part already read and the cut."""
        counted, bounds = self._seen, (0, find_line_end(data, self._seen))
        for end, start, value in self._find(data, cut):
            if start >= bounds[1]:
                yield from self._end_line()
                bounds = (data.rfind(b"\n", 0, start) + 1, find_line_end(data, start))
            self._number += data.count(b"\n", counted, start)
            self._line.number, counted = self._number, start
            self._keep(data, value, start, end, bounds)
        self._number += data.count(b"\n", counted, cut)

    def _find(self, data: bytes, cut: int) -> Sequence[_Found]:
        """Return literals and codes that begin between the part already read and the cut."""
        matches: list[_Found] = [*self._literals.find(data, self._seen, cut)]
        if not self._open:
            return matches
        for family in self._open:
            for match in family.pattern.finditer(data, self._seen):
                if match.start() >= cut:
                    break
                if b"\n" not in match[0]:
                    matches.append((match.end(), match.start(), family))
        return sorted(matches, key=itemgetter(0, 1))

    def _check(
        self, data: bytes, literal: bytes, start: int, end: int, bounds: tuple[int, int]
    ) -> None:
        """Keep what the automaton found, if it is what it seems to be."""
        is_whole = has_mail_status if literal in self._mail_statuses else stands_alone
        if literal in self._codes and is_whole(data, start, end):
            self._add_known(self._codes[literal], data, start, end, bounds)
        for family in self._families.get(literal, ()):
            self._add_code(data, family, start, bounds)
        if literal in self._anchors and start >= self._compared:
            self._compare(data, start, bounds)

    def _add_known(
        self, code: str, data: bytes, start: int, end: int, bounds: tuple[int, int]
    ) -> None:
        """Keep a code that articles explain, if its surroundings show that it is theirs."""
        if cue := self._cues.get(code):
            before = data[max(bounds[0], start - BESIDE) : start].decode("utf-8", "replace")
            after = data[end : min(bounds[1], end + BESIDE)].decode("utf-8", "replace")
            if not cue.holds(before, after):
                return
        self._line.codes.setdefault(code, data[start:end].decode("utf-8", "replace"))

    def _add_code(
        self, data: bytes, family: FamilyPattern, start: int, bounds: tuple[int, int]
    ) -> None:
        """Keep the code of a family that begins there, if any."""
        match = family.pattern.match(data, start, bounds[1])
        if match is None or not (code := family.code_at(data, match, bounds)):
            return
        surface = match[0].decode("utf-8", "replace")
        if code in self._articles:
            self._add_known(code, data, start, match.end(), bounds)
        elif len(self._line.unknown) < _MOST_UNKNOWN and family.may_be_unknown(surface):
            self._line.unknown.setdefault(code, surface)

    def _compare(self, data: bytes, start: int, bounds: tuple[int, int]) -> None:
        assert self._messages  # noqa: S101 - there are anchors
        first, last = max(bounds[0], start - _BEFORE), min(bounds[1], start + _AFTER)
        text = data[first:last].decode("utf-8", "replace").strip("\r\n\0 \t")
        anchors = self._line.anchors
        may_have = not anchors or self._messages.may_have(text, anchors)
        if may_have and (messages := self._messages.find(text)):
            self._line.digits.update(number.encode() for number in messages[0].numbers)
            alike = [match for match in messages if match.score >= _ALIKE * messages[0].score]
            text = hide_inserts(messages[0].text)
            self._line.messages.setdefault(text, tuple(match.number for match in alike))
        self._compared = last if last == bounds[1] else last - _BEFORE

    def _end_line(self) -> Iterator[LineHits]:
        number = self._line.number
        if hits := tuple(self._finish_line()):
            yield number, hits

    def _finish_line(self) -> Iterator[LogHit]:
        """Yield the hits of the line that ends; a message only if no code leads to its article.

        A code that an article is named after comes first: what a message says may be in other
        articles by chance.
        """
        line, self._line, self._compared = self._line, _Line(), 0
        codes = [
            LogHit(0, "code", code, surface, self._articles[code])
            for code, surface in line.codes.items()
        ]
        messages: list[LogHit] = []
        for text, articles in line.messages.items():
            if not any(set(hit.articles) & set(articles) for hit in codes):
                messages.append(LogHit(0, "message", text, "", articles))
            codes = [reorder_articles(hit, articles, self._lists[hit.name]) for hit in codes]
        yield from sorted((*messages, *codes), key=lambda hit: hit.name not in self._named)
        # Two families may take one text, of which articles explain the code of one.
        explained = set(line.codes.values())
        for code, surface in line.unknown.items():
            if surface not in explained:
                yield LogHit(0, "unknown", code, surface)


def _by_mask(codes: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Group the literals that have digits, by the same literal with zeros instead."""
    by_mask: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for code in codes:
        by_mask[code.translate(ZEROS)].append(code)
    return dict(by_mask)
