"""Processor seconds of this tree beside another revision of it, in one run and in turn.

Prints the median of a first build, of one after which nothing changed, and of a check, for both
trees, with the ratio. Usage: `python -m bench.against REVISION [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from bench.labels import corpus_and_locale

ROOT: Final = Path(__file__).parents[1]
# Odd, so that the median is one of the runs.
ROUNDS: Final = 5


def main() -> int:
    """Print the table; 2 for a missing revision or corpus."""
    revision, *arguments = sys.argv[1:] or [""]
    choice = corpus_and_locale(arguments)
    if not revision or choice is None:
        print("usage: python -m bench.against REVISION [CORPUS] [LOCALE]", file=sys.stderr)
        return 2
    corpus, locale = choice
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        other = folder / "other"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(other), revision], check=True)
        try:
            _copy_articles(corpus / locale, folder / "kb" / locale)
            _compare({"this tree": ROOT, revision: other}, folder, locale)
        finally:
            subprocess.run([*git, "remove", "--force", str(other)], check=True)
    return 0


def _copy_articles(source: Path, target: Path) -> None:
    """Copy only the texts: pictures are encoded once in either tree and would hide the rest."""
    target.mkdir(parents=True)
    for path in sorted(source.glob("*.md")):
        (target / path.name).write_bytes(path.read_bytes())


def _compare(trees: dict[str, Path], folder: Path, locale: str) -> None:
    seconds: dict[tuple[str, str], list[float]] = {}
    for number in range(ROUNDS):
        for name, tree in trees.items():
            for run, taken in _measure(tree, folder, folder / f"{number}-{tree.name}", locale):
                seconds.setdefault((run, name), []).append(taken)
    this, other = trees
    print(f"{'processor seconds, median':<28} {this:>12} {other:>12} {'ratio':>7}")
    for run in ("first build", "nothing changed", "check"):
        mine, theirs = median(seconds[run, this]), median(seconds[run, other])
        print(f"{run:<28} {mine:12.2f} {theirs:12.2f} {mine / theirs:7.2f}")


def _measure(tree: Path, folder: Path, own: Path, locale: str) -> list[tuple[str, float]]:
    """Return the processor seconds of each run, with a cache and a site of its own."""
    own.mkdir()
    config = own / "errata.toml"
    config.write_text(f'default-locale = "{locale}"\nlocales = ["{locale}"]\n', "utf-8")
    site = ("build", "--kb", str(folder / "kb"), "--out", str(own / "site"))
    runs = {
        "first build": site,
        "nothing changed": site,
        "check": ("check", "--kb", str(folder / "kb")),
    }
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "ERRATA_CACHE": str(own / "cache"),
    }
    return [(name, _seconds(words, config, environment)) for name, words in runs.items()]


def _seconds(words: tuple[str, ...], config: Path, environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "errata", "--config", str(config), *words]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"`{' '.join(words[:1])}` failed in {environment['PYTHONPATH']}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
