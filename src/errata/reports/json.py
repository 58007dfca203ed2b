"""All findings as one JSON array, an object on each line."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from errata.reports import jsonl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from errata.diagnostics.registry import CheckCount
    from errata.reports import Report


def write(report: Report, stream: TextIO) -> None:
    """Write the array; the objects are those of `jsonl`."""
    objects = StringIO()
    jsonl.write(report, objects)
    _write_array(objects, stream)


def write_count_array(counts: Sequence[CheckCount], stream: TextIO) -> None:
    """Write the array; the objects are those of `jsonl`."""
    objects = StringIO()
    jsonl.write_count_objects(counts, objects)
    _write_array(objects, stream)


def _write_array(objects: StringIO, stream: TextIO) -> None:
    lines = objects.getvalue().splitlines()
    stream.write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")
