"""Input and output of an import: the files of an export, and the files made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of an export that is not read."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an export, by their POSIX path in it."""

    sizes: Mapping[str, int]
    """Sizes sorted by path."""
    read: Callable[[str], bytes] = field(repr=False)
    """Reads one of them; articles are read one by one, and pictures only when written."""
    refused: tuple[RefusedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenBefore:
    """What an earlier import wrote for one record."""

    path: str
    number: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file to write below the knowledge base."""

    path: str
    data: bytes = field(repr=False)
    key: str = ""
    """Key of the article that it is; empty for a picture or a download."""
    number: str = ""
