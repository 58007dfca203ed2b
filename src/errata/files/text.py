"""Reads configuration and templates, and names their files as a person finds them."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import TYPE_CHECKING

from errata.diagnostics import Span

if TYPE_CHECKING:
    from errata.errors import ErrataError

PACKAGE = Path(__file__).parent.parent
CHECKOUT = PACKAGE.parent.parent


def shipped_file(packaged: str, developed: str) -> Path:
    """A file that comes with errata: inside the installed package, else in the checkout."""
    inside = PACKAGE / packaged
    return inside if inside.exists() else CHECKOUT / developed


def display_path(path: Path) -> str:
    """A path as seen from the current folder, POSIX; absolute where that is far away."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path.as_posix()
    return path.as_posix() if relative.startswith("../..") else Path(relative).as_posix()


def read_text(path: Path, fault: type[ErrataError]) -> str:
    """A UTF-8 text without byte order mark, its line ends made LF.

    Raises:
        ErrataError: of the given class, with the file and, for a stray byte, its line.
    """
    span = Span(display_path(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise fault(f"`{span.path}` cannot be read: {reason}", span=span) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(
            f"`{span.path}` is not UTF-8 text",
            span=Span(span.path, line),
            help="save it as UTF-8",
        ) from None
    return text.replace("\r\n", "\n")
