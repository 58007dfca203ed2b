"""Probes the pictures of a knowledge base, several at a time, and caches the results.

The cache key is a digest of the digest of the picture's bytes, of the probing module, and of
Pillow's version. Files are known by their states, so that few are read, by the rule of texts
(`errata.files.known_texts`): a file whose size, times and inode are the same has the same content,
and one that may have been written again within a tick of the clock is read again. To read and hash
the 660 pictures of 1,179 articles took 0.1 s of each build.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib.resources import files
from time import time_ns
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec import MsgspecError, field, json, msgpack

from errata.config import LimitsConfig
from errata.mapper import Mapper, map_serially
from errata.model import Picture, WantedPictures
from errata.own_files import SealedFile
from errata.stamp import FileState, list_installed
from errata.values import MutableRecord, Record, Value

if TYPE_CHECKING:
    from pathlib import Path

    from errata.cache.store import CacheStore

# The most bytes of a file that is examined: it has to be held in memory.
_MOST: Final = 200_000_000


# Another number is another form.
_FORMAT: Final = "errata-digests-1"


class _Known(Value, frozen=True):
    state: FileState
    digest: bytes


class FileDigests(MutableRecord):
    """Digests of files by their paths; without a folder of caches, those of one run."""

    record: SealedFile | None = None
    """Those of one knowledge base: 660 pictures take 0.1 MB, so one has room for 300,000."""
    known: dict[str, _Known] = field(default_factory=dict)
    is_news: bool = False
    """Whether it knows more than the record."""
    start: int = field(default_factory=time_ns)
    _seen: dict[str, FileState] = field(default_factory=dict)

    @classmethod
    def of(cls, caches: Path | None, kb: Path, *, read_all: bool) -> FileDigests:
        """Return what earlier runs know; nothing if all files are to be read."""
        if caches is None:
            return cls()
        record = SealedFile(caches, "digests", f"{_FORMAT}\0{kb.resolve()}")
        digests = cls(record)
        with suppress(MsgspecError, UnicodeDecodeError):
            if not read_all:
                digests.known = json.decode(record.read(), type=dict[str, _Known])
        return digests

    def find(self, place: str, most: int | None = None) -> bytes | None:
        """Return the digest of a file of at most so many bytes, if it is known."""
        try:
            state = self._seen[place] = FileState.of_input(os.stat(place))  # noqa: PTH116 - of thousands of files
        except OSError:
            return None
        entry = self.known.get(place)
        fits = most is None or state.size <= most
        return entry.digest if entry and entry.state == state and fits else None

    def note(self, place: str, digest: bytes) -> None:
        """Note the digest of what was read after `find`, unless the file may change unseen."""
        with suppress(OSError):
            state = FileState.of_input(os.stat(place))  # noqa: PTH116 - as above
            if state == self._seen.get(place) and state.is_older_than(self.start):
                self.known[place] = _Known(state, digest)
                self.is_news = True

    def digest(self, path: Path) -> str:
        """Return the digest of a file; it is read unless it is known.

        Raises:
            OSError: if it cannot be read.
        """
        place = str(path)
        if (known_digest := self.find(place)) is not None:
            return known_digest.hex()
        with path.open("rb", buffering=0) as file:
            digest = hashlib.file_digest(file, "sha256")
        self.note(place, digest.digest())
        return digest.hexdigest()

    def save(self) -> None:
        """Record what is known of files that there are, for the next run."""
        if self.record is None or not self.is_news:
            return
        self.is_news = False
        existing = {place: self.known[place] for place in self.known if os.path.exists(place)}  # noqa: PTH110 - as above
        with suppress(UnicodeEncodeError):
            self.record.replace(json.encode(existing))


class CachedImageProbe(Record, frozen=True):
    """The `ImageProbe` of a folder; without a store, every picture is probed each time."""

    root: Path
    store: CacheStore | None = None
    mapper: Mapper = map_serially
    """Runs the work on each picture."""
    pixels: int = LimitsConfig().picture_pixels
    """Maximum size in pixels; larger pictures are not probed."""
    only_faults: bool = False
    """Whether to measure pictures without making smaller forms: a check publishes none."""
    probed: dict[bytes, Picture] = field(default_factory=dict)
    """Results of the last call, for a server that builds again and again."""
    digests: FileDigests = field(default_factory=FileDigests)
    """Digests of files that have not changed, which are not read."""

    def __call__(self, pictures: WantedPictures) -> dict[str, Picture]:
        """Probe pictures by path; the result is the same with or without cache, on any machine.

        Embedded ones are named by their content, so those that are known are not loaded.
        """
        keys: dict[str, bytes] = {}
        probed: dict[str, Picture] = {}
        root = self.root.resolve()
        for path in sorted(pictures):
            digest = _digest(path.encode()) if pictures[path] else self._digest_file(path, root)
            if isinstance(digest, Picture):
                probed[path] = digest
            else:
                keys[path] = _key(path, digest, self.pixels, only_faults=self.only_faults)
        self.digests.save()
        by_key = {**self._read_known(keys), **self.probed}
        missing = {key: path for path, key in keys.items() if key not in by_key}
        by_key |= self._probe(missing, pictures)
        self.probed.clear()
        self.probed.update({key: by_key[key] for key in keys.values()})
        return {path: probed[path] if path in probed else by_key[keys[path]] for path in pictures}

    def _digest_file(self, path: str, root: Path) -> bytes | Picture:
        """Return the digest of a file, or the fault that prevents it."""
        place = os.path.join(root, path)  # noqa: PTH118 - of thousands of files
        if digest := self.digests.find(place, _MOST):
            return digest
        content = _read(self.root, path, None)
        if isinstance(content, Picture):
            return content
        digest = _digest(content)
        self.digests.note(place, digest)
        return digest

    def _probe(self, fresh: Mapping[bytes, str], pictures: WantedPictures) -> dict[bytes, Picture]:
        if not fresh:
            return {}
        files = [_File(self.root, path, pictures[path], key) for key, path in fresh.items()]
        look = _Look(self.pixels, self.only_faults)
        probed = dict(zip(fresh, self.mapper(look, files), strict=True))
        if self.store:
            lasting = {key: picture for key, picture in probed.items() if picture != Picture()}
            self.store.write({key: msgpack.encode(picture) for key, picture in lasting.items()})
        return probed

    def _read_known(self, keys: Mapping[str, bytes]) -> dict[bytes, Picture]:
        if not self.store:
            return {}
        read = self.store.read(sorted(set(keys.values()) - self.probed.keys()))
        pictures = {key: _decode(data) for key, data in read.items()}
        return {key: picture for key, picture in pictures.items() if picture is not None}


class _File(Record, frozen=True):
    """A picture to probe, read by the process that probes; to other machines it goes as bytes."""

    root: Path
    path: str
    load: Callable[[], bytes] | None
    """Loads an embedded picture."""
    key: bytes
    """Digest of its bytes when it was looked up, or of an embedded one's name."""

    def __reduce__(self) -> tuple[type[_File], tuple[Path, str, object, bytes]]:
        content = self.read()
        load = partial(bytes, content) if isinstance(content, bytes) else None
        return _File, (self.root, self.path, load, self.key)

    def read(self) -> bytes | Picture:
        """Read the bytes, or return what is known of a file that cannot be read."""
        return _read(self.root, self.path, self.load)


class _Look(Record, frozen=True):
    """Measures a picture, and makes its other form."""

    doing: ClassVar = "looking at pictures"
    pixels: int
    only_faults: bool

    def __call__(self, file: _File) -> Picture:
        from errata.cache.probe import probe_image  # noqa: PLC0415 - 50 ms that most builds save

        content = file.read()
        if isinstance(content, Picture) or file.key not in self._keys(file.path, content):
            return Picture()  # somebody is writing it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow finds odd does not concern readers
            return probe_image(file.path, content, self.pixels, only_faults=self.only_faults)

    def _keys(self, path: str, content: bytes) -> tuple[bytes, bytes]:
        """Return the keys of a file, and of an embedded picture."""
        make = partial(_key, path, pixels=self.pixels, only_faults=self.only_faults)
        return make(_digest(content)), make(_digest(path.encode()))


def _key(path: str, digest: bytes, pixels: int, *, only_faults: bool) -> bytes:
    kind = path.rpartition(".")[2].lower()
    prefix = "measured " if only_faults else ""
    return _digest(_prober() + f"{pixels} {prefix}{kind} ".encode() + digest)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _read(root: Path, path: str, load: Callable[[], bytes] | None) -> bytes | Picture:
    """Return the bytes of a file or embedded picture, or the fault that prevents it."""
    if load:
        return load()
    try:
        with (root / path).open("rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > _MOST:
                return Picture(fault=f"it has more than {_MOST:,} bytes")
            return file.read()
    except OSError as error:
        return Picture(fault=f"it cannot be read ({error.strerror or error})")


@cache
def _prober() -> bytes:
    """Digest what measures pictures; the module is read as a file, since it is rarely imported."""
    code = files("errata.cache").joinpath("probe.py").read_bytes()
    # "pillow-11.3.0.dist-info"; to ask `importlib.metadata` takes 40 ms.
    pillow = [name for name in list_installed() if name.lower().startswith("pillow-")]
    return _digest(code + repr(pillow).encode())


def _decode(data: bytes) -> Picture | None:
    """Decode a picture; return None if it was not encoded here."""
    try:
        return msgpack.decode(data, type=Picture)
    except MsgspecError:
        return None
