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
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec.structs import replace
from pydantic_core import PydanticSerializationError, to_json

from errata.files.text import open_regular_file
from errata.model import BuildRecord, Kept, MadeUnit
from errata.own_files import read_own, replace_own
from errata.stamp import FileState
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


# JSON without blanks.
_CLOSE: Final = (",", ":")
# Another number is another form.
_FORMAT: Final = "errata-build-4"
# Records of other sites that are kept: each has 4 MB for 2,358 articles.
_MOST_RECORDS: Final = 16
# The most bytes of a record: those of 100,000 articles.
_LARGEST: Final = 500_000_000


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
            seal, _, sealed = data.partition(b"\n")
            if hashlib.sha256(sealed).hexdigest().encode() != seal:
                return None
            # Half of the record are messages, which only a build without changes reads.
            body, _, outcome = sealed.partition(b"\n")
            content = json.loads(body)
            if [content["format"], content["program"], content["site"]] != self._head:
                return None
            return _decode(content, outcome)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def save(self, build: SavedBuild) -> None:
        """Replace the record in one step; do nothing if that fails."""
        head = zip(("format", "program", "site"), self._head, strict=True)
        # Part by part: of 100,000 articles all has 300 MB, and would be in memory several times.
        parts = [
            b"%s:%s" % (json.dumps(name).encode(), _write(value))
            for name, value in chain(head, _encode(build))
        ]
        sealed = b"{%s}\n%s" % (b",".join(parts), build.outcome)
        del parts
        with suppress(OSError):
            seal = hashlib.sha256(sealed).hexdigest().encode()
            replace_own(self.path, b"%s\n%s" % (seal, sealed), _MOST_RECORDS)

    @property
    def _head(self) -> list[str]:
        return [_FORMAT, self.program, self.site]


def _write(value: object) -> bytes:
    """Encode as JSON; Python's own takes three times as long, but can encode half a character."""
    try:
        return to_json(value)
    except (PydanticSerializationError, UnicodeError):
        return json.dumps(value, separators=_CLOSE).encode()


def _encode(build: SavedBuild) -> Iterator[tuple[str, object]]:
    """Yield each part by its name, made when it is needed."""
    record = build.record
    # Each article's contents and each fact is read by several.
    read = chain.from_iterable(unit.reads for unit in record.units.values())
    sources = {source: index for index, source in enumerate(dict.fromkeys(read))}
    yield from (("moment", build.moment), ("stamp", build.stamp), ("until", build.until))
    yield from (("facts", record.facts), ("look", record.look), ("basis", record.basis))
    yield from (("sources", list(sources)), ("contents", dict(record.contents)))
    yield "observed", list(record.observed.items())
    yield from (("needles", record.needles), ("leaks", dict(record.leaks)))
    yield "files", _encode_files(build)
    yield "units", _encode_units(record, sources)


def _encode_files(build: SavedBuild) -> dict[str, object]:
    return {
        path: [file.sha256, file.state.size, file.state.changed, file.state.inode]
        for path, file in build.files.items()
    }


def _encode_units(record: BuildRecord, sources: Mapping[str, int]) -> dict[str, object]:
    names = {name: index for index, name in enumerate(record.observed)}
    return {
        path: [
            [sources[source] for source in unit.reads],
            unit.view,
            unit.paths,
            [names[name] for name in unit.facts],
            unit.plan,
        ]
        for path, unit in record.units.items()
    }


def _decode(content: dict[str, Any], outcome: bytes) -> SavedBuild:
    """Decode a record; it is sealed, so its form is known."""
    files = {p: WrittenFile(row[0], FileState(*row[1:])) for p, row in content["files"].items()}
    sources = content["sources"]
    names = [_as_name(name) for name, _ in content["observed"]]
    observed = dict(zip(names, (value for _, value in content["observed"]), strict=True))
    units = {
        path: MadeUnit(
            tuple([sources[index] for index in reads]),
            view,
            tuple(paths),
            tuple([names[index] for index in facts]),
            plan,
        )
        for path, (reads, view, paths, facts, plan) in content["units"].items()
    }
    leaks = {path: tuple(values) for path, values in content["leaks"].items()}
    made_of = (content["facts"], content["look"], content["contents"], units)
    record = BuildRecord(*made_of, content["basis"], observed, content["needles"], leaks)
    ending = (content["stamp"], content["until"], outcome)
    return SavedBuild(record, files, content["moment"], *ending)


def _as_name(written: list[Any]) -> tuple[Any, ...]:
    """Restore the name of a fact: JSON turns tuples into lists."""
    if list not in map(type, written):  # most names, of thousands
        return tuple(written)
    return tuple(_as_name(part) if isinstance(part, list) else part for part in written)


class WrittenFile(NamedTuple):
    """A file as it was written."""

    sha256: str
    state: FileState


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
        if not stat.S_ISREG(status.st_mode) or FileState.of(status) != file.state:
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
