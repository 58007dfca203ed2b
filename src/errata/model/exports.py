"""Input and output of an import: the files of an export, and the files made of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class RefusedFile(Struct, frozen=True):
    """A file of an export that is not read."""

    path: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """The files of an export, by their POSIX path in it."""

    sizes: Mapping[str, int]
    """Sizes sorted by path."""
    read: Callable[[str], bytes] = dataclasses.field(repr=False)
    """Reads one of them; articles are read one by one, and pictures only when written."""
    refused: tuple[RefusedFile, ...] = ()


class WrittenBefore(Struct, frozen=True):
    """What an earlier import wrote for one record."""

    path: str
    number: str
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file to write below the knowledge base."""

    path: str
    data: bytes = dataclasses.field(repr=False)
    key: str = ""
    """Key of the article that it is; empty for a picture or a download."""
    number: str = ""
