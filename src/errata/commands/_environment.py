"""The environment: where results are cached between runs, and what time it is.

Results are cached in a folder that only the user can write to, and that no repository brings.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from errata.errors import ConfigError
from errata.own_files import explain_distrust

# See https://reproducible-builds.org/specs/source-date-epoch/.
_EPOCH: Final = "SOURCE_DATE_EPOCH"


def choose_cache_folder(configured: Path | None = None) -> Path | None:
    """Return the folder of all caches; None, with a warning, if it is not the user's own.

    `ERRATA_CACHE` takes precedence over the configuration, for machines with one place for all
    caches.
    """
    if variable := os.environ.get("ERRATA_CACHE"):
        return _trust(Path(variable))
    if configured:
        return _trust(configured)
    from platformdirs import user_cache_path  # noqa: PLC0415 - CI names a folder, and saves 4 ms

    try:
        own = user_cache_path("errata", appauthor=False)
    except RuntimeError:  # no HOME, and the system does not know the user
        return None
    return _trust(own) if own.is_absolute() else None  # a user without a home


@cache  # one warning, however often it is asked
def _trust(folder: Path) -> Path | None:
    fault = explain_distrust(folder) or _explain_repository(folder)
    if not fault:
        return folder
    from errata.commands._console import print_warning  # noqa: PLC0415 - most runs have no warning

    message = f"the cache folder `{folder}` is not used, because {fault}"
    remedy = (
        "remove the folder if it is yours, or set `ERRATA_CACHE` to one that only you can write"
    )
    print_warning(message, help=remedy)
    return None


def _explain_repository(folder: Path) -> str:
    """Return why a repository may have brought a folder; empty if none did."""
    if not any(parent.joinpath(".git").exists() for parent in folder.resolve().parents):
        return ""
    from errata.files.git import has_tracked_files  # noqa: PLC0415 - it loads all about files

    return "git tracks it" if has_tracked_files(folder) else ""


def list_variables() -> list[tuple[str, str]]:
    """List variables that affect the output of commands, sorted."""
    variables = os.environ.items()
    return sorted((k, v) for k, v in variables if k.startswith("ERRATA_") or k == _EPOCH)


def current_moment() -> datetime:
    """Return the current time, or a fixed one for reproducible output."""
    seconds = os.environ.get(_EPOCH, "")
    if not seconds.isdecimal():
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{_EPOCH} is `{seconds}`, which is after the year 9999"
        raise ConfigError(message, help="give it in seconds since 1970, or unset it") from None
