"""The list of what errata wrote into a site, kept in the site; only listed files are ever removed.

It has no times, owners or places, so that the same site has the same list. Anybody can read it
where the site is served, so it does not name unlisted pages. For such a page it has a digest of
path and content: people who have the page can verify that it is listed, and others learn nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from io import BytesIO
from json.encoder import encode_basestring_ascii
from typing import Any, Final, NamedTuple

from msgspec import field

from errata.errors import OutputError
from errata.stamp import SITE_SIGN
from errata.values import Record

MANIFEST: Final = SITE_SIGN
# Another number is another form: a site of a later version is refused, not misread.
_VERSION: Final = 2
# Manifests of this version name all files.
_NAMES_ALL: Final = 1


class ManifestEntry(NamedTuple):
    """The content of a file when it was written."""

    sha256: str
    """The digest in hexadecimal."""
    size: int


class Manifest(Record, frozen=True):
    """The files of a site."""

    files: Mapping[str, ManifestEntry] = field(default_factory=dict)
    """Files by path, except unlisted ones."""
    unlisted: frozenset[str] = frozenset()
    """Marks of the unlisted files, made by `mark_unlisted`."""

    @classmethod
    def of(cls, entries: Mapping[str, ManifestEntry], unlisted: Container[str]) -> Manifest:
        """Make the manifest of a site, of which some paths are unlisted."""
        hidden = {path: entry for path, entry in entries.items() if path in unlisted}
        marks = frozenset(mark_unlisted(path, entry.sha256) for path, entry in hidden.items())
        listed = {path: entry for path, entry in entries.items() if path not in hidden}
        return cls(listed if hidden else entries, marks)

    def lists(self, path: str, entry: ManifestEntry) -> bool:
        """Whether a file is listed with this content, by path or by mark."""
        listed = self.files.get(path)
        return listed == entry if listed else mark_unlisted(path, entry.sha256) in self.unlisted

    @property
    def count(self) -> int:
        """The number of all files."""
        return len(self.files) + len(self.unlisted)


def mark_unlisted(path: str, sha256: str) -> str:
    """Return a digest by which people who have a file recognise it."""
    return hashlib.sha256(f"{path}\0{sha256}".encode()).hexdigest()


def encode_manifest(manifest: Manifest) -> bytes:
    """Encode the manifest, one file per line."""
    # A site may have a million lines: joined as texts they take four times as much.
    data = BytesIO()
    data.write(b'{"version": %d, "files": {\n' % _VERSION)
    for number, path in enumerate(sorted(manifest.files)):
        entry = manifest.files[path]
        before = ",\n" if number else ""
        line = f'{before}  {encode_basestring_ascii(path)}: ["{entry.sha256}", {entry.size}]'
        data.write(line.encode())
    marks = ",\n".join(f'  "{mark}"' for mark in sorted(manifest.unlisted))
    unlisted = f', "unlisted": [\n{marks}\n]' if marks else ""
    data.write(f"\n}}{unlisted}}}\n".encode())
    return data.getvalue()


def decode_manifest(data: bytes, printed: str) -> Manifest:
    """Decode a manifest.

    Raises:
        OutputError: if the bytes are not a manifest: which files may be removed is unknown.
    """
    try:
        document = json.loads(data)
        version = document["version"]
        is_known = version in {_VERSION, _NAMES_ALL}
        manifest = _decode(document) if is_known else None
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        remedy = "remove the folder and build again"
        if "://" in printed:
            remedy = "publish the site again"
        raise OutputError(f"`{printed}/{MANIFEST}` is damaged", help=remedy) from None
    if manifest is None:
        remedy = "use that version, or remove the folder and build again"
        raise OutputError(f"`{printed}` was written by another version of errata", help=remedy)
    return manifest


def _decode(document: dict[str, Any]) -> Manifest:
    entries = {
        str(path): ManifestEntry(str(digest), int(size))
        for path, (digest, size) in document["files"].items()
    }
    return Manifest(entries, frozenset(map(str, document.get("unlisted", ()))))
