"""Looks at the pictures of a knowledge base, several at a time, and remembers what it saw.

The key of what is remembered is a digest of the picture's bytes, of the module that looks at them,
and of Pillow's version. Pillow lets other threads run while it works.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from errata.model import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from errata.mappers.store import Store


@dataclass(frozen=True, slots=True)
class Gallery:
    """The `Album` of a folder; without a store everything is looked at each time."""

    root: Path
    store: Store | None = None
    jobs: int = 1
    seen: dict[bytes, Picture] = field(default_factory=dict)
    """What this one has looked at, for who builds again and again."""

    def __call__(self, wanted: Mapping[str, bytes | None]) -> dict[str, Picture]:
        """What is known of each, by path; the same whatever is remembered and however many jobs."""
        keys = {path: self._key(path, data) for path, data in sorted(wanted.items())}
        known = {**self._known(keys), **self.seen}
        fresh = {key: path for path, key in keys.items() if key and key not in known}
        made = self._made(fresh, wanted)
        if self.store:
            self.store.write({key: _packed(picture) for key, picture in made.items()})
        found = {**known, **made}
        self.seen.update({key: found[key] for key in keys.values() if key})
        missing = Picture(fault="it cannot be read")
        return {path: found[key] if key else missing for path, key in keys.items()}

    def _made(
        self, fresh: Mapping[bytes, str], wanted: Mapping[str, bytes | None]
    ) -> dict[bytes, Picture]:
        if not fresh:
            return {}
        from errata.mappers.pillow import looked_at  # noqa: PLC0415 - 50 ms that most builds save

        def look(path: str) -> Picture:
            data = wanted[path]
            return looked_at(path, (self._bytes(path) if data is None else data) or b"")

        with warnings.catch_warnings(), ThreadPoolExecutor(self.jobs) as pool:
            warnings.simplefilter("ignore")  # what Pillow finds odd is none of a reader's concern
            return dict(zip(fresh, pool.map(look, fresh.values()), strict=True))

    def _key(self, path: str, data: bytes | None) -> bytes | None:
        content = self._bytes(path) if data is None else data
        if content is None:
            return None
        kind = path.rpartition(".")[2].lower()
        begun = hashlib.sha256(_maker() + kind.encode() + b" ")
        begun.update(content)
        return begun.digest()

    def _bytes(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def _known(self, keys: Mapping[str, bytes | None]) -> dict[bytes, Picture]:
        if not self.store:
            return {}
        read = self.store.read(sorted({key for key in keys.values() if key} - self.seen.keys()))
        pictures = {key: _unpacked(data) for key, data in read.items()}
        return {key: picture for key, picture in pictures.items() if picture is not None}


@cache
def _maker() -> bytes:
    """A digest of what makes pictures; the module is read, for it is rarely needed."""
    code = files("errata.mappers").joinpath("pillow.py").read_bytes()
    return hashlib.sha256(code + version("pillow").encode()).digest()


def _packed(picture: Picture) -> bytes:
    """A line of JSON, then the bytes of both forms."""
    head = {
        "width": picture.width,
        "height": picture.height,
        "fault": picture.fault,
        "smaller": len(picture.smaller),
        "still": len(picture.still),
    }
    return json.dumps(head).encode() + b"\n" + picture.smaller + picture.still


def _unpacked(data: bytes) -> Picture | None:
    """None for anything that was not packed here."""
    head, _, body = data.partition(b"\n")
    try:
        said = json.loads(head)
        first, second = int(said["smaller"]), int(said["still"])
        found = Picture(int(said["width"]), int(said["height"]), fault=str(said["fault"]))
    except (ValueError, KeyError, TypeError):
        return None
    if len(body) != first + second:
        return None
    return replace(found, smaller=body[:first], still=body[first:])
