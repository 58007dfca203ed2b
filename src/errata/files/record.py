"""The record of the last build of a site: kept among the caches, never in the site.

It saves work and is never required. A record that is damaged, of another version of errata, of
another user, or for another site counts as missing, and a record that cannot be written is not
written. Two builds at once each replace the whole file; it says nothing about files that changed
meanwhile.

Whether files have changed is known without reading them, as in git's index: a file whose size, time
and inode are the same has the same content. A file as young as its record may have been written
again within one tick of the clock, so it is read once more. What a program changed without changing
the time is found by reading all files (`--verify`).
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import time_ns
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from errata.files.text import open_regular_file
from errata.model import BuildRecord, Kept, MadeUnit
from errata.model.observed import Name
from errata.own_files import read_own, replace_own
from errata.stamp import SITE_SIGN, FileState
from errata.values import Record

# JSON without blanks.
_CLOSE: Final = (",", ":")
# Another number is another form.
_FORMAT: Final = "errata-build-7"
# Records of other sites that are kept: each has 4 MB for 2,358 articles.
_MOST_RECORDS: Final = 16
# The length of a seal, which is the end of a record: SHA-256 in hexadecimal.
_SEAL: Final = 64
# Members of a large object that are encoded at once: some 200 kB.
_TOGETHER: Final = 1000
# The most bytes of a record: those of 100,000 articles.
_LARGEST: Final = 500_000_000


class WrittenFile(NamedTuple):
    """A file as it was written."""

    sha256: str
    state: FileState


# Places of the sources that were read, view, paths, places of the names of facts, plan.
_Row = tuple[list[int], str, tuple[str, ...], list[int], str]


class KnownUnits(dict[str, MadeUnit]):
    """Units of a record that was read, and how they are written in it."""

    rows: Mapping[str, _Row]
    sources: Sequence[str]
    names: Sequence[Name]


class SavedBuild(Record, frozen=True):
    """The results of a build."""

    record: BuildRecord
    files: Mapping[str, WrittenFile]
    """Files of the site, by path."""
    moment: int
    """When the files were checked, in nanoseconds."""
    stamp: str = ""
    """Stamp of everything that was read; empty if that is not certain."""
    until: float = 0.0
    """Until when nothing changes by itself, in seconds."""
    outcome: bytes = b""
    """The messages of the build, as JSON in one line."""

    def is_news(self, before: SavedBuild) -> bool:
        """Whether it says more than an earlier one, such as that files are older than it."""
        if replace(self, moment=0) != replace(before, moment=0):
            return True
        return not all(file.state.is_older_than(before.moment) for file in self.files.values())


class RecordFile(Record, frozen=True):
    """The place of a site's record."""

    folder: Path
    program: str
    """A digest of errata and its dependencies."""
    site: str
    """The site's folder and what it is built from."""

    @property
    def path(self) -> Path:
        """The path of the record."""
        return self.folder / f"{hashlib.sha256(self.site.encode()).hexdigest()[:32]}.json"

    def load(self) -> SavedBuild | None:
        """Return the last build; None if there is no valid record."""
        try:
            data = read_own(self.path, _LARGEST)
            sealed = memoryview(data)[:-_SEAL]  # a copy would take 300 MB for 100,000 articles
            if _seal(hashlib.sha256(sealed)) != data[-_SEAL:]:
                return None
            # Half of the record are messages, which only a build without changes reads.
            end = data.index(b"\n")
            content = _read_body(sealed[:end])
            if [content.format, content.program, content.site] != self._head:
                return None
            return _restore(content, bytes(sealed[end + 1 :]))
        except (OSError, ValueError, IndexError, RecursionError):
            return None

    def save(self, build: SavedBuild, before: SavedBuild | None = None) -> None:
        """Replace the record in one step; do nothing if that fails.

        Units that are those of the record `before` are written as they were.
        """
        head = zip(("format", "program", "site"), self._head, strict=True)
        body = _write_members(chain(head, _encode(build, before)))
        with suppress(OSError):
            parts = _append_seal(chain(body, (b"\n", build.outcome)))
            replace_own(self.path, parts, _MOST_RECORDS)

    @property
    def _head(self) -> list[str]:
        return [_FORMAT, self.program, self.site]


def _append_seal(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts, then their seal: of 100,000 articles all of them have 300 MB."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        yield part
    yield _seal(digest)


def _seal(digest: hashlib._Hash) -> bytes:
    return digest.hexdigest().encode()


def _write_members(members: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """Encode an object whose members may be iterators: pairs, which become an object in it."""
    before = b"{"
    for name, value in members:
        yield b"%s%s:" % (before, _write(name))
        yield from _write_pairs(value) if isinstance(value, Iterator) else (_write(value),)
        before = b","
    yield b"}"


def _write_pairs(pairs: Iterator[tuple[str, object]]) -> Iterator[bytes]:
    before = b"{"
    while members := dict(islice(pairs, _TOGETHER)):
        yield before + _write(members)[1:-1]
        before = b","
    yield b"{}" if before == b"{" else b"}"


def _write(value: object) -> bytes:
    """Encode as JSON; Python's own takes three times as long, but can encode half a character."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, separators=_CLOSE).encode()


def _encode(build: SavedBuild, before: SavedBuild | None) -> Iterator[tuple[str, object]]:
    """Yield each part by its name, made when it is needed."""
    record = build.record
    # Each article's contents and each fact is read by several.
    rows, sources = _encode_units(record, before.record.units if before else {})
    yield from (("moment", build.moment), ("stamp", build.stamp), ("until", build.until))
    yield from (("facts", record.facts), ("look", record.look), ("basis", record.basis))
    yield "links", record.links
    yield from (("sources", sources), ("contents", iter(record.contents.items())))
    yield "observed", list(record.observed.items())
    yield from (("needles", record.needles), ("leaks", dict(record.leaks)))
    yield from (("files", iter(build.files.items())), ("units", rows))


def _encode_units(
    record: BuildRecord, before: Mapping[str, MadeUnit]
) -> tuple[Iterator[tuple[str, _Row]], list[str]]:
    """Return the rows of units by path, and the sources that they name by their places."""
    names = list(record.observed)
    known = before if isinstance(before, KnownUnits) else KnownUnits()
    if not (known and names[: len(known.names)] == known.names):  # else all places are the same
        known = KnownUnits()
    new = (unit for path, unit in record.units.items() if unit is not known.get(path))
    read = chain.from_iterable(unit.reads for unit in new)
    sources = list(dict.fromkeys(chain(known.sources if known else (), read)))
    place_of = {source: place for place, source in enumerate(sources)}
    place_of_name = {name: place for place, name in enumerate(names)}

    def encode(path: str, unit: MadeUnit) -> _Row:
        if unit is known.get(path):
            return known.rows[path]
        reads = [place_of[source] for source in unit.reads]
        facts = [place_of_name[name] for name in unit.facts]
        return reads, unit.view, unit.paths, facts, unit.plan

    return ((path, encode(path, unit)) for path, unit in record.units.items()), sources


class _Body(Record, frozen=True):
    """A record as it is written, see `_encode`."""

    format: str
    program: str
    site: str
    moment: int
    stamp: str
    until: float
    facts: str
    look: str
    basis: str
    links: str
    sources: list[str]
    contents: dict[str, str]
    observed: list[tuple[list[Any], str]]
    needles: str
    leaks: dict[str, tuple[int, ...]]
    files: dict[str, WrittenFile]
    units: dict[str, _Row]


def _read_body(body: memoryview) -> _Body:
    """Read a record.

    Raises:
        ValueError: if it is not one.
    """
    try:
        return msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError):  # it may hold half a character
        return msgspec.convert(json.loads(bytes(body)), _Body)


def _restore(body: _Body, outcome: bytes) -> SavedBuild:
    names = [_as_name(name) for name, _ in body.observed]
    observed = dict(zip(names, (value for _, value in body.observed), strict=True))
    source_at, name_at = body.sources.__getitem__, names.__getitem__
    units = KnownUnits(
        (
            path,
            MadeUnit(tuple(map(source_at, reads)), view, paths, tuple(map(name_at, facts)), plan),
        )
        for path, (reads, view, paths, facts, plan) in body.units.items()
    )
    units.rows, units.sources, units.names = body.units, body.sources, names
    made_of = (body.facts, body.look, body.contents, units)
    bases = (body.basis, body.links)
    record = BuildRecord(*made_of, *bases, observed, body.needles, body.leaks)
    return SavedBuild(record, body.files, body.moment, body.stamp, body.until, outcome)


def _as_name(written: list[Any]) -> tuple[Any, ...]:
    """Restore the name of a fact: JSON turns tuples into lists."""
    if list not in map(type, written):  # most names, of thousands
        return tuple(written)
    return tuple(_as_name(part) if isinstance(part, list) else part for part in written)


class SiteLook(NamedTuple):
    """When files of a site were looked at."""

    manifest: FileState | None
    """The state of the manifest just before; None if there was none."""
    moment: int
    """In nanoseconds, before the first of them."""

    @classmethod
    def begin(cls, folder: Path) -> SiteLook:
        """Return the look that begins now."""
        return cls(_find_state(folder / SITE_SIGN), time_ns())

    def is_current(self, folder: Path) -> bool:
        """Whether no build has written the site since: each makes another file of the manifest."""
        return self.manifest is not None and self.manifest == _find_state(folder / SITE_SIGN)


def _find_state(path: Path) -> FileState | None:
    try:
        return FileState.of_input(path.lstat())
    except OSError:
        return None


def find_unchanged(
    folder: Path, written: Mapping[str, WrittenFile], moment: int, *, read_all: bool = False
) -> dict[str, Kept]:
    """Return the files that have not changed since a moment, by path below the folder."""
    unchanged: dict[str, Kept] = {}
    for path, file in written.items():
        full = f"{folder}/{path}"
        try:
            status = os.lstat(full)
        except OSError:
            continue
        if not (stat.S_ISREG(status.st_mode) and file.state.is_of(status)):
            continue
        is_certain = file.state.is_older_than(moment) and not read_all
        if is_certain or digest_file(folder / path) == file.sha256:
            # The path is put together where it is wanted: a `Path` takes 5 µs and 400 bytes.
            read = partial(_read, folder, path)
            unchanged[path] = Kept(file.sha256, file.state.size, read)
    return unchanged


def digest_file(path: Path) -> str | None:
    """Return the SHA-256 of a regular file; None for others or if it cannot be read."""
    try:
        file = open_regular_file(path)
        if file is None:
            return None
        with file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _read(folder: Path, path: str) -> bytes:
    return (folder / path).read_bytes()
