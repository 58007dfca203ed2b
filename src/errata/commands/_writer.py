"""Writes the results of look-ups to stdout, for people and for machines."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING

from errata.text.display import as_json, escape_formula, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Writer:
    """Writes results as `text`, `json`, `jsonl` or `csv`; none can control a terminal or a CI log.

    A command gives each result twice: as values for machines and as lines for people.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        self._separator = "\n"

    def write(self, value: object, lines: Iterable[str]) -> None:
        """Write one result."""
        shown = [as_json(value)] if self._form == "json" else map(printable, lines)
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in shown)
        sys.stdout.flush()

    def write_table(
        self, columns: Sequence[str], rows: Sequence[Sequence[object]], lines: Iterable[str]
    ) -> None:
        """Write rows; the columns name the cells for machines."""
        if self._form != "csv":
            self.write([dict(zip(columns, row, strict=True)) for row in rows], lines)
            return
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(columns)
        table.writerows([escape_formula(str(cell)) for cell in row] for row in rows)
        sys.stdout.flush()

    def begin_list(self, name: str) -> None:
        """Begin a list that is written as it is found: in JSON, under the name."""
        if self._form == "json":
            sys.stdout.write(f'{{"{name}": [')

    @property
    def for_people(self) -> bool:
        """Whether to write lines, not values."""
        return self._form == "text"

    def add(self, element: object) -> None:
        """Write one more element of the list, a value for machines."""
        if self._form == "json":
            sys.stdout.write(f"{self._separator}{as_json(element)}")
            self._separator = ",\n"
        else:
            sys.stdout.write(f"{as_json(element)}\n")

    def end_list(self, **more: Iterable[object]) -> None:
        """End the list; in JSON, other lists follow."""
        if self._form == "json":
            rest = ",\n".join(f'"{name}": {as_json(list(more[name]))}' for name in more)
            sys.stdout.write(f"],\n{rest}}}\n")
        sys.stdout.flush()
