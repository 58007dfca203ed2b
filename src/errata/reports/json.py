"""All findings as one JSON array, an object on each line."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from errata.reports import jsonl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic


def write(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],
    stream: TextIO,
    *,
    color: bool = False,
) -> None:
    """Write the array; the objects are those of `jsonl`."""
    objects = StringIO()
    jsonl.write(diagnostics, sources, objects, color=color)
    lines = objects.getvalue().splitlines()
    stream.write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")
