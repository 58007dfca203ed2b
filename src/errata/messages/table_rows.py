"""Finds messages in the cells of a table by the text to the left of them.

1. A row that begins with the code of an error has its message in a later cell.
2. A cell that says "Message text" has one beside it: references list an error's properties like
   this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.messages.telling import (
    FEW_WORDS,
    count_words,
    is_code_column,
    is_message_label,
    is_narrative,
)
from errata.model import TextRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.messages.line_codes import Surfaces

# A status or a number of an error, in a cell of its own: "413", "12029" yes; "5", "2024-11" no
_NUMBER: Final = compile_late(r"[0-9]{3,5}")


class TableRows:
    """The rows of an article's tables, distinguished by their lines."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._labels: dict[int, str] = {}

    def messages(self, first: TextRun, text: str, surfaces: Surfaces) -> Iterator[TextRun]:
        """Find the messages of a cell, from its first run and its whole text."""
        if first.column is None:
            return
        yield from self._explained(first, text.strip(), surfaces)
        yield from self._labelled(first, text.strip())

    def _explained(self, first: TextRun, text: str, surfaces: Surfaces) -> Iterator[TextRun]:
        line, column = first.line, first.column or ""
        if text in surfaces or (_NUMBER.fullmatch(text) and is_code_column(column)):
            self._codes[line] = text
        elif line in self._codes and count_words(text) > FEW_WORDS and not is_narrative(text):
            yield TextRun(f"{self._codes.pop(line)} {text}", "prose", line, first.section)

    def _labelled(self, first: TextRun, text: str) -> Iterator[TextRun]:
        if is_message_label(self._labels.get(first.line, "")) and not is_narrative(text):
            yield TextRun(text, "prose", first.line, first.section)
        self._labels[first.line] = text
