"""Writes imported files into a knowledge base, and never over one that somebody has edited.

`.errata-import.json` says what imports wrote: path -> digest, and of an article the record that it
came from. A file with another digest was edited since.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from errata.errors import OutputError
from errata.files.text import display_path
from errata.model.exports import WrittenBefore

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model.exports import ImportedFile

RECORD: Final = ".errata-import.json"
_VERSION: Final = 1

WROTE, SAME, EDITED, CHANGED, FOREIGN = "wrote", "same", "edited", "changed", "foreign"
DELETED: Final = "deleted"


@dataclass(slots=True)
class ImportRecord:
    """What imports wrote into a knowledge base."""

    files: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Path -> digest, key of the record, number; the last two of articles only."""

    def articles(self) -> dict[str, WrittenBefore]:
        """Key of a record -> its article."""
        return {
            key: WrittenBefore(path, number, digest)
            for path, (digest, key, number) in self.files.items()
            if key
        }


def read_record(kb: Path) -> ImportRecord:
    """The record of a knowledge base; an empty one where nothing was imported.

    Raises:
        OutputError: if it is damaged: then nobody knows which files may be written.
    """
    path = kb / RECORD
    if not path.exists():
        return ImportRecord()
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["version"] != _VERSION:
            remedy = "use that version, or remove the file: then no imported file is written again"
            raise OutputError(
                f"`{display_path(path)}` was written by another version of errata", help=remedy
            )
        files = {
            str(name): (str(one["sha256"]), str(one.get("key", "")), str(one.get("number", "")))
            for name, one in document["files"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        remedy = "restore it, or remove it: then no imported file is written again"
        raise OutputError(f"`{display_path(path)}` is damaged", help=remedy) from None
    return ImportRecord(files)


def write_record(kb: Path, record: ImportRecord) -> None:
    """Write it, a file on each line, where it changed."""
    lines = []
    for path, (digest, key, number) in sorted(record.files.items()):
        entry = {"sha256": digest, **({"key": key} if key else {})}
        entry |= {"number": number} if number else {}
        lines.append(f"  {json.dumps(path)}: {json.dumps(entry, ensure_ascii=False)}")
    body = ",\n".join(lines)
    text = f'{{"version": {_VERSION}, "files": {{\n{body}\n}}}}\n'
    listed = kb / RECORD
    if not listed.exists() or listed.read_text("utf-8") != text:
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
    known = record.files.get(file.path)
    _refuse_outside(kb, path)
    try:
        held = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        written = known[0] if known else ""
        result = _decide(held, digest, written, update=update, is_article=bool(file.key))
        if not held and path.exists():
            result = FOREIGN
        if result == WROTE and not dry:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, file.data)
    except OSError as error:
        raise OutputError(f"cannot write `{display_path(path)}`: {error.strerror}") from None
    if result in {WROTE, SAME}:
        record.files[file.path] = (digest, file.key, file.number)
    return result


def _decide(held: str, digest: str, known: str, *, update: bool, is_article: bool) -> str:
    if held == digest:
        return SAME
    if not held:
        return DELETED if known and is_article else WROTE
    if not known:
        return FOREIGN
    if held != known:
        return EDITED
    return WROTE if update else CHANGED


def _refuse_outside(kb: Path, path: Path) -> None:
    """A link in the knowledge base must not lead an import out of it."""
    if not path.parent.resolve().is_relative_to(kb.resolve()) or path.is_symlink():
        message = f"`{display_path(path)}` is behind a symbolic link"
        raise OutputError(message, help="remove the link, or import into another folder")


def _replace(path: Path, data: bytes) -> None:
    """Write all of a file or nothing."""
    new = path.with_name(f".{path.name[:80]}.errata-{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
