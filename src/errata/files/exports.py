"""Reads exports of other knowledge bases: files, folders and zip archives, none of them trusted."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.errors import KnowledgeBaseError
from errata.files.text import display_path
from errata.model.exports import Export, RefusedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

# Bytes of one file: an article is a few kilobytes, an export of 50,000 of them fits.
_LARGEST: Final = 512 * 1024 * 1024
# Files of one export.
_MOST: Final = 500_000
# Unpacked bytes for each packed one. Text shrinks to a tenth; bombs to a thousandth.
_HIGHEST_RATIO: Final = 200
# Below this size nobody minds how well a file was packed.
_HARMLESS: Final = 1024 * 1024
# Bytes of all files of an archive.
_LARGEST_ARCHIVE: Final = 32 * 1024 * 1024 * 1024
_SKIPPED: Final = frozenset({"__macosx", ".ds_store", "thumbs.db"})


@dataclass(slots=True)
class _Found:
    """What was found, and how each file is read."""

    readers: dict[str, Callable[[], bytes]]
    sizes: dict[str, int]
    refused: list[RefusedFile]

    def add(self, path: str, size: int, reader: Callable[[], bytes]) -> None:
        """A file, unless it is too large."""
        if size > _LARGEST:
            self.refuse(path, f"it has {size:,} bytes, and {_LARGEST:,} are read")
        elif len(self.sizes) >= _MOST:
            raise KnowledgeBaseError(f"the export has more than {_MOST:,} files")
        else:
            self.sizes[path] = size
            self.readers[path] = reader

    def refuse(self, path: str, why: str) -> None:
        """A file that is not read."""
        self.refused.append(RefusedFile(path, why))


def read_export(paths: Sequence[Path]) -> Export:
    """The files below all of these; what is in an archive or folder is named from there.

    Raises:
        KnowledgeBaseError: if one of them is missing or cannot be read.
    """
    found = _Found({}, {}, [])
    for path in paths:
        if not path.exists():
            raise KnowledgeBaseError(f"`{display_path(path)}` does not exist")
        if path.is_dir():
            _walk(path, found)
        elif zipfile.is_zipfile(path):
            _unzip(path, found)
        else:
            found.add(path.name, path.stat().st_size, path.read_bytes)
    sizes = dict(sorted(found.sizes.items()))
    if not sizes and not found.refused:
        shown = ", ".join(display_path(path) for path in paths)
        raise KnowledgeBaseError(f"`{shown}` contains no files")
    refused = tuple(sorted(found.refused, key=lambda one: (one.path, one.why)))
    return Export(sizes, lambda path: found.readers[path](), refused)


def _walk(root: Path, found: _Found) -> None:
    for path in sorted(_files(root, found, root.resolve())):
        name = path.relative_to(root).as_posix()
        found.add(name, path.stat().st_size, path.read_bytes)


def _files(folder: Path, found: _Found, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.lower() in _SKIPPED or path.name.startswith("."):
            continue
        if path.is_symlink():
            name = path.as_posix()
            found.refuse(name, "it is a symbolic link")
        elif path.is_dir():
            yield from _files(path, found, root)
        elif path.is_file():
            yield path
        else:
            found.refuse(path.as_posix(), "it is not a file")


def _unzip(path: Path, found: _Found) -> None:
    try:
        archive = zipfile.ZipFile(path)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        message = f"`{display_path(path)}` is not a zip archive that can be read: {error}"
        raise KnowledgeBaseError(message, help="download it again") from None
    total = 0
    for entry in entries:
        if entry.is_dir() or any(part.lower() in _SKIPPED for part in entry.filename.split("/")):
            continue
        if why := _why_refused(entry):
            found.refuse(entry.filename, why)
            continue
        total += entry.file_size
        if total > _LARGEST_ARCHIVE:
            found.refuse(entry.filename, "the archive is too large when unpacked")
            continue
        found.add(entry.filename, entry.file_size, _reader(archive, entry))


def _why_refused(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ":" in parts[0] or ".." in parts or "\0" in name:
        return "its path is outside the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a symbolic link"
    if entry.flag_bits & 1:
        return "it is encrypted"
    packed = max(entry.compress_size, 1)
    if entry.file_size > _HARMLESS and entry.file_size / packed > _HIGHEST_RATIO:
        return "it is suspiciously large when unpacked"
    return ""


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as file:
                # What an archive says of its sizes may be wrong.
                data = file.read(entry.file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            message = f"`{entry.filename}` in the archive is damaged: {error}"
            raise KnowledgeBaseError(message, help="download it again") from None
        if len(data) > entry.file_size:
            message = f"`{entry.filename}` in the archive is larger than the archive says"
            raise KnowledgeBaseError(message, help="download it again")
        return data

    return read
