"""What starting errata costs beside starting Python: processor milliseconds, in one run.

Each command is a process of its own. The first `errata explain` looks into the articles, the next
ones remember; all articles are in the cache. The budgets: `--version` takes at most 40 ms more than
Python alone, and a code that is explained again 250 ms in all.
On 2026-11-28, with 1,179 articles, before commands imported what they need when they are run:
`--version` 177 ms, `explain` and `scan` 1,200. Prints a line for each; 1 where one is exceeded.
Usage: `python -m bench.startup [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.labels import corpus_and_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS: Final = 5
MOST_FOR_VERSION: Final = 40
MOST_FOR_EXPLAIN: Final = 250
CODE: Final = "DLV-490037"


def as_installed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process that keeps byte code from its first run on.

    `pip` compiles what it installs. Where `PYTHONDONTWRITEBYTECODE` is set, a command of a
    checkout first compiles 350 modules for 0.7 s.
    """
    return {k: v for k, v in environment.items() if k != "PYTHONDONTWRITEBYTECODE"}


def main() -> int:
    """Print the table; return 1 if a budget is exceeded, 2 if the corpus is missing."""
    choice = corpus_and_locale(sys.argv[1:])
    if choice is None:
        return 2
    corpus, locale = choice
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path in (corpus / locale).rglob("*.md"):
            target = root / "kb" / path.relative_to(corpus)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        (root / "errata.toml").write_text("", "utf-8")
        (root / "line.log").write_text(f"2026-11-28 11:00:00 {CODE} The delivery failed\n", "utf-8")
        os.environ["ERRATA_CACHE"] = f"{folder}/cache"
        os.environ["PYTHONPATH"] = str(Path("src").resolve())
        return _measure(root)


def _measure(root: Path) -> int:
    errata = ("-m", "errata")
    _spend(root, *errata, "codes")  # all articles are parsed
    first = _spend(root, *errata, "explain", CODE)
    rows = {
        "python": ("-c", "pass"),
        "python, importing click": ("-c", "import click"),
        "errata --version": (*errata, "--version"),
        "errata explain, remembered": (*errata, "explain", CODE),
        "errata scan of one line": (*errata, "scan", "line.log"),
    }
    spent = {name: min(_spend(root, *line) for _ in range(ROUNDS)) for name, line in rows.items()}
    spent["errata explain, first time"] = first
    for name, milliseconds in spent.items():
        ratio = milliseconds / spent["python"]
        print(f"{name:30} {milliseconds:6.0f} ms  {ratio:5.1f} x python")
    version = spent["errata --version"] - spent["python"]
    explain = spent["errata explain, remembered"]
    return int(version > MOST_FOR_VERSION or explain > MOST_FOR_EXPLAIN)


def _spend(root: Path, *arguments: str) -> float:
    """Return processor milliseconds of Python with the arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=as_installed(os.environ),
        check=False,  # a finding is status 1
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return (user + system) * 1000


if __name__ == "__main__":
    sys.exit(main())
