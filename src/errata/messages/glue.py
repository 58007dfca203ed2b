"""Lines of a log that an article shows otherwise: several in one text, or one in several lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from errata.data import expand_pattern, read_json
from errata.data.patterns import compile_late
from errata.messages.mask import split_glued_lines, strip_prefix
from errata.messages.telling import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Lines that one message is wrapped to; a longer block is a listing.
_MOST_WRAPPED: Final = 4
# Words of its first line: "Access to font at 'x'" yes; "Caused by" no
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
# Behind a time that begins a line of a log: a code, or a level: " URL-140005 Unable", " *WARN* x"
# yes; " it broke" no
_BEGINS: Final = compile_late(r" {1,2}(?:[A-Z]{2,9}-[0-9]{4,7} |\*?[A-Z]{4,8}\*? )")
_INDENT: Final = compile_late(r"[ \t]*")
# A line that begins with a small letter: "has been" yes; "Has been", "17 were" no
_SMALL: Final = compile_late(r"[ \t]*[^\W\d_A-ZÀ-Þ][^\W\d_]* ")
# Lines of code, of a listing or of a trace: "{", "a;", "x = y", "a → b", "java.io.E: x" yes; "a" no
_OF_CODE: Final = compile_late(
    r"[{}()\[\];=,|\\>]\s*$|^\s*[\"'{}<\[#$*-]| = |[→►]|^\s*(?:[a-z]\w*\.){2}"
)
# Ends of sentences: "a.", "a:" yes; "a" no
_ENDS: Final = compile_late(r"[.!?。:]\s*$")


def split_log(text: str) -> list[str]:
    """The lines of a log in a text that swallowed their ends, each without its time.

    Two times are of two lines. One is of a line where a code or a level follows, else a sentence
    may say when something was.
    """
    stamps = list(_STAMP.finditer(text))
    if stamps and stamps[0].start() == 0:
        stamps = stamps[1:]
    if len(stamps) > 1 or (stamps and _BEGINS.match(text, stamps[0].end())):
        ends = [0, *(end for stamp in stamps for end in stamp.span()), len(text)]
        pieces = (text[start:end].strip() for start, end in list(pairwise(ends))[::2])
        # What ends with a colon announces the next.
        return [piece for piece in pieces if piece and not piece.endswith(":")]
    return split_glued_lines(text)


def unwrap_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Messages that a block of code wraps, each with the place of its first line.

    A line goes on with the one before if it is further in, or begins with a small letter.
    """
    first = 0
    while first < len(lines):
        last = first + 1
        while last < len(lines) and _goes_on(lines[first], lines[last - 1], lines[last]):
            last += 1
        if 1 < last - first <= _MOST_WRAPPED and _begins(lines[first]):
            yield first, " ".join(line.strip() for line in lines[first:last])
        first = last


def _begins(line: str) -> bool:
    return count_words(line) >= _LEAST_WORDS and not _OF_CODE.search(line)


def _goes_on(first: str, before: str, line: str) -> bool:
    if not line.strip() or _ENDS.search(before) or _OF_CODE.search(line):
        return False
    is_further = _indent(line) > _indent(first)
    return (is_further or _SMALL.match(line) is not None) and bool(strip_prefix(line.strip()))


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0


def join_lines(pieces: Iterable[str]) -> str:
    """The text of a block of which some pieces were code; separate words stay separate."""
    parts = list(pieces)
    if len(parts) == 1:
        return parts[0]
    for at, (one, two) in enumerate(pairwise(parts)):
        if one[-1:].isalnum() and two[:1].isalnum():
            parts[at] = one + " "
    return "".join(parts)
