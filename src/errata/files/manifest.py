"""The list of what errata wrote into a site, kept in the site; only what it lists is ever removed.

Without times, owners or places, so that the same site has the same list.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST: Final = ".errata-manifest.json"
# Another number is another form: a site of a later version is refused, not misread.
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What a file held when it was written."""

    sha256: str
    """Hexadecimal."""
    size: int


def encode_manifest(entries: Mapping[str, ManifestEntry]) -> bytes:
    """The manifest's bytes, one file per line."""
    lines = (
        f"  {json.dumps(path)}: {json.dumps([entry.sha256, entry.size])}"
        for path, entry in sorted(entries.items())
    )
    body = ",\n".join(lines)
    return f'{{"version": {_VERSION}, "files": {{\n{body}\n}}}}\n'.encode()


def decode_manifest(data: bytes, shown: str) -> dict[str, ManifestEntry]:
    """The entries by site path.

    Raises:
        OutputError: if the bytes are not a manifest: then nobody knows which files may be removed.
    """
    try:
        document = json.loads(data)
        version = document["version"]
        files = document["files"] if version == _VERSION else {}
        entries = {
            str(path): ManifestEntry(str(digest), int(n)) for path, (digest, n) in files.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        remedy = "remove the folder and build again"
        raise OutputError(f"`{shown}/{MANIFEST}` is damaged", help=remedy) from None
    if version != _VERSION:
        remedy = "use that version, or remove the folder and build again"
        raise OutputError(f"`{shown}` was written by another version of errata", help=remedy)
    return entries
