"""Caches between runs besides those of articles and pictures."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from errata.cache import BytecodeCache, CacheStore, StoredKeeper
from errata.data.patterns import COMPILED, VERSION
from errata.files.known_texts import TextRecord
from errata.model import Keeper
from errata.own_files import SealedFile
from errata.stamp import digest_program, stamp_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from errata.files.record import RecordFile

# A folder, with a file for each site.
_RECORDS: Final = "sites"
# Versions of errata that use one folder.
_MOST_PROGRAMS: Final = 8
_ARTICLES: Final = "articles-1.sqlite3"
# The part of the cache for what checks see in articles.
CHECKS: Final = "checks"


@cache
def program(folder: Path) -> bytes:
    """Digest this process's program, once: its modules do not change.

    Reading them takes 30 ms, so the digest is kept in the folder of caches by their states.

    Raises:
        OSError: if they cannot be read, as in an archive.
    """
    file = SealedFile(folder, "programs", stamp_program(), _MOST_PROGRAMS)
    digest = file.read()
    if not digest:
        digest = digest_program()
        file.replace(digest)
    return digest


def template_cache(folder: Path | None) -> BytecodeCache | None:
    """Return the cache of compiled templates in the folder of all caches, if there is one."""
    try:
        return BytecodeCache(folder, program(folder)) if folder else None
    except OSError:  # the package is inside an archive
        return None


def record_file(folder: Path | None, *places: Path) -> RecordFile | None:
    """Return the record of a site's last build, or None without caches.

    `places` are the site's folder and what it is built from.
    """
    if folder is None:
        return None
    from errata.files.record import RecordFile  # noqa: PLC0415 - for a site, which a check has not

    site = "\0".join(str(path.resolve()) for path in places)
    try:
        return RecordFile(folder / _RECORDS, program(folder).hex(), site)
    except OSError:  # the package is inside an archive
        return None


def text_record(folder: Path | None, kb: Path, *, read_all: bool) -> TextRecord | None:
    """Return the record of the articles' files, or None without caches."""
    if folder is None:
        return None
    try:
        return TextRecord(folder, program(folder).hex(), str(kb.resolve()), read_all)
    except OSError:  # the package is inside an archive
        return None


def make_keeper(folder: Path | None, group: str) -> Keeper:
    """Return the keeper of a group in a cache folder, or of nothing; `flush` saves new values."""
    try:
        if folder:
            return StoredKeeper(CacheStore(folder / _ARTICLES), program(folder), group)
    except OSError:  # the package is inside an archive
        pass
    return Keeper()


@contextmanager
def open_keeper(folder: Path | None, group: str) -> Iterator[Keeper]:
    """Yield the keeper of a group in a cache folder; new values are saved unless it fails.

    Patterns that an earlier run compiled are not compiled again.
    """
    keeper = make_keeper(folder, group)
    patterns = _pattern_file(folder)
    if patterns:
        COMPILED.load(patterns.read())
    yield keeper
    keeper.flush()
    if patterns and COMPILED.is_news:
        patterns.replace(COMPILED.dump())


def _pattern_file(folder: Path | None) -> SealedFile | None:
    """Return the file of compiled patterns; those of the articles in eleven languages take 3 MB."""
    try:
        key = f"patterns {VERSION} {stamp_program()}"
        return SealedFile(folder, "patterns", key, _MOST_PROGRAMS, 16_000_000) if folder else None
    except OSError:  # the package is inside an archive
        return None
