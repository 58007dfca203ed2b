"""Caches between runs besides those of articles and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from errata.cache import BytecodeCache, CacheStore, StoredKeeper
from errata.data.patterns import COMPILED, VERSION
from errata.model import Keeper
from errata.own_files import SealedFile
from errata.stamp import digest_program, stamp_program

if TYPE_CHECKING:
    from pathlib import Path

    from errata.files.record import RecordFile

# A folder, with a file for each site.
_RECORDS: Final = "sites"
# Versions of errata that use one folder.
_MOST_PROGRAMS: Final = 8
# The name holds the version of the format: another version is another file.
ARTICLES: Final = "articles-1.sqlite3"
# The part of the cache for what checks see in articles.
CHECKS: Final = "checks"


@cache
def find_program(folder: Path | None) -> bytes:
    """Digest this process's program, once: its modules do not change.

    Reading them takes 30 ms, so the digest is kept in the folder of caches by their states. It is
    empty without caches, and if the modules cannot be read, as in an archive.
    """
    if folder is None:
        return b""
    try:
        file = SealedFile(folder, "programs", stamp_program(), _MOST_PROGRAMS)
        digest = file.read()
        if not digest:
            digest = digest_program()
            file.replace(digest)
    except OSError:
        return b""
    return digest


def template_cache(folder: Path | None) -> BytecodeCache | None:
    """Return the cache of compiled templates in the folder of all caches, if there is one."""
    program = find_program(folder)
    return BytecodeCache(folder, program) if folder and program else None


def record_file(folder: Path | None, *places: Path) -> RecordFile | None:
    """Return the record of a site's last build, or None without caches.

    `places` are the site's folder and what it is built from.
    """
    program = find_program(folder)
    if not (folder and program):
        return None
    from errata.files.record import RecordFile  # noqa: PLC0415 - for a site, which a check has not

    site = "\0".join(str(path.resolve()) for path in places)
    return RecordFile(folder / _RECORDS, program.hex(), site)


def make_keeper(folder: Path | None, group: str) -> Keeper:
    """Return the keeper of a group in a cache folder, or of nothing; `flush` saves new values."""
    program = find_program(folder)
    if folder and program:
        return StoredKeeper(CacheStore(folder / ARTICLES), program, group)
    return Keeper()


@contextmanager
def open_keeper(folder: Path | None, group: str) -> Iterator[Keeper]:
    """Yield the keeper of a group in a cache folder; new values are saved unless it fails.

    So are compiled patterns, and tables of data.
    """
    keeper = make_keeper(folder, group)
    yield keeper
    keeper.flush()
    if COMPILED.is_news and (patterns := _pattern_file(folder)):
        patterns.replace(COMPILED.dump())


def load_patterns(folder: Path | None) -> None:
    """Load the patterns that an earlier run compiled, and the tables of data that it parsed."""
    if patterns := _pattern_file(folder):
        COMPILED.load(patterns.read())


def _pattern_file(folder: Path | None) -> SealedFile | None:
    """Return the file of compiled patterns; those of the articles in eleven languages take 3 MB."""
    if not (folder and find_program(folder)):
        return None
    key = f"patterns {VERSION} {stamp_program()}"
    return SealedFile(folder, "patterns", key, _MOST_PROGRAMS, 16_000_000)
