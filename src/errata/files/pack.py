"""Packs a whole site into one zip that opens from a disk: everything below one folder.

The same site gives the same bytes: sorted, without times or owners. The old pack stays until the
new one is complete.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from errata.errors import OutputError
from errata.files.output_paths import OutputPaths, as_output_error, lock_output, replace_file
from errata.files.text import display_path
from errata.model import Artifact
from errata.text.paths import safe_segment

SUFFIX: Final = ".zip"
# Files that would hardly get smaller.
_PACKED: Final = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"),
    *(".zip", ".gz", ".mp4", ".woff2"),
)
# The earliest time that a zip can hold.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
# `version made by` of the zip format: the attributes are those of a file on Unix, `-rw-r--r--`.
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16
# zlib's own default, given so that no other default changes the bytes.
_LEVEL: Final = 6


def default_pack_path(site: Path) -> Path:
    """Return the default path of a site's pack."""
    return Path(os.path.abspath(site) + SUFFIX)  # noqa: PTH100 - a link to a folder keeps its name


def refuse_pack(pack: Path) -> None:
    """Check whether a pack may be written there, before anything is built.

    Raises:
        OutputError: if the name is not that of a zip, or belongs to a folder.
    """
    printed = display_path(pack)
    if pack.suffix.lower() != SUFFIX:
        remedy = f"give a name such as `site{SUFFIX}`"
        raise OutputError(f"the offline pack `{printed}` must end in `{SUFFIX}`", help=remedy)
    if pack.is_dir():
        remedy = "give a name for a file"
        raise OutputError(f"the offline pack `{printed}` is a folder", help=remedy)


def write_pack(pack: Path, site: Path, artifacts: Sequence[Artifact]) -> int:
    """Pack the artifacts into a zip, below a folder of its name; return its size in bytes.

    What is not in memory is read from the site, which was just written.

    Raises:
        OutputError: if it cannot be written; an old pack then stays as it was.
    """
    refuse_pack(pack)
    place = OutputPaths.of(pack)
    with as_output_error(place.shown):
        place.out.parent.mkdir(parents=True, exist_ok=True)
        with lock_output(place), replace_file(place) as new:
            for leftover in place.out.parent.glob(f"{place.sibling('new-').name}*"):
                leftover.unlink()  # of a build that was killed: nobody else has the lock
            _fill(new, safe_segment(pack.stem), site, artifacts)
        return place.out.stat().st_size


def _fill(new: Path, top: str, site: Path, artifacts: Sequence[Artifact]) -> None:
    with ZipFile(new, "x") as archive:
        # Sorted, and with times and owners of nobody: the same site gives the same bytes.
        for artifact in sorted(artifacts, key=lambda artifact: artifact.path):
            content = artifact.content
            data = content if isinstance(content, bytes) else (site / artifact.path).read_bytes()
            archive.writestr(_entry(f"{top}/{artifact.path}"), data, compresslevel=_LEVEL)


def _entry(name: str) -> ZipInfo:
    """Make metadata that is the same on every system and at every time."""
    entry = ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    entry.compress_type = ZIP_STORED if name.lower().endswith(_PACKED) else ZIP_DEFLATED
    return entry
