"""Where a site goes and what lies beside it while it is built, and which folders are refused."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.text import display_path

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class OutputPaths:
    """The site's folder, resolved, and the names beside it that only errata uses."""

    out: Path
    shown: str
    """As people know it."""

    @classmethod
    def of(cls, out: Path) -> OutputPaths:
        """A symbolic link to a folder stays; what it leads to is replaced."""
        return cls(out.resolve(), display_path(out))

    def beside(self, what: str) -> Path:
        """A sibling such as `.site.errata-lock`."""
        return self.out.with_name(f".{self.out.name}.errata-{what}")

    @property
    def new(self) -> Path:
        """Where this process builds."""
        return self.beside(f"new-{os.getpid()}")

    @property
    def old(self) -> Path:
        """Where this process puts the old site, if folders cannot be exchanged."""
        return self.beside(f"old-{os.getpid()}")

    @property
    def journal(self) -> Path:
        """There while a swap in two steps is under way."""
        return self.beside("journal")

    def leftovers(self) -> Iterator[Path]:
        """What a killed build has left behind."""
        prefixes = tuple(self.beside(what).name for what in ("new-", "old-"))
        for path in sorted(self.out.parent.iterdir()):
            if path.name.startswith(prefixes) and path.is_dir() and not path.is_symlink():
                yield path


def refuse_unsafe(place: OutputPaths, kb: Path) -> None:
    """Refuse a folder that is no place for a site; looks only, writes nothing.

    Raises:
        OutputError: with the reason.
    """
    out = place.out
    reasons = {
        "it is a file": out.exists() and not out.is_dir(),
        "it is the root of the file system": out == out.parent,
        "it is your home folder": out == _home(),
        "it contains the articles": kb.resolve().is_relative_to(out),
        "you stand in it, and it is to be replaced": Path.cwd().is_relative_to(out),
        "it is a mount point, which nothing can replace": out.is_mount(),
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), ""):
        remedy = "give a folder of its own for the site, such as `--out site`"
        raise OutputError(f"will not write the site to `{place.shown}`: {reason}", help=remedy)


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:  # no such user, no HOME
        return None
