"""Lines and messages: of a block of code, wrapped to several lines, or several in one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from errata.data import expand_pattern, read_json, read_patterns
from errata.data.patterns import compile_late
from errata.messages.mask import split_glued_lines, strip_prefix
from errata.messages.telling import (
    FEW_WORDS,
    MANY_WORDS,
    count_words,
    is_long_enough,
    tells_of_failure,
)
from errata.model import TextRun

_FORMS: Final = read_patterns("lines")
# Lines of code: "<node>", "// x", "# x", "$ ls", "&& ls", "});" yes; "(x) broke", "#5 broke" and a
# level in angle brackets, "<Error> It broke", "<ERROR>: it broke", no
MARKUP: Final = compile_late(
    r"^\s*(?:<(?!(?i:Error|Fatal|Warning)>:? )[!/?A-Za-z]|//|/\*|#\s|\$ |&& |[{}()\[\];]+\s*$)"
)
# The most lines that one message is wrapped to; a longer block is a listing.
_MOST_WRAPPED: Final = 4
# The fewest words of its first line: "Access to font at 'x'" yes; "Caused by" no
_LEAST_WORDS: Final = 4
# A time in a text: "17/06/2020 04:02:09" yes; "04:02" no
_STAMP: Final = compile_late(
    r"(?<!\S)"
    + expand_pattern(
        "{{date}}[T ,:]{1,3}{{clock}}{{zone}}(?: [AP]M)?(?![A-Za-z0-9])",
        read_json("log_patterns")["fragments"],
    ),
    re.ASCII,
)


def read_code_block(run: TextRun, longest: int, coded: Container[int] = ()) -> Iterator[TextRun]:
    """Yield the messages with their lines; a wrapped one has at most `longest` characters.

    What a program says before the first failure or one of the `coded` lines is no message: "System
    parameter file is /etc/till.ora" in a block about a till that is shut.
    """
    lines = run.text.split("\n")
    begin = _find_failure(lines, run.line + 1, coded)
    wrapped = {
        places: text
        for places, text in unwrap_lines(lines)
        if len(text) <= longest and tells_of_failure(text)
    }
    rests = {index for places in wrapped for index in places[1:]}
    for index, line in enumerate(lines):
        for text in _parts_of_code(line):
            # Other messages have the same rest: "while reading the drawer, clerk: 17,"
            is_rest = index in rests or text.rstrip().endswith(",")
            is_before = index < begin and text == line
            if reads_like_message(text) and not (
                is_before or (is_rest and not tells_of_failure(text))
            ):
                yield TextRun(text, run.where, run.line + index + 1, run.section)
    for places, text in wrapped.items():
        yield TextRun(text, run.where, run.line + places.start + 1, run.section)


def _find_failure(lines: Sequence[str], first: int, coded: Container[int]) -> int:
    """Return the index of the first line that tells of a failure or has a code; else 0."""
    fails = (
        index
        for index, line in enumerate(lines)
        if first + index in coded or tells_of_failure(line)
    )
    return next(fails, 0)


def _parts_of_code(line: str) -> Iterator[str]:
    """Yield the texts between tags, the values of JSON and logfmt, or the line as it is."""
    if MARKUP.match(line):
        yield from _FORMS["tagged"].findall(line)
    else:
        values = _FORMS["json_value"].findall(line.replace('\\"', '"') if '\\":' in line else line)
        yield from values
        yield from _FORMS["logfmt_value"].findall(line)
        if (len(values) != 1 or not _FORMS["json_pair"].match(line)) and not _FORMS["record"].match(
            line
        ):
            yield line


# What a program writes before a check that passed: "√ service has permissions"
_SUCCESS_MARKS: Final = frozenset("√✓✔✅")


def reads_like_message(line: str) -> bool:
    """Whether a line has a message's words, and is not markup, a command or a success."""
    if not is_long_enough(line) or MARKUP.match(line) or line.lstrip()[:1] in _SUCCESS_MARKS:
        return False
    words = count_words(line)
    # "shop-till-front-end" is a name.
    is_text = words >= MANY_WORDS and (not line.isascii() or len(line.split()) > 1)
    return is_text or (words >= FEW_WORDS and tells_of_failure(line))


def split_log(text: str) -> list[str]:
    """Split a text that lost its line ends into the lines of a log, without their times.

    Two times are of two lines. One is of a line if a code or a level follows, because a sentence
    may also mention a time.
    """
    stamps = list(_STAMP.finditer(text))
    if stamps and stamps[0].start() == 0:
        stamps = stamps[1:]
    if len(stamps) > 1 or (stamps and _FORMS["begins"].match(text, stamps[0].end())):
        ends = [0, *(end for stamp in stamps for end in stamp.span()), len(text)]
        pieces = (text[start:end].strip() for start, end in list(pairwise(ends))[::2])
        # What ends with a colon announces the next.
        return [piece for piece in pieces if piece and not piece.endswith(":")]
    return split_glued_lines(text)


def unwrap_lines(lines: Sequence[str]) -> Iterator[tuple[range, str]]:
    """Yield messages that a block of code wraps, each with the places of its lines.

    A line continues the one before if it is further indented, or begins with a lower-case letter.
    """
    first = 0
    while first < len(lines):
        last = first + 1
        while last < len(lines) and _goes_on(lines[first], lines[last - 1], lines[last]):
            last += 1
        if 1 < last - first <= _MOST_WRAPPED and _begins(lines[first]):
            yield range(first, last), " ".join(line.strip() for line in lines[first:last])
        first = last


def _begins(line: str) -> bool:
    return count_words(line) >= _LEAST_WORDS and not _FORMS["of_code"].search(line)


def _goes_on(first: str, before: str, line: str) -> bool:
    if not line.strip() or _FORMS["ends"].search(before) or _FORMS["of_code"].search(line):
        return False
    is_further = _indent(line) > _indent(first)
    return (is_further or _FORMS["small"].match(line) is not None) and bool(
        strip_prefix(line.strip())
    )


def _indent(line: str) -> int:
    match = _FORMS["indent"].match(line)
    return match.end() if match else 0


def stand_without_blank(before: str, after: str) -> bool:
    """Whether two letters that a line end or a mark divides stand together: "障" and "害"."""
    return bool(_FORMS["unspaced"].match(before) and _FORMS["unspaced"].match(after))


def join_lines(pieces: Iterable[str]) -> str:
    """Join pieces of a block, of which some were code; separate words stay separate.

    A blank alone is the end of a line: Chinese and Japanese have none there, nor beside a mark.
    """
    parts: list[str] = []
    is_divided = False
    for piece in pieces:
        if piece == " ":
            is_divided = True
            continue
        before, after = parts[-1][-1:] if parts else "", piece[:1]
        is_divided = is_divided or (before.isalnum() and after.isalnum())
        if is_divided and not stand_without_blank(before, after):
            parts.append(" ")
        parts.append(piece)
        is_divided = False
    return "".join(parts) + " " * is_divided
