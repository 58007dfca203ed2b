"""Reads the vendor's catalogue: a CSV list of every error code with its message."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from errata.diagnostics import Span
from errata.errors import ConfigError
from errata.model import CatalogueEntry

_COLUMNS: Final = ("code", "message", "url")
_REQUIRED: Final = _COLUMNS[:2]


def parse_catalogue(text: str, path: str) -> tuple[CatalogueEntry, ...]:
    """Parse the entries in file order; the first line names the columns.

    Raises:
        ConfigError: with file and line, on a column that is missing or unknown, a line of another
            length, a line without a code, what is not a web address, or a code listed twice.
    """
    entries: dict[str, CatalogueEntry] = {}
    for entry in _entries(text, path):
        if entry.code in entries:
            line = entries[entry.code].span.line
            message = f"`{entry.code}` is listed twice, first in line {line}"
            raise ConfigError(message, span=entry.span, help="keep one of the two")
        entries[entry.code] = entry
    return tuple(entries.values())


def _entries(text: str, path: str) -> Iterator[CatalogueEntry]:
    rows = _rows(text, path)
    first, header = next(rows, (1, list[str]()))
    names = _columns(header, Span(path, first))
    for line, row in rows:
        span = Span(path, line)
        if len(row) != len(names):
            message = f"this line has {len(row)} values, the header names {len(names)} columns"
            raise ConfigError(message, span=span, help="quote a value that has a comma in it")
        yield _entry(dict(zip(names, (value.strip() for value in row), strict=True)), span)


def _rows(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the values of each row that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            if any(value.strip() for value in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(f"not valid CSV: {error}", span=Span(path, begins)) from None


def _columns(header: list[str], span: Span) -> list[str]:
    names = [name.strip().lower() for name in header]
    for name in names:
        if name not in _COLUMNS or names.count(name) > 1:
            problem = "appears twice" if name in _COLUMNS else "is unknown"
            remedy = "the columns are `code`, `message` and, optionally, `url`"
            raise ConfigError(f"the column `{name}` {problem}", span=span, help=remedy)
    for name in _REQUIRED:
        if name not in names:
            remedy = "start the file with a line such as `code,message`"
            raise ConfigError(f"the column `{name}` is missing", span=span, help=remedy)
    return names


def _entry(row: dict[str, str], span: Span) -> CatalogueEntry:
    code, url = row["code"], row.get("url", "")
    if not code:
        raise ConfigError("this line has no code", span=span, help="give one, or remove the line")
    if url and not url.startswith(("https://", "http://")):
        raise ConfigError(
            f"`{url}` is not a web address", span=span, help="start it with `https://`"
        )
    return CatalogueEntry(code, row["message"], url, span)
