"""How builds, sites and searches grow: with 1,000 and 10,000 made-up articles, or other sizes.

Of each size: processor seconds, wall and memory of a first build and of one after which nothing
changed, by stage as `errata build --timings` prints them; files and bytes of the site and of its
search index; what a reader's first query transfers in Chromium, and how many find their article.

Each figure is kept in `results.json` as soon as it is measured, so that a run that was ended goes
on where it was: 100,000 articles take an hour of a processor and 15 GB of disk. Of that file
`bench.scale_report` makes tables and a plot.
Usage: `python -m bench.scale [--keep FOLDER] [--results FILE] [SIZE …]`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from bench.browser_queries import query_site
from bench.scale_report import KINDS, Results, print_tables
from bench.serving import serving
from bench.synthesise import write_knowledge_base
from scripts.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIZES: Final = (1_000, 10_000)
# Queries of each kind, spread over the articles; each is a reader's first one.
QUERIES: Final = 10
# Seconds between two looks at the memory of a build.
_PAUSE: Final = 1.0
# "Pss:              1234 kB", which counts what processes share once; not "Pss_Anon: …".
_SHARE: Final = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


def main() -> int:
    """Measure what is missing, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path, help="folder of the knowledge bases and sites")
    parser.add_argument("--results", type=Path, help="file that keeps what was measured")
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = options.keep or Path(name)
        root.mkdir(parents=True, exist_ok=True)
        file = options.results or root / "results.json"
        for size in options.sizes:
            _measure(root / f"{size}", size, file)
        print_tables(read_results(file), options.sizes)
    return 0


def read_results(file: Path) -> Results:
    """Map each size to its measurements, by the name of the step."""
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _measure(folder: Path, size: int, file: Path) -> None:
    """Run every step that has not been measured."""
    kb = folder / "kb"
    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "written": lambda: _write(folder, size),
        "first": lambda: _build(folder),
        "again": lambda: _build(folder),
        "site": lambda: describe_site(folder / "site"),
        "queries": lambda: _ask(folder / "site", tuple(list_queries(kb))),
    }
    for name, step in steps.items():
        results = read_results(file)
        known = results.setdefault(str(size), {})
        if name not in known:
            known[name] = step()
            file.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
            print(f"{size:,} articles, {name}: {known[name]}", file=sys.stderr)


def _write(folder: Path, size: int) -> dict[str, Any]:
    if not (folder / "kb").exists():
        write_knowledge_base(folder, size)
    files = list((folder / "kb").rglob("*.md"))
    return {"articles": len(files), "bytes": sum(path.stat().st_size for path in files)}


def _build(folder: Path) -> dict[str, Any]:
    environment = {**os.environ, "ERRATA_CACHE": str(folder / "cache")}
    words = ["build", "--fail-on", "never", "--timings"]
    start = perf_counter()
    with (
        tempfile.TemporaryFile() as printed,
        subprocess.Popen(
            [sys.executable, "-m", "errata", *words],
            cwd=folder,
            env=environment,
            stdout=printed,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        memory = _MemoryWatch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = memory.stop()
        printed.seek(0)
        output = printed.read().decode("utf-8", "replace")
    wall = perf_counter() - start
    if process.returncode:
        sys.exit(output)
    return {
        "wall": wall,
        "processor": usage.ru_utime + usage.ru_stime,
        "memory": peak or usage.ru_maxrss / 1024,
        "largest process": usage.ru_maxrss / 1024,
        "load": os.getloadavg()[0],
        "stages": dict(_stages(output)),
    }


class _MemoryWatch:
    """Measures the peak megabytes of a process and its children."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._ended = pid, 0.0, Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> float:
        """Return the peak; 0 if the system does not report it."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._ended.wait(_PAUSE):
            self._peak = max(self._peak, sum(map(_memory_of, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    """Yield the process and all of its descendants."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                yield from _family(int(child))
        except OSError:  # it has ended
            continue


def _memory_of(pid: int) -> float:
    try:
        match = _SHARE.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:  # it has ended, or this is not Linux
        return 0.0
    return int(match[1]) / 1024 if match else 0.0


def _stages(printed: str) -> Iterator[tuple[str, float]]:
    """Yield name and processor seconds of each row of the first table: "linking 0.17 0.11"."""
    lines = printed.splitlines()
    head = next(
        (index for index, line in enumerate(lines) if line.split()[-1:] == ["processor"]), None
    )
    for line in lines[head + 1 :] if head is not None else ():
        name, _, numbers = line.strip().partition("  ")
        values = numbers.split()
        if len(values) < 2:  # noqa: PLR2004 - wall and processor
            return
        yield name, float(values[1])


def list_queries(kb: Path) -> Iterator[dict[str, Any]]:
    """Yield codes, and four words of titles, of articles spread over the first language."""
    paths = sorted((kb / "en").rglob("*.md"))
    for number, path in enumerate(paths[:: max(1, len(paths) // QUERIES)]):
        text = path.read_text("utf-8")
        title = text.partition("title: '")[2].partition("'")[0]
        words = [word for word in title.split() if "-" not in word]
        code = text.partition("```\n")[2].split(maxsplit=1)[0]
        query = {"locale": "en", "wanted": path.stem}
        yield {"id": f"w{number}", "kind": "words", "query": " ".join(words[-4:]), **query}
        if "-" in code:
            yield {"id": f"c{number}", "kind": "code", "query": code, **query}


def describe_site(folder: Path) -> dict[str, Any]:
    """Count files and bytes, also of the search index and of the largest file for readers."""
    files = total = search = 0
    largest = ("", 0)
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top, name)
            size = path.stat().st_size
            files, total = files + 1, total + size
            inside = path.relative_to(folder).as_posix()
            search += size if inside.startswith("search/") else 0
            if size > largest[1] and not name.startswith("."):
                largest = (inside, size)
    return {"files": files, "bytes": total, "search bytes": search, "largest": list(largest)}


def _ask(site: Path, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return by kind of query the files and kilobytes of a median first one, and answers."""
    wanted = {row["id"]: row["wanted"] for row in rows}
    with serving(site) as host, sync_playwright() as playwright:
        browser = launch(playwright)
        replies = list(query_site(browser, host.address, rows, host))
        browser.close()
    answers: dict[str, Any] = {}
    for kind in KINDS:
        own = [answer for answer in replies if answer.kind == kind]
        costs = [answer.first for answer in own if answer.first]
        if costs:
            answers[kind] = {
                "files": median(cost.requests for cost in costs),
                "kilobytes": median(cost.bytes for cost in costs) / 1000,
                "asked": len(own),
                "found": sum(wanted[answer.id] in answer.results for answer in own),
            }
    return answers


if __name__ == "__main__":
    sys.exit(main())
