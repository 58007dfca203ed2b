"""Processor seconds that parsing takes beside another revision of this tree, in one run, in turn.

Parses every n-th article of a folder, 400 in all, in a process of its own: imports, reading files
and linking are not counted. Prints the median of both trees, the ratio, and whether both made the
same of each article: title, text, codes, messages, what search takes, and findings.
Usage: `python -m bench.parsing REVISION [CORPUS] [LOCALE]`; `python -m bench.parsing --profile
[CORPUS] [LOCALE]` prints where this tree's time goes.
"""

from __future__ import annotations

import cProfile
import hashlib
import json
import os
import pstats
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bench.labels import corpus_and_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

In = TypeVar("In")
Out = TypeVar("Out")

ROOT: Final = Path(__file__).parents[1]
# Odd, so that the median is one of the runs.
ROUNDS: Final = 5
ARTICLES: Final = 400
# Parsed before the clock runs: patterns and tables are made when they are first used.
FIRST: Final = 20
# Functions of a profile that are worth a line.
LINES: Final = 45


class _Captured(Exception):  # noqa: N818 - no fault: ends the linking that follows parsing
    """What a build would run over its articles."""


def main() -> int:
    """Print the comparison or the profile; return 2 for a missing revision or corpus."""
    revision, *arguments = sys.argv[1:] or [""]
    if revision == "--measure":
        print(json.dumps(_measure(Path(arguments[0]), arguments[1])))
        return 0
    corpus = corpus_and_locale(arguments)
    if not revision or corpus is None:
        print("usage: python -m bench.parsing REVISION [CORPUS] [LOCALE]", file=sys.stderr)
        return 2
    if revision == "--profile":
        _profile(*corpus)
    else:
        _compare(revision, *corpus)
    return 0


def _compare(revision: str, corpus: Path, locale: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        other = Path(name, "other")
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(other), revision], check=True)
        try:
            runs = [
                (_run(ROOT, corpus, locale), _run(other, corpus, locale)) for _ in range(ROUNDS)
            ]
        finally:
            subprocess.run([*git, "remove", "--force", str(other)], check=True)
    mine, theirs = (median(run[index]["seconds"] for run in runs) for index in (0, 1))
    print(f"processor seconds, median of {ROUNDS}: {mine:.2f}, {revision} {theirs:.2f}")
    print(f"ratio {mine / theirs:.3f}")
    pairs = zip(runs[0][0]["digests"], runs[0][1]["digests"], strict=True)
    others = [path for (path, one), (_, two) in pairs if one != two]
    print(f"articles that differ: {len(others)} {' '.join(others[:5])}")


def _run(tree: Path, corpus: Path, locale: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.parsing", "--measure", str(corpus), locale]
    paths = f"{tree / 'src'}{os.pathsep}{ROOT}"
    # A set is written in the order of its hashes.
    same = {"PYTHONPATH": paths, "PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}
    environment = {**os.environ, **same}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, cwd=ROOT)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _measure(corpus: Path, locale: str) -> dict[str, Any]:
    from errata.cache.store import encode_result  # noqa: PLC0415 - of the tree to measure

    parse, sources = _stage(corpus, locale)
    for source in sources[:FIRST]:
        parse(source)
    start = process_time()
    parsed = [parse(source) for source in sources]
    seconds = process_time() - start
    encoded = [encode_result(item) or b"" for item in parsed]
    digests = [hashlib.sha256(data).hexdigest() for data in encoded]
    paths = [item.source for item in parsed]
    return {"seconds": seconds, "digests": list(zip(paths, digests, strict=True))}


def _stage(corpus: Path, locale: str) -> tuple[Callable[[Any], Any], Sequence[Any]]:
    """Return the function that parses, and the articles, as a build has them."""
    from errata.commands import _project  # noqa: PLC0415 - of the tree to measure

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "errata.toml")
        config.write_text(f'default-locale = "{locale}"\nlocales = ["{locale}"]\n', "utf-8")
        project = _project.open_project(config, corpus)
        articles = _project.read_articles(project)
        try:
            _project.link_project(articles, project, _capture)
        except _Captured as captured:
            parse, sources = captured.args
            return parse, sources[:: max(1, len(sources) // ARTICLES)]
    raise SystemExit("linking a folder did not parse its articles")


def _capture(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
    raise _Captured(function, items)


def _profile(corpus: Path, locale: str) -> None:
    parse, sources = _stage(corpus, locale)
    for source in sources[:FIRST]:
        parse(source)
    profile = cProfile.Profile(process_time)
    profile.enable()
    for source in sources:
        parse(source)
    profile.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile).sort_stats(order).print_stats(LINES)


if __name__ == "__main__":
    sys.exit(main())
