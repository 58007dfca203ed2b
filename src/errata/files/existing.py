"""What a build meets in the folder it writes to, and which paths it may write there.

The folder is errata's alone, but for names at its top that begin with a dot, such as `.git` or
`.nojekyll`: those are kept. Any other file that errata did not write stops the build.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from errata.errors import OutputError
from errata.files.manifest import MANIFEST, ManifestEntry, decode_manifest
from errata.files.walk import FILE_MANAGER_FILES
from errata.model import Artifact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.files.output_paths import OutputPaths


@dataclass(frozen=True, slots=True)
class OldSite:
    """What is there now; all paths are POSIX and below the site."""

    manifest: Mapping[str, ManifestEntry]
    manifest_data: bytes
    """Empty where there is no manifest."""
    own: frozenset[str]
    """Files of the manifest that are there; what took the place of one, as a link, is dropped."""
    kept: tuple[str, ...]
    """Names at the top that are not errata's and stay; sorted."""


def scan_existing(place: OutputPaths, static: str) -> OldSite:
    """Read the old site's manifest and names; an empty one where there is none.

    Raises:
        OutputError: if the folder holds a file that errata did not write, which belongs into the
            folder `static`; if the manifest is damaged, or another file system is mounted inside.
    """
    if not place.out.is_dir():
        return OldSite({}, b"", frozenset(), ())
    listed = place.out / MANIFEST
    data = listed.read_bytes() if listed.exists() else b""
    device = place.out.stat().st_dev
    manifest = decode_manifest(data, place.shown) if data else {}
    own: set[str] = set()
    foreign: list[str] = []
    for path, entry in scan_entries(place.out):
        if entry.is_dir(follow_symlinks=False):
            # Removing the old site would empty a disk that is mounted in it.
            if entry.stat(follow_symlinks=False).st_dev != device:
                message = f"another file system is mounted at `{path}` in `{place.shown}`"
                raise OutputError(message, help="unmount it, or give another folder")
        elif path in manifest:
            own.update([path] if entry.is_file(follow_symlinks=False) else [])
        # A name at the top that begins with a dot, and all below it, is somebody's on purpose.
        elif not path.startswith(".") and entry.name not in FILE_MANAGER_FILES:
            foreign.append(path)
    if foreign:
        raise _not_ours(foreign, place, static)
    kept = {path.name for path in place.out.glob(".*")} - {MANIFEST}
    return OldSite(manifest, data, frozenset(own), tuple(sorted(kept)))


def scan_entries(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """(path below the root, entry) of everything below, each folder before what is in it."""
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        with os.scandir(folder) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                path = f"{prefix}{entry.name}"
                yield path, entry
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{path}/", Path(entry.path)))


def _not_ours(foreign: Sequence[str], place: OutputPaths, static: str) -> OutputError:
    more = f" (and {len(foreign) - 1:,} more)" if len(foreign) > 1 else ""
    file = f"`{min(foreign)}` in `{place.shown}`{more}"
    message = f"{file}: errata did not write this file and would remove it"
    remedy = f"move it to `{static}/`, where it is published as it is, or give another folder"
    return OutputError(message, help=remedy)


# A control character, a separator of Windows, a segment that is empty or made of dots, and a dot
# in front, as those names are not errata's: "a//b", "../a", "a/", "c:x", ".git" match;
# "a/index.html", "a..b", "_headers" do not.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:]|(?:^|/)\.{0,2}(?:/|$)|^\.")
_BUG: Final = "please report it: the plan of the site is to give each file a path of its own"


def is_safe_path(path: str) -> bool:
    """Whether a file of a site may have this path, on every system."""
    return not _UNSAFE.search(path)


def validate_paths(artifacts: Sequence[Artifact]) -> dict[str, Artifact]:
    """The artifacts by path, sorted; the same one twice counts once.

    Raises:
        OutputError: for a path that leaves the site or is not errata's, and for two that would
            be one file, or a file and a folder, on a disk that ignores case.
    """
    from errata.site.plan import claim_paths  # noqa: PLC0415 - 0.1 s, and only a build writes

    for artifact in artifacts:
        if not is_safe_path(artifact.path):
            message = f"`{artifact.path}` cannot be the path of a file of a site"
            raise OutputError(message, help=_BUG)
    kept, lost = claim_paths(sorted(artifacts, key=lambda artifact: artifact.path))
    for item, winner in lost:
        raise OutputError(f"two files of the site claim `{winner}` and `{item.path}`", help=_BUG)
    return {item.path: item for item in kept if isinstance(item, Artifact)}
