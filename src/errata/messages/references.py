"""Finds messages by where they stand: in references of messages, and beside a code in a table.

1. A reference is a list of what a program says, each with an explanation below it. The messages are
   headings, terms, titles of callouts, or points of a list in code, below a title that names
   messages. Most of them tell of a failure; the others are messages all the same: "No IPv4 address
   found for `HOSTNAME`". What such a message has in code and in capitals is a value.
2. A row of a table that begins with the code of an error has its message in a later cell. A cell
   that says "Message text" has one beside it: references list an error's properties like this.
   What such a row has in italics is a value: "File *Path* not found".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from errata.data.patterns import compile_late
from errata.messages.line_codes import Surfaces
from errata.messages.lines import join_lines
from errata.messages.telling import (
    FEW_WORDS,
    count_words,
    is_code_column,
    is_label,
    is_message_label,
    is_narrative,
    names_message,
    tells_of_failure,
)
from errata.model import TextRun

# The fewest messages of a reference, at least half of which tell of a failure. All 61 of dnsmasq's
# are found by it, and 7 headings of three other articles among 5,900 in twelve folders.
_FEWEST: Final = 3
# A value's name: "ADDRESS", "CACHE_ADDR", "X" yes; "Till", "10", "A B" no
_VALUE: Final = compile_late(r"[A-Z][A-Z0-9]{0,30}(?:[_-][A-Z0-9]{1,30}){0,5}")
# What stands for a value in italics: "Domain", "SourcePath", "File_1" yes; "not", "No file" no. In
# rows that begin with a code, in 30 folders, 25 such words do, and none is anything else.
_ITALIC_VALUE: Final = compile_late(r"[A-Z][A-Za-z0-9_]{1,40}")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# How a text ends that an author asks
_QUESTIONS: Final = ("?", "\uff1f")


def find_referenced(runs: Sequence[TextRun]) -> dict[int, str]:
    """Find the blocks that are messages of a reference, each with its text."""
    groups: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    titles: dict[str, str] = {}
    blocks = [list(block) for _, block in groupby(runs, key=attrgetter("line", "block"))]
    for block, following in pairwise([*blocks, []]):
        first, head = block[0], block[0].head
        is_title = first.where == "title"
        if head in _HEADINGS:
            titles = {level: text for level, text in titles.items() if level < head}
        if head and following and following[0].head != head and _may_be_message(block):
            name = next(filter(names_message, titles.values()), "")
            groups[head, name][first.block] = join_lines(map(_write, block)).strip()
        if is_title or head in _HEADINGS:
            titles[head] = "".join(run.text for run in block)
    return {
        block: text
        for (_, name), group in groups.items()
        if name and _tell_of_failures(group)
        for block, text in group.items()
        if _is_said(text)
    }


def _may_be_message(block: Sequence[TextRun]) -> bool:
    """Whether a block may be a message; of the points of a list, those that are all code may."""
    return block[0].head != "li" or all(run.where == "span" for run in block)


def _write(run: TextRun) -> str:
    """Return a part of a message; a value is marked as in other messages: `<ADDRESS>`."""
    is_value = run.where == "span" and _VALUE.fullmatch(run.text)
    return f"<{run.text}>" if is_value else _mark_italic_value(run)


def _mark_italic_value(run: TextRun) -> str:
    is_value = run.emphasis < 0 and _ITALIC_VALUE.fullmatch(run.text)
    return f"<{run.text}>" if is_value else run.text


def _tell_of_failures(group: Mapping[int, str]) -> bool:
    failures = sum(map(tells_of_failure, group.values()))
    return len(group) >= _FEWEST and failures * 2 >= len(group)


def _is_said(text: str) -> bool:
    """Whether a program says a text, not its author: "No drawer found for `X`"."""
    if count_words(text) <= FEW_WORDS or text.endswith(_QUESTIONS):
        return False
    return not (is_label(text) or is_narrative(text))


# A status or a number of an error, in a cell of its own: "413", "12029" yes; "5", "2024-11" no
_NUMBER: Final = compile_late(r"[0-9]{3,5}")


class TableRows:
    """The rows of an article's tables; those of raw HTML have a line for each cell."""

    def __init__(self) -> None:
        self._code = ""
        self._code_cell: TextRun | None = None
        self._labels: dict[int, str] = {}

    def messages(self, runs: Sequence[TextRun], surfaces: Surfaces) -> Iterator[TextRun]:
        """Find the messages of a cell."""
        first = runs[0]
        before = self._code_cell
        if not before or first.column is None or _begins_row(first, before):
            self._code = ""
        if first.column is None:
            return
        text = join_lines(map(_mark_italic_value, runs)).strip()
        yield from self._find_explained(first, text, surfaces)
        yield from self._find_labelled(first, text)

    def _find_explained(self, first: TextRun, text: str, surfaces: Surfaces) -> Iterator[TextRun]:
        if text in surfaces or (_NUMBER.fullmatch(text) and is_code_column(first.column or "")):
            self._code, self._code_cell = text, first
        elif self._code and count_words(text) > FEW_WORDS and not is_narrative(text):
            yield TextRun(f"{self._code} {text}", "prose", first.line, first.section)
            self._code = ""

    def _find_labelled(self, first: TextRun, text: str) -> Iterator[TextRun]:
        if is_message_label(self._labels.get(first.line, "")) and not is_narrative(text):
            yield TextRun(text, "prose", first.line, first.section)
        self._labels[first.line] = text


def _begins_row(cell: TextRun, code_cell: TextRun) -> bool:
    """Whether a cell is below that of a code, and not beside it."""
    return cell.line != code_cell.line and cell.column == code_cell.column
