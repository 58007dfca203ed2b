"""What git knows about a folder: its files, changes since a commit, outdated translations.

Programs that the folder's settings name are not run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from errata.data.patterns import compile_late
from errata.errors import KnowledgeBaseError
from errata.files.text import display_path
from errata.model import SourceChange

# A repository's settings may name programs: one that follows changes, one that verifies signatures,
# hooks, and filters, which `_list_filters` adds. Names are printed as they are.
_SETTINGS: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.quotepath=off"),
    *("-c", "log.showSignature=false", "-c", f"core.hooksPath={os.devnull}"),
)
# What a filter may name: `required` makes git fail without it.
_FILTER_KEYS: Final = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
# For a missing object git would ask the server in the settings, with the program in the settings.
_ENVIRONMENT: Final = {"GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0"}
# A submodule has settings of its own.
_NO_SUBMODULES: Final = "--ignore-submodules=all"
# A large repository on a slow disk takes some seconds; git waits for no one else.
_PATIENCE: Final = 120
# A comparison takes some milliseconds; a report names the most important translations anyway.
_MOST_COMPARED: Final = 500
# "@@ -12,0 +13,4 @@ ## Resolution": what a file lost and has now.
_HUNK: Final = compile_late(r"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_TIMEOUT: Final = 60


def run_git(folder: Path, *arguments: str, timeout: int) -> bytes:
    """Return what git prints; nothing if it fails.

    Args:
        folder: where to run it.
        arguments: names of files follow `--`.
        timeout: in seconds.

    Raises:
        OSError: if git cannot be started.
        TimeoutExpired: if it takes longer.
    """
    return _start(folder, *arguments, timeout=timeout, settings=_list_filters(folder, timeout))


def _start(
    folder: Path, *arguments: str, timeout: int, settings: Sequence[tuple[str, str]] = ()
) -> bytes:
    # Keys of filters may have `=` in them, at which `-c` would divide them.
    variables = {"GIT_CONFIG_COUNT": str(len(settings))} if settings else {}
    for number, (key, value) in enumerate(settings):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    done = subprocess.run(  # noqa: S603 - a fixed program; names follow `--` or are verified
        ("git", "-C", str(folder), *_SETTINGS, *arguments),  # noqa: S607 - wherever it is installed
        env={**os.environ, **_ENVIRONMENT, **variables},
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    return done.stdout if done.returncode == 0 else b""


@lru_cache(maxsize=8)
def _list_filters(folder: Path, timeout: int) -> tuple[tuple[str, str], ...]:
    """List settings that turn off filters of the repository, but not the user's, such as LFS.

    To compare a file, git runs the filter that an attribute of the file names.
    """
    query = ("config", "--show-scope", "--name-only", "--null", "--get-regexp", r"^filter\.")
    fields = _start(folder, *query, timeout=timeout).decode("utf-8", "surrogateescape").split("\0")
    names = {
        name.rpartition(".")[0]
        for scope, name in zip(fields[::2], fields[1::2], strict=False)
        if scope in {"local", "worktree"}
    }
    return tuple((f"{name}.{key}", off) for name in sorted(names) for key, off in _FILTER_KEYS)


def has_tracked_files(folder: Path) -> bool:
    """Whether git tracks files of a folder, so that anyone who sends a change may write them."""
    return folder.is_dir() and _run(folder, "ls-files", "--", ".") != ""


def changed_files(folder: Path, ref: str) -> tuple[Path, ...]:
    """Return files in a folder that changed since HEAD left `ref`; sorted.

    Renamed files and files that git does not know yet are among them, deleted ones are not.

    Raises:
        KnowledgeBaseError: if there is no git or no repository, or if it does not know the ref.
    """
    if not shutil.which("git"):
        message = "`--changed-since` needs git, which is not installed"
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
    # Changes that others made at the ref since then do not belong to this branch.
    base = _git(folder, "merge-base", commit.decode().strip(), "HEAD") or commit
    since = base.decode().strip()
    names = ("--name-only", "--no-renames", "--diff-filter=d", "--relative", _NO_SUBMODULES, "-z")
    names_of_files = _git(folder, "diff", *names, since, "--", ".").split(b"\0")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".").split(b"\0")
    paths = {
        folder / name.decode("utf-8", "surrogateescape") for name in (*names_of_files, *new) if name
    }
    return tuple(sorted(path for path in paths if path.exists()))


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what git prints; nothing if it fails."""
    try:
        return run_git(folder, *arguments, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KnowledgeBaseError(f"git does not answer: {error}") from None


def read_changes(kb: Path, pairs: Iterable[tuple[str, str]]) -> dict[str, SourceChange]:
    """Map each translation to what changed in its original after it was last committed.

    Args:
        kb: the folder of articles; nothing is known of one that git does not track.
        pairs: the sources of an original and of its translation.
    """
    latest = _latest_commits(kb)
    changes: dict[str, SourceChange] = {}
    for original, translation in pairs:
        then, now = latest.get(translation), latest.get(original)
        if then and now and now[0] > then[0] and len(changes) < _MOST_COMPARED:
            change = _compare(kb, then[1], original)
            if change:
                changes[translation] = change
    return changes


def _latest_commits(kb: Path) -> Mapping[str, tuple[int, str]]:
    """Map paths below the folder to time and hash of the last commit that changed them."""
    log = _run(kb, "log", "--format=%x00%ct %H", "--name-only", "--no-renames", "--relative", ".")
    commits: dict[str, tuple[int, str]] = {}
    for entry in log.split("\0")[1:]:
        head, *paths = entry.splitlines()
        time, _, commit = head.partition(" ")
        for path in filter(None, paths):
            commits.setdefault(path, (int(time), commit))
    return commits


def _compare(kb: Path, commit: str, path: str) -> SourceChange | None:
    difference = _run(
        kb,
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        _NO_SUBMODULES,
        commit,
        "--",
        path,
    )
    hunks = [
        (int(lost or 1), int(start), int(gained or 1))
        for lost, start, gained in _HUNK.findall(difference)
    ]
    if not hunks:
        return None
    lines = tuple(start + offset for _lost, start, each in hunks for offset in range(max(each, 1)))
    return SourceChange(sum(h[2] for h in hunks), sum(h[0] for h in hunks), lines)


def _run(folder: Path, *arguments: str) -> str:
    """Return what git prints; nothing without git or a repository, or with too much history."""
    try:
        return run_git(folder, *arguments, timeout=_TIMEOUT).decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return ""
