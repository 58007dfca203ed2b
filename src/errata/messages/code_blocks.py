"""Finds the messages in a block of code: its lines, and the values of JSON and logfmt in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.messages.glue import unwrap_lines
from errata.messages.telling import (
    FEW_WORDS,
    MANY_WORDS,
    count_words,
    is_long_enough,
    tells_of_failure,
)
from errata.model import TextRun

if TYPE_CHECKING:
    from collections.abc import Iterator


# The values of texts in JSON: "\"msg\": \"It broke\"" yes; "\"msg\": 5" no
_JSON_VALUE: Final = compile_late(r'"[\w.@-]{1,60}"\s{0,3}:\s{0,3}"((?:[^"\\\n]|\\.){8,400})"')
# The same of logfmt: "msg=\"It broke\"" yes; "attempt=5" no
_LOGFMT_VALUE: Final = compile_late(r'(?<![\w.-])[\w.-]{1,60}="((?:[^"\\\n]|\\.){8,400})"')
# A line that is nothing but a pair: "\"msg\": \"It broke\"," yes; "{\"a\": 1}" no
_JSON_PAIR: Final = compile_late(r'\s*"[^"\n]{1,60}"\s{0,3}:')
# Lines of code: "<node>", "// x", "# x", "$ ls", "});" yes; "(x) broke", "#5 broke" no
MARKUP: Final = compile_late(r"^\s*(?:<[!/?A-Za-z]|//|/\*|#\s|\$ |[{}()\[\];]+\s*$)")
# Text between two tags, as in a server's error page: "<p>The server is not reachable</p>" yes;
# "<p>Not found</p>" no
_TAGGED: Final = compile_late(r">([^<>\n]{20,400})<")


def read_code_block(run: TextRun, longest: int) -> Iterator[TextRun]:
    """The messages with their lines; one that is wrapped has at most so many characters."""
    lines = run.text.split("\n")
    for below, line in enumerate(lines, 1):
        for text in _parts_of_code(line):
            if reads_like_message(text):
                yield TextRun(text, run.where, run.line + below, run.section)
    for below, text in unwrap_lines(lines):
        if len(text) <= longest and tells_of_failure(text):
            yield TextRun(text, run.where, run.line + below + 1, run.section)


def _parts_of_code(line: str) -> Iterator[str]:
    """The texts between tags, the values of JSON and logfmt, or the line as it is."""
    if MARKUP.match(line):
        yield from _TAGGED.findall(line)
    else:
        values = _JSON_VALUE.findall(line.replace('\\"', '"') if '\\":' in line else line)
        yield from values
        yield from _LOGFMT_VALUE.findall(line)
        if len(values) != 1 or not _JSON_PAIR.match(line):
            yield line


def reads_like_message(line: str) -> bool:
    """Whether a line has the words of a message, and is no markup or command."""
    if not is_long_enough(line) or MARKUP.match(line):
        return False
    words = count_words(line)
    return words >= MANY_WORDS or (words >= FEW_WORDS and tells_of_failure(line))
