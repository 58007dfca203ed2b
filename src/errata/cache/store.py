"""Stores results by key in one file that many processes may use; any fault in it is a miss.

SQLite in write-ahead mode: readers never wait, writers take turns, and a file that a killed process
leaves behind is intact. Reading all of 2,358 articles takes 40 ms, a tenth of parsing them, so a
format of our own would gain nothing. Values are JSON, validated against the model's classes when
read; never pickle.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import sqlite3
import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from time import monotonic, time
from typing import Any, Final, NamedTuple, cast

from msgspec import MsgspecError, Raw, convert, json
from msgspec.structs import replace

from errata.model import ArticleContent, ContentSource
from errata.own_files import is_own_file, make_cache_folder
from errata.values import Record


def encode_result(value: object) -> bytes | None:
    """Encode a value as JSON; None if it cannot be, as half a surrogate pair."""
    try:
        return json.encode(value)
    except UnicodeEncodeError:
        return None


def decode_result(kind: Hashable, data: bytes | Raw) -> object | None:
    """Decode a value; return None if the JSON is not of the class `kind`."""
    try:
        value: object = _decoder(kind).decode(data)
    except (MsgspecError, UnicodeDecodeError):
        return None
    return value


@cache
def _decoder(kind: Hashable) -> json.Decoder[Any]:
    return json.Decoder(cast("Any", kind), dec_hook=_convert)


def _convert(kind: type, value: object) -> object:
    """Convert what is kept of a class that is not a struct: only the place of a content."""
    if kind is not ContentSource:
        raise NotImplementedError
    return convert(value, ArticleContent)


_TABLE: Final = "CREATE TABLE entries (key BLOB PRIMARY KEY, used INTEGER, value BLOB)"
_SCHEMA: Final = (
    # With pages of 4 kB, to read 29 MB of values takes 0.033 instead of 0.022 s of a processor.
    "PRAGMA page_size = 16384",
    "PRAGMA journal_mode = WAL",
    _TABLE.replace("TABLE", "TABLE IF NOT EXISTS"),
)
# Nobody waits for the disk: a power cut may damage the file, which then counts as empty, as values
# are sealed. After an edit a build waited for it 8 times, 30 ms in all.
_WAIT_FOR_NO_DISK: Final = "PRAGMA synchronous = OFF"
# Tables, views and triggers; an index that SQLite makes by itself has no text.
_MADE: Final = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
# The file itself, and what SQLite writes beside it and reads with it.
_ENDINGS: Final = ("", "-wal", "-shm", "-journal")
# Finds what was not used since a day, and what was unused longest beyond a number of bytes.
_OLDEST: Final = (
    "DELETE FROM entries WHERE used < ? OR rowid IN (SELECT rowid FROM (SELECT rowid, "
    "SUM(LENGTH(value)) OVER (ORDER BY used DESC, rowid DESC) AS size FROM entries) WHERE size > ?)"
)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# The part of an error's number that says its kind; the rest are details of it.
_PRIMARY: Final = 0xFF
# Keys of one query; some builds of SQLite take no more than 999.
_BATCH: Final = 500
# How many seconds a process waits for another that writes before it continues without the cache.
_WAIT: Final = 2.0
# For so many seconds after that it does not ask again. With the file held all the time, a build of
# 60 articles took 150 s, because each of its results waited.
_LEFT_ALONE: Final = 30.0
_DAY: Final = 86_400


class _NotOursError(Exception):
    """The file was not written by this module."""


# Two weeks: who builds less often than that does not miss the seconds.
_KEPT_DAYS: Final = 14
# The most bytes of values, 512 MB: the 2,358 real articles take 31 MB.
_MOST: Final = 512 << 20
# How many bytes are allowed for each article if there are many: one takes 13 kB, and 28 with what
# checks saw in it.
_ROOM: Final = 64 << 10
_DIGEST: Final = hashlib.sha256().digest_size


class _Reader(NamedTuple):
    """A connection that stays open, and the file: device, inode, size and time of change."""

    database: sqlite3.Connection
    file: tuple[int, int, int, int]


# Of each thread, by path. To open a file and read one entry takes 0.24 ms, and reading it alone
# 0.03: contents of articles far from each other are read one by one.
_readers: Final = threading.local()
# File, and whether it is for writing -> until when it is left to the process that holds it.
_held: Final[dict[tuple[Path, bool], float]] = {}
# Files that a thread keeps open; a command has two.
_MOST_READERS: Final = 4


def close_readers() -> None:
    """Close the files that this thread reads: the last reader of one tidies it up."""
    while _readers.__dict__:
        _, reader = _readers.__dict__.popitem()
        reader.database.close()


atexit.register(close_readers)
if hasattr(os, "register_at_fork"):  # a connection must not be used on both sides of a fork
    os.register_at_fork(before=close_readers)


class CacheStore(Record, frozen=True):
    """A cache in a file; entries unused for two weeks go, above `most` bytes the oldest first."""

    path: Path
    most: int = _MOST

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the stored values by key, without missing ones."""
        values: dict[bytes, bytes] = {}
        with self._surviving(writes=False) as is_free:
            if is_free and self._is_there():
                database = self._open_reader()
                for start in range(0, len(keys), _BATCH):
                    values.update(_read_rows(database, keys[start : start + _BATCH]))
        return values

    def write(self, entries: Mapping[bytes, bytes]) -> None:
        """Store the entries, all or none."""
        if not entries:
            return
        with self._surviving(writes=True) as is_free:
            if not is_free:
                return
            self._make_room()
            with closing(self._connect()) as database:
                for statement in _SCHEMA:
                    database.execute(statement)
                database.execute("BEGIN IMMEDIATE")
                # One after the other: the parts of a search index are tens of megabytes.
                rows = ((key, _today(), _sealed(key, entries[key])) for key in sorted(entries))
                database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
                self._thin_out(database)
                database.execute("COMMIT")

    def _thin_out(self, database: sqlite3.Connection) -> None:
        """Drop old entries once a day, or if there are too many bytes: it takes 0.15 s."""
        limit = self._find_limit(database)
        pages = _ask(database, "page_count") - _ask(database, "freelist_count")
        fits = pages * _ask(database, "page_size") <= limit
        if fits and _ask(database, "user_version") == _today():
            return
        # Beyond the limit it makes room for more: otherwise each of the next writes would do it.
        most = limit if fits else limit * 3 // 4
        database.execute(_OLDEST, (_today() - _KEPT_DAYS, most))
        database.execute(f"PRAGMA user_version = {_today()}")

    def _find_limit(self, database: sqlite3.Connection) -> int:
        """Return the most bytes: a file keeps the room that a large folder of articles needed.

        Who writes what was made of the articles may not know their number, nor does the build of
        another folder: of 100,000 articles each such write dropped two thirds, to be parsed again.
        """
        known = _ask(database, "application_id")
        if self.most > _MOST and self.most >> 20 > known:
            database.execute(f"PRAGMA application_id = {self.most >> 20}")
        return max(self.most, known << 20)

    def with_room(self, articles: int) -> CacheStore:
        """Return the same store with room for so many articles."""
        return replace(self, most=max(self.most, articles * _ROOM))

    @contextmanager
    def _surviving(self, *, writes: bool) -> Iterator[bool]:
        """Yield whether to use the file; ignore faults of it and of the disk.

        A wrong or damaged file is removed. One that another process holds is left alone for a
        while: otherwise each of many uses would wait for it.
        """
        try:
            yield monotonic() >= _held.get((self.path, writes), 0.0)
        except (sqlite3.Error, OSError, _NotOursError) as error:
            kind = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            if kind in _DAMAGED or isinstance(error, _NotOursError):
                self._remove()
            elif kind == sqlite3.SQLITE_BUSY:
                _held[self.path, writes] = monotonic() + _LEFT_ALONE

    def _is_there(self) -> bool:
        """Whether there is a file to read; one that others could have written is refused."""
        if not all(map(is_own_file, self._files)):
            raise _NotOursError
        return self.path.is_file()

    def _open_reader(self) -> sqlite3.Connection:
        """Return this thread's connection to the file as it is now; another opens it anew."""
        state, readers = self.path.stat(), _readers.__dict__
        file = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
        reader: _Reader | None = readers.get(str(self.path))
        if reader is None or reader.file != file:
            if reader or len(readers) >= _MOST_READERS:
                close_readers()
            reader = readers[str(self.path)] = _Reader(self._connect(), file)
        _refuse_foreign(reader.database)
        return reader.database

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            database.execute(_WAIT_FOR_NO_DISK)
            _refuse_foreign(database)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def _files(self) -> Iterator[Path]:
        return (self.path.with_name(self.path.name + ending) for ending in _ENDINGS)

    def _make_room(self) -> None:
        """Make the folder for its owner alone: articles hold internal notes."""
        make_cache_folder(self.path.parent)
        try:
            if self._is_there():
                return
        except _NotOursError:
            self._remove()
        with suppress(FileExistsError):  # another process was as quick
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _remove(self) -> None:
        close_readers()
        for path in self._files:
            with suppress(OSError):  # a folder in its place
                path.unlink(missing_ok=True)


def _refuse_foreign(database: sqlite3.Connection) -> None:
    if database.execute(_MADE).fetchall() not in ([], [(_TABLE,)]):
        raise _NotOursError


def _ask(database: sqlite3.Connection, name: str) -> int:
    """Read a number from SQLite's header.

    `user_version` is the day of the last thinning, `application_id` the room in megabytes.
    """
    value: int = database.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _read_rows(
    database: sqlite3.Connection, keys: Sequence[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    marks = ",".join("?" * len(keys))
    query = f"SELECT key, used, value FROM entries WHERE key IN ({marks})"  # noqa: S608 - question marks
    rows = database.execute(query, keys).fetchall()
    for key, _, sealed in rows:
        value = _unsealed(key, sealed)
        if value is not None:
            yield key, value
    if any(used != _today() for _, used, _ in rows):
        used = f"UPDATE entries SET used = ? WHERE key IN ({marks})"  # noqa: S608 - as above
        database.execute(used, (_today(), *keys))


def _today() -> int:
    return int(time() // _DAY)


def _sealed(key: bytes, value: bytes) -> bytes:
    return _seal(key, value) + value


def _seal(key: bytes, value: bytes) -> bytes:
    seal = hashlib.sha256(key)
    seal.update(value)
    return seal.digest()


def _unsealed(key: bytes, sealed: object) -> bytes | None:
    """Return the value; None if it is not as it was written."""
    if not isinstance(sealed, bytes):
        return None
    value = sealed[_DIGEST:]
    return value if sealed.startswith(_seal(key, value)) else None
