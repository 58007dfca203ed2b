"""Reads and writes `ids.lock`, the list of what was ever published."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from errata.codes.ids import format_ids, parse_ids
from errata.errors import ConfigError, OutputError
from errata.files.text import display_path, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.codes.ids import Id
    from errata.model import PublishedId


def read_ids(path: Path) -> tuple[PublishedId, ...]:
    """What was published; nothing where there is no such file yet.

    Raises:
        ConfigError: with file and line, on a line that is no id.
    """
    return parse_ids(read_text(path, ConfigError), display_path(path)) if path.is_file() else ()


def write_ids(path: Path, ids: Iterable[Id]) -> bool:
    """Write the list whole or not at all; False where the file says so already.

    Raises:
        OutputError: if the system refuses.
    """
    data = format_ids(ids).encode()
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OutputError(f"cannot write `{display_path(path)}`: {error.strerror}") from None
    return True
