"""Asks git about a folder; what the folder's settings name is not run."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# A repository's settings may name a program for `fsmonitor`. Names are printed as they are.
_SETTINGS: Final = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=off")


def run_git(folder: Path, *arguments: str, timeout: int) -> bytes:
    """What git prints; nothing where it fails.

    Args:
        folder: where to run it.
        arguments: names of files follow `--`.
        timeout: in seconds.

    Raises:
        OSError: if git cannot be started.
        TimeoutExpired: if it takes longer.
    """
    command = ("git", "-C", str(folder), *_SETTINGS, *arguments)
    done = subprocess.run(  # noqa: S603 - a fixed program; names follow `--` or are verified
        command, capture_output=True, check=False, timeout=timeout
    )
    return done.stdout if done.returncode == 0 else b""
