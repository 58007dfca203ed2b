"""Writes files from the templates that ship with the package, never over one that is there."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from errata.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def fill_template(name: str, **values: str) -> str:
    """A shipped template with its `$names` filled in, and `$now` with the time, ISO 8601 in UTC."""
    text = files("errata").joinpath("scaffold", name).read_text(encoding="utf-8")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Template(text).substitute(values, now=now)


def write_new(path: Path, text: str) -> bool:
    """Write a file that is not there yet, and its folders; False if there is one.

    Raises:
        OutputError: if the system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputError(f"cannot write `{path}`: {error.strerror}") from None
    return True
