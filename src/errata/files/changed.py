"""The files that differ from what a commit has, as git says: changed, renamed and new ones."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from errata.errors import KnowledgeBaseError
from errata.files.git import run_git
from errata.files.text import display_path

if TYPE_CHECKING:
    from pathlib import Path

# A large repository on a slow disk takes some seconds; git waits for no one else.
_PATIENCE: Final = 120


def changed_files(folder: Path, ref: str) -> tuple[Path, ...]:
    """Files in a folder that were changed since the commit at which HEAD left `ref`; sorted.

    Renamed files and files that git does not know yet are among them, deleted ones are not.

    Raises:
        KnowledgeBaseError: if there is no git or no repository, or if it does not know the ref.
    """
    if not shutil.which("git"):
        message = "`--changed-since` asks git, which is not installed"
        raise KnowledgeBaseError(message, help="install git, or name the files as PATHS")
    if _git(folder, "rev-parse", "--is-inside-work-tree").strip() != b"true":
        message = f"`{display_path(folder)}` is not in a git repository"
        raise KnowledgeBaseError(message, help="`--changed-since` needs one: name files as PATHS")
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
    )
    if not commit:
        message = f"git does not know `{ref}`"
        remedy = "name a branch, a tag or a commit; in CI, fetch it first (`fetch-depth: 0`)"
        raise KnowledgeBaseError(message, help=remedy)
    # What others have changed at the ref since then is not this branch's.
    base = _git(folder, "merge-base", commit.decode().strip(), "HEAD") or commit
    since = base.decode().strip()
    names = ("--name-only", "--no-renames", "--diff-filter=d", "--relative", "-z")
    found = _git(folder, "diff", *names, since, "--", ".").split(b"\0")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".").split(b"\0")
    paths = {folder / name.decode("utf-8", "surrogateescape") for name in (*found, *new) if name}
    return tuple(sorted(path for path in paths if path.exists()))


def _git(folder: Path, *arguments: str) -> bytes:
    """What git says; nothing where it fails."""
    try:
        return run_git(folder, *arguments, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KnowledgeBaseError(f"git does not answer: {error}") from None
