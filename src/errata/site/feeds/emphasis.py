"""Writes bold, italic and struck-out text so that CommonMark reads it back as it was meant.

While a line gathers, each end of an emphasis is one control character, which no text has. When the
line is complete, its neighbours are known, and each pair becomes marks such as `**`, or an HTML
element where the marks would stay in the text as asterisks (`a**.**b`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final
from unicodedata import category

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}

_TAGS: Final = tuple(MARKS)
# The articles' reader takes control characters out of every text, so these stand for marks alone.
_OPENING: Final = dict(zip(_TAGS, map(chr, range(0x0E, 0x14)), strict=True))
_CLOSING: Final = dict(zip(_TAGS, map(chr, range(0x14, 0x1A)), strict=True))
_TAG_OF: Final = {mark: tag for ends in (_OPENING, _CLOSING) for tag, mark in ends.items()}
# "\x0e" (bold opens) yes, "\x19" (deleted text closes) yes; "*" no, "\n" no
_PLACEHOLDER: Final = compile_late("[\x0e-\x19]")
_WRITTEN: Final = {ord(placeholder): MARKS[tag] for placeholder, tag in _TAG_OF.items()}
# Most emphasis has a blank on either side and is read as meant; this finds what needs a look.
# "a\x0eb" yes, it begins within a word; "a \x0eb\x14 c" no
_TIGHT: Final = compile_late(
    "[\x0e-\x19](?:(?<=[^\\s\x0e-\x13][\x0e-\x13])|(?<=[\x14-\x19])(?=[^\\s\x14-\x19])"
    "|(?<=[\x12\x13])(?=~)|(?<=~[\x18\x19]))"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One end of an emphasis."""

    at: int
    """Its index in the line."""
    tag: str
    partner: int
    """The index of the other end."""

    @property
    def opens(self) -> bool:
        return self.at < self.partner


@dataclass(frozen=True, slots=True)
class _Run:
    """Marks side by side of one character: CommonMark's delimiter run."""

    marks: tuple[_Mark, ...]
    can_open: bool
    can_close: bool

    @property
    def length(self) -> int:
        return sum(len(MARKS[mark.tag]) for mark in self.marks)


def mark_emphasis(tag: str, text: str) -> str:
    """The text of an element between placeholders for its marks."""
    return f"{_OPENING[tag]}{text}{_CLOSING[tag]}"


def write_emphasis(line: str) -> str:
    """A complete line, or the whole text of a link, with marks or elements for placeholders."""
    if not _PLACEHOLDER.search(line):
        return line
    if not _TIGHT.search(line):
        return line.translate(_WRITTEN)
    marks = _read_marks(line)
    as_html: set[int] = set()
    while misread := _misread(line, [mark for mark in marks if mark.at not in as_html]):
        as_html |= misread
    written, end = [], 0
    for mark in marks:
        tag = f"<{mark.tag}>" if mark.opens else f"</{mark.tag}>"
        written += [line[end : mark.at], tag if mark.at in as_html else MARKS[mark.tag]]
        end = mark.at + 1
    return "".join((*written, line[end:]))


def _read_marks(line: str) -> list[_Mark]:
    opened: list[int] = []
    marks = []
    for found in _PLACEHOLDER.finditer(line):
        tag = _TAG_OF[found[0]]
        if found[0] == _OPENING[tag]:
            opened.append(found.start())
        elif opened:
            begin = opened.pop()
            marks += [_Mark(begin, tag, found.start()), _Mark(found.start(), tag, begin)]
    return sorted(marks, key=lambda mark: mark.at)


def _misread(line: str, marks: Sequence[_Mark]) -> set[int]:
    """Where the ends of those pairs are that CommonMark would not read as such.

    Follows https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, rules 1 to 10.
    """
    lost: set[_Mark] = set()
    opened: list[_Run] = []
    for run in _runs(line, marks):
        opening = {mark for mark in run.marks if mark.opens}
        if opening and len(opening) < len(run.marks):  # `**a****b**`: one run that ends and begins
            lost |= opening
        elif opening:
            # One that could end an emphasis that is open would do so: `**a **b** c**`.
            closes = run.can_close and any(_match(before, run) for before in opened)
            lost |= opening if closes or not run.can_open else set()
            opened.append(run)
        else:
            lost |= {mark for mark in run.marks if not _closes(run, mark, opened)}
            last = run.marks[-1].at
            opened = [r for r in opened if any(mark.partner > last for mark in r.marks)]
    return {end for mark in lost for end in (mark.at, mark.partner)}


def _closes(run: _Run, mark: _Mark, opened: Sequence[_Run]) -> bool:
    own = (o for o in opened if any(other.at == mark.partner for other in o.marks))
    return run.can_close and any(_match(opener, run) for opener in own)


def _match(opener: _Run, closer: _Run) -> bool:
    """Whether the runs may belong together; the rule of three is rule 9 of the specification."""
    if MARKS[opener.marks[0].tag][0] != MARKS[closer.marks[0].tag][0]:
        return False
    ambiguous = (opener.can_open and opener.can_close) or (closer.can_open and closer.can_close)
    both = (opener.length, closer.length)
    return not (ambiguous and sum(both) % 3 == 0 and any(length % 3 for length in both))


def _runs(line: str, marks: Sequence[_Mark]) -> Iterator[_Run]:
    def run_of(pair: tuple[int, _Mark]) -> tuple[int, str]:
        index, mark = pair
        return mark.at - index, MARKS[mark.tag][0]

    # Neighbours have the same difference of place and index, as long as nothing stands between.
    for _, group in groupby(enumerate(marks), run_of):
        own = tuple(mark for _, mark in group)
        around = line[own[0].at - 1 : own[0].at], line[own[-1].at + 1 : own[-1].at + 2]
        before, after = map(_kind, around)
        apart = MARKS[own[0].tag] != "~~" or "~" not in around  # three of them strike nothing out
        yield _Run(
            own,
            can_open=apart and (after == "text" or (after == "sign" and before != "text")),
            can_close=apart and (before == "text" or (before == "sign" and after != "text")),
        )


def _kind(character: str) -> str:
    """`blank`, `sign` or `text`, as CommonMark's flanking rules tell characters apart."""
    if not character or character.isspace():
        return "blank"
    return "sign" if character in _TAG_OF or category(character)[0] in "PS" else "text"
