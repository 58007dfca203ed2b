"""Reads exports of other knowledge bases, and writes imported files, never over an edited one.

Exports are files, folders and zip archives, none of them trusted. `.errata-import.json` records
what imports wrote: path -> digest, and for an article the record that it came from. A file with
another digest was edited since.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import field

from errata.data.patterns import compile_late
from errata.errors import KnowledgeBaseError, OutputError
from errata.files.output_paths import is_safe_path, refuse_outside
from errata.files.text import display_path, read_bytes
from errata.model.inputs import Export, ImportedFile, RefusedFile, WrittenBefore
from errata.values import MutableRecord

# The most bytes of one file: an article is a few kilobytes, an export of 50,000 of them fits.
_LARGEST: Final = 512 * 1024 * 1024
# The most files of one export.
_MOST: Final = 500_000
# Unpacked bytes for each packed one. Text shrinks to a tenth; bombs to a thousandth.
_HIGHEST_RATIO: Final = 200
# Below this size nobody minds how well a file was packed.
_HARMLESS: Final = 1024 * 1024
# The most bytes of all files of an archive.
_LARGEST_ARCHIVE: Final = 32 * 1024 * 1024 * 1024
# Half of a surrogate pair: what a name has in the place of a byte that is not UTF-8. "é" no.
_HALF: Final = compile_late("[\ud800-\udfff]")
_SKIPPED: Final = frozenset({"__macosx", ".ds_store", "thumbs.db"})
RECORD: Final = ".errata-import.json"
_VERSION: Final = 1

WROTE, SAME, EDITED, CHANGED, FOREIGN = "wrote", "same", "edited", "changed", "foreign"
DELETED: Final = "deleted"


class _Found(MutableRecord):
    """Files that were found, and how each is read."""

    readers: dict[str, Callable[[], bytes]]
    sizes: dict[str, int]
    refused: list[RefusedFile]

    def add(self, path: str, size: int, reader: Callable[[], bytes]) -> None:
        """Add a file, unless it is too large or its name names nothing or another file."""
        if size > _LARGEST:
            self.refuse(path, f"it has {size:,} bytes, and {_LARGEST:,} are read")
        elif _HALF.search(path):
            self.refuse(path, "its name is not UTF-8")
        elif path in self.sizes:
            self.refuse(path, "another file of the export has this name: import it by itself")
        elif len(self.sizes) >= _MOST:
            raise KnowledgeBaseError(f"the export has more than {_MOST:,} files")
        else:
            self.sizes[path] = size
            self.readers[path] = reader

    def refuse(self, path: str, why: str) -> None:
        """Note a file that is not read."""
        self.refused.append(RefusedFile(path, why))


def read_export(paths: Sequence[Path]) -> Export:
    """Read the files below all of these; names in an archive or folder are relative to it.

    Raises:
        KnowledgeBaseError: if one of them is missing or cannot be read.
    """
    files = _Found({}, {}, [])
    for path in paths:
        if not path.exists():
            raise KnowledgeBaseError(f"`{display_path(path)}` does not exist")
        if path.is_dir():
            _walk(path, files)
        elif not path.is_file():  # a pipe or a device, which may have no end
            raise KnowledgeBaseError(f"`{display_path(path)}` is not a file")
        elif zipfile.is_zipfile(path):
            _unzip(path, files)
        else:
            files.add(path.name, path.stat().st_size, partial(read_bytes, path, KnowledgeBaseError))
    sizes = dict(sorted(files.sizes.items()))
    if not sizes and not files.refused:
        names = ", ".join(display_path(path) for path in paths)
        raise KnowledgeBaseError(f"`{names}` contains no files")
    refused = tuple(sorted(files.refused, key=lambda fault: (fault.path, fault.why)))
    return Export(sizes, lambda path: files.readers[path](), refused)


def _walk(root: Path, files: _Found) -> None:
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            files.refuse(prefix or display_path(root), f"it cannot be read: {error.strerror}")
            continue
        for entry in entries:
            name, path = f"{prefix}{entry.name}", Path(entry.path)
            if entry.name.lower() in _SKIPPED or entry.name.startswith("."):
                continue
            if entry.is_symlink():
                files.refuse(name, "it is a symbolic link")
            elif entry.is_dir():
                pending.append((f"{name}/", path))
            elif entry.is_file():
                size = entry.stat().st_size
                files.add(name, size, partial(read_bytes, path, KnowledgeBaseError))
            else:
                files.refuse(name, "it is not a file")


def _unzip(path: Path, files: _Found) -> None:
    try:
        archive = zipfile.ZipFile(path)
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error) as error:
        message = f"`{display_path(path)}` is not a zip archive that can be read: {error}"
        raise KnowledgeBaseError(message, help="download it again") from None
    total = 0
    for entry in entries:
        # Folders, and what has no name.
        if entry.filename[-1:] in {"", "/"} or not _SKIPPED.isdisjoint(
            entry.filename.lower().split("/")
        ):
            continue
        if why := _why_refused(entry):
            files.refuse(entry.filename, why)
            continue
        total += entry.file_size
        if total > _LARGEST_ARCHIVE:
            files.refuse(entry.filename, "the archive is too large when unpacked")
            continue
        files.add(entry.filename, entry.file_size, _reader(archive, entry))


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
        except Exception as error:  # noqa: BLE001 - zlib, lzma and bz2 have errors of their own
            message = f"`{entry.filename}` in the archive is damaged: {error}"
            raise KnowledgeBaseError(message, help="download it again") from None
        if len(data) > entry.file_size:
            message = f"`{entry.filename}` in the archive is larger than the archive says"
            raise KnowledgeBaseError(message, help="download it again")
        return data

    return read


class ImportRecord(MutableRecord):
    """What imports wrote into a knowledge base."""

    files: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Path -> digest, key of the record, number; the last two only for articles."""

    def articles(self) -> dict[str, WrittenBefore]:
        """Map each record's key to its article."""
        return {
            key: WrittenBefore(path, number, digest)
            for path, (digest, key, number) in self.files.items()
            if key
        }


def read_record(kb: Path) -> ImportRecord:
    """Read the record of a knowledge base; empty if nothing was imported.

    Raises:
        OutputError: if it is damaged, so that it is unknown which files may be written.
    """
    path = kb / RECORD
    if not path.exists():
        return ImportRecord()
    try:
        document = json.loads(read_bytes(path, OutputError))
        if document["version"] != _VERSION:
            remedy = "use that version, or remove the file: then no imported file is written again"
            raise OutputError(
                f"`{display_path(path)}` was written by another version of errata", help=remedy
            )
        files = {
            str(name): (str(row["sha256"]), str(row.get("key", "")), str(row.get("number", "")))
            for name, row in document["files"].items()
        }
        if not all(is_safe_path(name) and not _HALF.search(name) for name in files):
            raise ValueError  # noqa: TRY301 - an import wrote none of these
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        remedy = "restore it, or remove it: then no imported file is written again"
        raise OutputError(f"`{display_path(path)}` is damaged", help=remedy) from None
    return ImportRecord(files)


def write_record(kb: Path, record: ImportRecord) -> None:
    """Write the record if it changed, with a line for each file."""
    lines = []
    for path, (digest, key, number) in sorted(record.files.items()):
        entry = {"sha256": digest, **({"key": key} if key else {})}
        entry |= {"number": number} if number else {}
        lines.append(f"  {json.dumps(path)}: {json.dumps(entry, ensure_ascii=False)}")
    body = ",\n".join(lines)
    text = f'{{"version": {_VERSION}, "files": {{\n{body}\n}}}}\n'
    listed = kb / RECORD
    if not listed.exists() or read_bytes(listed, OutputError) != text.encode():
        _replace(listed, text.encode("utf-8"))


def write_imported(
    kb: Path, file: ImportedFile, record: ImportRecord, *, update: bool, dry: bool
) -> str:
    """Write one file if it may be written; returns what became of it.

    `wrote`, `same`, `edited` (somebody changed it since), `changed` (the export has a newer one and
    `update` is off), `foreign` (the file is not from an import) or `deleted` (an article that was
    imported once and is gone; pictures are written again).

    Raises:
        OutputError: if the system refuses.
    """
    path = kb / file.path
    digest = hashlib.sha256(file.data).hexdigest()
    recorded = record.files.get(file.path)
    refuse_outside(kb, path)
    try:
        current = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        written = recorded[0] if recorded else ""
        result = _decide(current, digest, written, update=update, is_article=bool(file.key))
        if not current and path.exists():
            result = FOREIGN
        if result == WROTE and not dry:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, file.data)
    except OSError as error:
        raise OutputError(f"cannot write `{display_path(path)}`: {error.strerror}") from None
    if result in {WROTE, SAME}:
        record.files[file.path] = (digest, file.key, file.number)
    return result


def _decide(current: str, digest: str, recorded: str, *, update: bool, is_article: bool) -> str:
    if current == digest:
        return SAME
    if not current:
        return DELETED if recorded and is_article else WROTE
    if not recorded:
        return FOREIGN
    if current != recorded:
        return EDITED
    return WROTE if update else CHANGED


def _replace(path: Path, data: bytes) -> None:
    """Write all of a file or nothing."""
    new = path.with_name(f".{path.name[:80]}.errata-{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
