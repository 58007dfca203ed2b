"""A table as markdown writes it: one line a row, merged cells as empty ones, blocks in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PIPE = re.compile(r"(?<!\\)\|")
_MOST_COLUMNS = 200
"""A row of more merged columns than this is no real table."""


@dataclass(slots=True)
class TableGrid:
    """Rows of cells, filled in the order of the HTML."""

    rows: list[list[str]] = field(default_factory=list)
    headed: bool = False
    """The first row has header cells; an empty one among them heads nothing."""
    _open: tuple[int, int] = (1, 1)
    _below: dict[int, int] = field(default_factory=dict)
    """Column -> rows that a merged cell above still covers."""

    def begin_row(self) -> None:
        """A row; merged cells from above take their places in it."""
        self.rows.append([])
        self._skip_covered()

    def begin_cell(self, rows: int, columns: int, *, heading: bool) -> None:
        """A cell over so many rows and columns; its text follows with `fill`."""
        self._open = (rows, columns)
        if len(self.rows) == 1:
            self.headed |= heading

    def fill(self, blocks: list[str]) -> None:
        """The text of the cell, its blocks apart by line breaks."""
        if not self.rows:
            self.begin_row()
        text = "\n".join(blocks).replace("\\\n", "\n").strip("\n")
        flat = "<br>".join(line.strip() for line in text.split("\n") if line.strip())
        rows, columns = self._open
        row = self.rows[-1]
        for index in range(min(columns, _MOST_COLUMNS)):
            if rows > 1:
                self._below[len(row)] = rows - 1
            row.append("" if index else _PIPE.sub(r"\\|", flat))
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0 and len(row) < _MOST_COLUMNS:
            self._below[len(row)] -= 1
            row.append("")

    def text(self) -> str:
        """The table; a table without a header row gets an empty one, which markdown requires."""
        rows = [row for row in self.rows if row]
        if not rows:
            return ""
        width = max(len(row) for row in rows)
        head, *body = rows if self.headed else [[""] * width, *rows]
        return "\n".join(
            (_row(head, width), "|" + " --- |" * width, *(_row(r, width) for r in body))
        )


def _row(cells: list[str], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(padded) + " |"
