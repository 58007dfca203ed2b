"""Probes the pictures of a knowledge base, several at a time, and caches the results.

The cache key is a digest of the digest of the picture's bytes, of the probing module, and of
Pillow's version.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar, Final

from msgspec import MsgspecError, field, msgpack

from errata.cache.file_digests import FileDigests
from errata.config import LimitsConfig
from errata.mapper import map_serially
from errata.model import Picture
from errata.stamp import list_installed
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from errata.cache.store import CacheStore
    from errata.mapper import Mapper
    from errata.model import WantedPictures

# The most bytes of a file that is examined: it has to be held in memory.
_MOST: Final = 200_000_000


class CachedImageProbe(Record, frozen=True):
    """The `ImageProbe` of a folder; without a store, every picture is probed each time."""

    root: Path
    store: CacheStore | None = None
    over: Mapper = map_serially
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
        known = {**self._known(keys), **self.probed}
        fresh = {key: path for path, key in keys.items() if key not in known}
        known |= self._probe(fresh, pictures)
        self.probed.clear()
        self.probed.update({key: known[key] for key in keys.values()})
        return {path: probed[path] if path in probed else known[keys[path]] for path in pictures}

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
        probed = dict(zip(fresh, self.over(look, files), strict=True))
        if self.store:
            lasting = {key: picture for key, picture in probed.items() if picture != Picture()}
            self.store.write({key: msgpack.encode(picture) for key, picture in lasting.items()})
        return probed

    def _known(self, keys: Mapping[str, bytes]) -> dict[bytes, Picture]:
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
