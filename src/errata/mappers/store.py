"""Bytes by key in one file that many processes may use; whatever is wrong with it is a miss.

SQLite in write-ahead mode: readers never wait, writers take turns, and a file that a killed
process leaves behind is whole. Of 2,358 articles all are read in 40 ms, a tenth of what making
articles of them takes, so there is nothing to win with a format of our own.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_SCHEMA: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, used INTEGER, value BLOB)",
)
_OLDEST: Final = (
    "DELETE FROM entries WHERE used < ? OR rowid IN (SELECT rowid FROM (SELECT rowid, "
    "SUM(LENGTH(value)) OVER (ORDER BY used DESC, rowid DESC) AS size FROM entries) WHERE size > ?)"
)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PRIMARY: Final = 0xFF
"""The part of an error's number that tells its kind."""
_TOGETHER: Final = 500
"""Keys of one question; some builds of SQLite take no more than 999."""
_WAIT: Final = 2.0
"""Seconds that a process waits for another that writes; then it goes on without."""
_DAY: Final = 86_400
_KEPT_DAYS: Final = 14
_MOST: Final = 512 << 20
_DIGEST: Final = hashlib.sha256().digest_size
_TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# Parsed articles: safe to delete.\n"


@dataclass(frozen=True, slots=True)
class CacheStore:
    """What was not used for two weeks goes, and beyond `most` bytes what was unused longest."""

    path: Path
    most: int = _MOST

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Those of the keys that there are, with what was written for them."""
        found: dict[bytes, bytes] = {}
        with self._surviving():
            if self.path.is_file():
                with closing(self._connect()) as database:
                    for some in _in_parts(keys):
                        found.update(_found(database, some))
        return found

    def write(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep the entries, all or none."""
        if not entries:
            return
        with self._surviving():
            self._make_room()
            with closing(self._connect()) as database:
                for statement in _SCHEMA:
                    database.execute(statement)
                database.execute("BEGIN IMMEDIATE")
                rows = [(key, _today(), _sealed(key, entries[key])) for key in sorted(entries)]
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
                database.execute(_OLDEST, (_today() - _KEPT_DAYS, self.most))
                database.execute("COMMIT")

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """No fault of the file or the disk is anyone's concern; a damaged file makes room."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _DAMAGED:
                self._remove()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)

    def _make_room(self) -> None:
        """For its owner alone: articles hold internal notes."""
        folder = self.path.parent
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / "CACHEDIR.TAG").write_text(_TAG, "ascii")
            (folder / ".gitignore").write_text("*\n", "ascii")
        if not self.path.exists():
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            try:
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            except OSError:
                return


def _found(database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    marks = ",".join("?" * len(keys))
    asked = f"SELECT key, used, value FROM entries WHERE key IN ({marks})"  # noqa: S608 - question marks
    rows = database.execute(asked, keys).fetchall()
    for key, _, sealed in rows:
        value = _unsealed(key, sealed)
        if value is not None:
            yield key, value
    if any(used != _today() for _, used, _ in rows):
        used = f"UPDATE entries SET used = ? WHERE key IN ({marks})"  # noqa: S608 - as above
        database.execute(used, (_today(), *keys))


def _in_parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(keys), _TOGETHER):
        yield keys[at : at + _TOGETHER]


def _today() -> int:
    return int(time() // _DAY)


def _sealed(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest() + value


def _unsealed(key: bytes, sealed: object) -> bytes | None:
    """None for what is not as it was written."""
    if not isinstance(sealed, bytes):
        return None
    value = sealed[_DIGEST:]
    return value if _sealed(key, value) == sealed else None
