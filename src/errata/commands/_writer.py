"""Writes the results of look-ups to stdout: facts with keys for machines and labels for people."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from errata.text.display import as_json, printable, write_cell


class Writer:
    """Writes results as `text`, `json`, `jsonl` or `csv`; none can control a terminal or a CI log.

    A command gives each result twice: as values for machines and as lines for people.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        self._separator = "\n"

    def write(self, value: object, lines: Iterable[str]) -> None:
        """Write one result."""
        lines_written = [as_json(value)] if self._form == "json" else map(printable, lines)
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in lines_written)
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
        table.writerows(map(write_cell, row) for row in rows)
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

    def end_list(self, **lists: Iterable[object]) -> None:
        """End the list; in JSON, other lists follow."""
        if self._form == "json":
            members = ",\n".join(f'"{name}": {as_json(list(lists[name]))}' for name in lists)
            sys.stdout.write(f"],\n{members}}}\n")
        sys.stdout.flush()


# "applies to", the longest label, with two spaces before and after it.
_INDENT: Final = 14
# A wrapped column stays readable on a terminal that is hardly wider than the labels.
_MIN_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, under a key for machines and a label for people."""

    key: str = ""  # empty: not for machines
    value: object = ""
    label: str = ""  # empty: not for people
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, key: str, label: str, text: str) -> Fact:
        """Make a fact of a text that people read as it is."""
        return cls(key, text, label, (text,) if text else ())

    @classmethod
    def of_list(cls, key: str, label: str, values: Sequence[str]) -> Fact:
        """Make a fact of values that people read in one line."""
        return cls(key, list(values), label, (", ".join(values),) if values else ())


@dataclass(frozen=True, slots=True)
class ExplanationCard:
    """One explanation."""

    kind: str  # `code`, `unknown`, `family`, `article`, `check`, `checks` or `message`
    name: str
    facts: tuple[Fact, ...]

    def to_object(self) -> Mapping[str, object]:
        """Return the card for machines."""
        facts = {fact.key: fact.value for fact in self.facts if fact.key}
        return {"kind": self.kind, "name": self.name, **facts}

    def to_lines(self, width: int) -> Iterator[str]:
        """Yield the card for people: labels on the left, wrapped at the width unless it is 0."""
        yield from _wrap(self.name, width, 0)
        for fact in self.facts:
            label = fact.label
            for line in fact.lines if fact.label else ():
                for part in _wrap(line, width, _INDENT):
                    yield f"  {label:<{_INDENT - 2}}{part}"
                    label = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for a text."""

    cards: tuple[ExplanationCard, ...] = ()
    near: tuple[str, ...] = ()
    """Codes that may have been meant."""
    notice: str = ""
    """A remark about the articles; empty for none."""

    def to_json(self) -> list[object]:
        """Return the answer as it is cached."""
        cards = [
            [card.kind, card.name, [[f.key, f.value, f.label, f.lines] for f in card.facts]]
            for card in self.cards
        ]
        return [cards, self.near, self.notice]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> Answered:
        """Make the answer from its cached form."""
        cards, near, notice = values
        return cls(
            tuple(
                ExplanationCard(
                    kind, name, tuple(Fact(k, v, address, tuple(n)) for k, v, address, n in facts)
                )
                for kind, name, facts in cards
            ),
            tuple(near),
            notice,
        )


def _wrap(text: str, width: int, indent: int) -> Iterable[str]:
    line = printable(text)
    if not width:
        return [line]
    # The path under a title stays indented where it is wrapped.
    hanging = " " * (len(line) - len(line.lstrip()))
    room = max(_MIN_WIDTH, width - indent)
    return wrap(line, room, subsequent_indent=hanging, break_on_hyphens=False) or [""]
