"""Writes a site so that there is always a whole one: builds next to the old site, then swaps.

1. Check the place and the paths, take the lock, clear up after killed builds.
2. Compare with the old site; if nothing differs, touch nothing.
3. Fill a new folder next to it: kept files linked, new ones written.
4. Flush, swap, remove the old site.

Whatever fails before the swap leaves the old site as it was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errata.files.existing import scan_existing, validate_paths
from errata.files.lock import as_output_error, lock_output
from errata.files.manifest import MANIFEST, encode_manifest
from errata.files.output_paths import OutputPaths, refuse_unsafe
from errata.files.publish import publish, recover, remove_old_site
from errata.files.staging import diff_items, stage_files
from errata.files.text import display_path
from errata.files.walk import OriginalFolders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.files.existing import OldSite
    from errata.files.staging import StagedItem
    from errata.model import Artifact


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the site's files, without the manifest."""

    added: int
    changed: int
    removed: int
    kept: int


def write_site(
    out: Path, artifacts: Sequence[Artifact], kb: Path, static: Path = Path("static")
) -> Written:
    """Make `out` hold exactly the artifacts, and the names at its top that begin with a dot.

    Raises:
        OutputError: if the folder is no place for a site, cannot be written, is being written by
            another build, or holds a file that errata did not write. The old site is then what it
            was.
    """
    place = OutputPaths.of(out)
    with as_output_error(place.shown):
        refuse_unsafe(place, kb)
        paths = validate_paths(artifacts)
        place.out.parent.mkdir(parents=True, exist_ok=True)
        with lock_output(place):
            try:
                recover(place)
                return _write(place, paths, OriginalFolders(kb, static))
            finally:
                with suppress(OSError):  # the error that led here says more
                    recover(place)


def _write(
    place: OutputPaths, paths: Mapping[str, Artifact], originals: OriginalFolders
) -> Written:
    old = scan_existing(place, display_path(originals.static))
    items = diff_items(paths, old, place.out, originals)
    manifest = encode_manifest({path: item.entry for path, item in items.items()})
    removed = old.own - items.keys() - {MANIFEST}
    same = manifest == old.manifest_data and not removed
    if same and all(item.kept for item in items.values()):
        return _counted(items, old, removed)
    stage_files(place.new, place.out, items, manifest, old.kept)
    retired = publish(place)
    if retired:
        remove_old_site(retired, place.out, {MANIFEST, *old.manifest})
    return _counted(items, old, removed)


def _counted(items: Mapping[str, StagedItem], old: OldSite, removed: frozenset[str]) -> Written:
    kept = sum(item.kept for item in items.values())
    changed = sum(path in old.own and not item.kept for path, item in items.items())
    return Written(len(items) - kept - changed, changed, len(removed), kept)
