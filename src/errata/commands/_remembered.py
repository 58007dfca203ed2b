"""Where parsed articles are remembered, and whether."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_cache_path

from errata.commands._processors import cpu_count
from errata.mappers import CachedImageProbe, CachedMapper, CacheStore, program_digest

if TYPE_CHECKING:
    from errata.commands._console import Settings
    from errata.commands._project import Project
    from errata.mapper import Mapper

_FILE: Final = "articles-1.sqlite3"
"""With the format's version: another one is another file."""
_PICTURES: Final = "pictures-1.sqlite3"
"""Apart, so that pictures never push articles out."""


def cached_mapper(inner: Mapper, settings: Settings, project: Project) -> Mapper:
    """What runs only articles that are not remembered; the inner mapper itself with `--no-cache`.

    `ERRATA_CACHE` wins over the configuration, for machines that keep all caches in one place.
    """
    folder = _folder(project) if settings.cache else None
    if folder is None:
        return inner
    try:
        return CachedMapper(folder / _FILE, program_digest(), inner)
    except OSError:  # the package lies in an archive
        return inner


def image_probe(settings: Settings, project: Project) -> CachedImageProbe:
    """What looks at pictures, with what it saw before unless `--no-cache`."""
    folder = _folder(project) if settings.cache else None
    store = CacheStore(folder / _PICTURES) if folder else None
    return CachedImageProbe(project.kb, store, cpu_count(), project.config.limits.picture_pixels)


def _folder(project: Project) -> Path | None:
    if named := os.environ.get("ERRATA_CACHE"):
        return Path(named)
    if project.config.cache:
        return project.root / project.config.cache
    own = user_cache_path("errata", appauthor=False)
    return own if own.is_absolute() else None  # a user without a home
