"""What is kept between runs besides articles and pictures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from errata.cache import BytecodeCache, program_digest
from errata.files import RecordFile

if TYPE_CHECKING:
    from pathlib import Path

# A folder, with a file for each site.
_RECORDS: Final = "sites"


@cache
def program() -> bytes:
    """Of this process, whose modules stay what they are; it takes 30 ms."""
    return program_digest()


def template_cache(folder: Path | None) -> BytecodeCache | None:
    """Keeps compiled templates in the folder of all caches, if there is one."""
    try:
        return BytecodeCache(folder, program()) if folder else None
    except OSError:  # the package is inside an archive
        return None


def record_file(folder: Path | None, *places: Path) -> RecordFile | None:
    """Where the last build of a site is recorded; None for nowhere.

    The places are the site's folder and what it is built from.
    """
    if folder is None:
        return None
    site = "\0".join(str(path.resolve()) for path in places)
    try:
        return RecordFile(folder / _RECORDS, program().hex(), site)
    except OSError:  # the package is inside an archive
        return None
