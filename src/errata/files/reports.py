"""Writes a file that a person named, as a whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.flushing import replace_file
from errata.files.output_paths import OutputPaths, as_output_error
from errata.files.text import display_path

if TYPE_CHECKING:
    from pathlib import Path


def refuse_report(path: Path) -> None:
    """Check whether a file may be written there, before the work for it begins.

    Raises:
        OutputError: if it is a folder, or is to go into one that is not there.
    """
    printed = display_path(path)
    if path.is_dir():
        raise OutputError(f"`{printed}` is a folder", help="give a name for a file")
    if not path.parent.is_dir():
        folder = display_path(path.parent)
        raise OutputError(f"the folder `{folder}` does not exist", help="make it first")


def write_report(path: Path, text: str) -> None:
    """Write the text; an old file stays until the new one is complete.

    Raises:
        OutputError: if it cannot be written there.
    """
    refuse_report(path)
    # A lone surrogate, as of a file name that is not UTF-8, has no bytes of its own.
    data = text.encode("utf-8", "backslashreplace")
    place = OutputPaths.of(path)
    with as_output_error(place.shown):
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # `/dev/null` or a pipe, which nothing may replace
            return
        with replace_file(place) as new:
            new.write_bytes(data)
