"""The error code at a place of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from errata.editor.document import EditedText
    from errata.editor.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code; columns are 1-based, the end is behind it."""

    code: str
    start: int
    end: int


def code_at(knowledge: Knowledge, document: EditedText, line: int, column: int) -> FoundCode | None:
    """The code under the cursor: of a family, or one that an author listed."""
    text = document.lines.line(line)
    for span in knowledge.scanner.scan(text):
        if span.start < column <= span.end + 1:
            return FoundCode(span.code, span.start + 1, span.end + 1)
    start = end = min(column - 1, len(text))
    while start > 0 and _is_part(text[start - 1]):
        start -= 1
    while end < len(text) and _is_part(text[end]):
        end += 1
    word = text[start:end].rstrip(".:")
    known = word in knowledge.library.index
    return FoundCode(word, start + 1, start + len(word) + 1) if known else None


def _is_part(char: str) -> bool:
    return char.isalnum() or char in "-_.#:"
