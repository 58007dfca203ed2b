"""What a check costs beside a build, in one run: processor seconds, and the wait after one edit.

Two locales of the real articles are copied, built and checked, each in a process of its own: with
an empty cache, with a full one, and after one article was changed; then `check --watch` of that
article follows edits, each timed from its write to the last line of the report. The budgets are at
most 0.15 of a build's processor time for a check with a full cache, and 0.4 s of waiting after one
edit on an idle machine, in a new process and in the watch. What one article costs is also given
beside Python alone, in turns with it, which says more than seconds where other programs run. Prints
a line for each; 1 where one is exceeded.
Usage: `python -m bench.check [CORPUS] [LOCALE …]`.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import IO, Final

from bench.labels import corpus_and_locale

ROUNDS: Final = 5
EDITS: Final = 20
LOCALES: Final = ("en", "pt-BR")
SHARE: Final = 0.15
WAIT: Final = 0.4


def main() -> int:
    """Print the table; return 1 if a budget is exceeded, 2 if the corpus is missing."""
    corpus = corpus_and_locale(sys.argv[1:2])
    if corpus is None:
        return 2
    locales = sys.argv[2:] or LOCALES
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for locale in locales:
            shutil.copytree(corpus[0] / locale, root / "kb" / locale)
        os.environ["ERRATA_CACHE"] = f"{folder}/cache"
        return _measure(root)


def _measure(root: Path) -> int:
    article = min(root.glob("kb/*/*.md"))
    first, _ = _run(root, "build", "--fail-on", "never")
    warm_run, _ = min(_run(root, "build", "--fail-on", "never") for _ in range(2))
    _run(root, "check")  # pictures are measured
    warm = [_run(root, "check") for _ in range(ROUNDS)]
    edited = []
    for number in range(ROUNDS):
        article.write_bytes(article.read_bytes() + f"\nOne more line {number}.\n".encode())
        edited.append(_run(root, "check"))
    alone, bare = [], []
    for number in range(ROUNDS):
        bare.append(_run_python(root, "-c", "pass"))
        article.write_bytes(article.read_bytes() + f"\nAnother line {number}.\n".encode())
        alone.append(_run(root, "check", str(article)))
    checked, waited = min(warm)[0], min(wall for _, wall in edited)
    print(f"{'build, empty cache':<30} {first:6.2f} s of a processor")
    print(f"{'build, full cache':<30} {warm_run:6.2f} s")
    print(f"{'check, full cache':<30} {checked:6.2f} s, {checked / first:.3f} of the first build")
    print(f"{'':<30} {'':6}    {checked / warm_run:.3f} of the second (budget {SHARE})")
    print(f"{'check after one edit':<30} {min(edited)[0]:6.2f} s, {waited:.2f} s of waiting")
    wait = min(wall for _, wall in alone)
    print(f"{'check of that article alone':<30} {min(alone)[0]:6.2f} s, {wait:.2f} s of waiting")
    least, bare_wait = min(bare)[0], min(wall for _, wall in bare)
    ratio = f"{min(alone)[0] / least:.0f}, {wait / bare_wait:.0f} in waiting"
    print(f"{'':<30} {ratio} times Python alone ({least * 1000:.0f} ms)")
    watched = _watch(root, article)
    print(f"{'the same with --watch':<30} {'':6}    {watched:.2f} s of waiting, median of {EDITS}")
    return int(checked > SHARE * warm_run or max(wait, watched) > WAIT)


def _watch(root: Path, article: Path) -> float:
    """Return the median of the seconds from an edit to its report."""
    command = [sys.executable, "-m", "errata", "check", "--watch", str(article)]
    with subprocess.Popen(
        command, cwd=root, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as watch:
        assert watch.stderr  # noqa: S101 - a pipe, as asked for
        _read_report(watch.stderr)
        waits = []
        for number in range(EDITS):
            start = perf_counter()
            article.write_bytes(article.read_bytes() + f"\nA watched line {number}.\n".encode())
            _read_report(watch.stderr)
            waits.append(perf_counter() - start)
        watch.terminate()
    return median(waits)


def _read_report(lines: IO[str]) -> None:
    """Read to the line that ends a report; exit if the command has ended."""
    for line in lines:
        if "watching for changes" in line:
            return
    sys.exit("the watch has ended")


def _run(root: Path, *arguments: str) -> tuple[float, float]:
    """Return processor seconds of a command, and seconds of waiting."""
    return _run_python(root, "-m", "errata", *arguments)


def _run_python(root: Path, *arguments: str) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    command = [sys.executable, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)
    waited, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, waited


if __name__ == "__main__":
    sys.exit(main())
