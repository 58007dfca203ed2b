"""The judged queries through the built site in Chromium, compared with Pagefind and MiniSearch.

Builds the site of the corpus, serves it with gzip, and runs every query on the site's own search
page without any cache. Prints the labels' score table, the bytes and requests of a first
query (scripts and data, not the page) by locale and kind, the time from the last file's arrival to
the answer, and how long a sample of them takes on a slow network, eight seconds each. Codes are
searched for from `file://` too.

    python -m bench.search [--only errata] [--site FOLDER] [--waits COUNT] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from bench.browser_queries import WATCH, QueryResult, query_peer, query_site
from bench.labels import folders, read_queries
from bench.peers import PEERS, install
from bench.serving import Host, serving
from bench.slow_network import measure_waits, print_waits
from scripts.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).parents[1]
OWN: Final = "errata"


def main() -> int:
    """Print the tables; return 2 if the labels or the corpus are missing."""
    if (choice := folders()) is None:
        return 2
    corpus, gold = choice
    parser = argparse.ArgumentParser(description="the judged queries in Chromium")
    parser.add_argument("--only", choices=(OWN, *PEERS), help="one engine instead of all")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--out", type=Path, help="folder for the runs, one file an engine")
    parser.add_argument(
        "--waits", type=int, default=1, help="queries of each kind and locale on a slow network"
    )
    options = parser.parse_args()
    engines = (options.only,) if options.only else (OWN, *PEERS)
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or _built(corpus, Path(folder) / "site")
        if engines != (OWN,):
            install(site, sorted(path.name for path in corpus.iterdir() if path.is_dir()))
        out = options.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        _run(site, gold, engines, out, options.waits)
    return 0


def _built(corpus: Path, site: Path) -> Path:
    command = [sys.executable, "-m", "errata", "build", "--kb", str(corpus), "--out", str(site)]
    start = perf_counter()
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1) or not site.is_dir():
        sys.exit(done.stderr)
    print(f"site built in {perf_counter() - start:.1f} s")
    return site


def _run(site: Path, gold: Path, engines: Sequence[str], out: Path, waits: int) -> None:
    rows = read_queries(gold)
    # Pagefind compiles WebAssembly, which the site's own policy forbids.
    strict = engines == (OWN,)
    with sync_playwright() as playwright, serving(site, strict=strict) as host:
        # With windows, a page of some first queries never has an idle network.
        browser = launch(playwright, windows=False)
        for engine in engines:
            results = list(_ask(browser, engine, rows, host))
            _write(out / f"{engine}.jsonl", results)
            print(f"\n== {engine}", flush=True)
            _score(gold, out / f"{engine}.jsonl")
            _cost(results, rows)
        if OWN in engines:
            print_waits([*measure_waits(browser, host.address, rows, WATCH, waits)])
            _from_disk(browser, site, gold, rows, out)
        browser.close()


def _ask(
    browser: Browser, engine: str, rows: Sequence[dict[str, Any]], host: Host
) -> Iterable[QueryResult]:
    if engine == OWN:
        return query_site(browser, host.address, rows, host)
    return query_peer(browser, engine, rows, host)


def _from_disk(
    browser: Browser, site: Path, gold: Path, rows: Sequence[dict[str, Any]], out: Path
) -> None:
    codes = [row for row in rows if row["kind"] == "code"]
    results = list(query_site(browser, f"{site.resolve().as_uri()}/", codes))
    _write(out / "file.jsonl", results)
    print(f"\n== {OWN} from file://, codes alone", flush=True)
    _score(gold, out / "file.jsonl", "code ")


def _write(path: Path, results: Iterable[QueryResult]) -> None:
    path.write_text("".join(f"{json.dumps(item.row())}\n" for item in results), "utf-8")


def _score(gold: Path, run: Path, only: str = "") -> None:
    """Run the labels' own script; `only` keeps the lines that begin with it."""
    command = [sys.executable, str(gold / "score.py"), str(run)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print("\n".join(line for line in printed.splitlines() if line.startswith(only)), flush=True)


def _cost(results: Sequence[QueryResult], rows: Sequence[dict[str, Any]]) -> None:
    locales = {row["id"]: row["locale"] for row in rows}
    first = [(locales[item.id], item.kind, item.first) for item in results if item.first]
    print(f"{len(first)} first queries {'median':>8} {'p95':>8} {'worst':>8}")
    _line("kB gzip", [cost.bytes / 1000 for _, _, cost in first])
    for name in sorted({locale for locale, _, _ in first}):
        own = [cost.bytes / 1000 for locale, _, cost in first if locale == name]
        _line(f"  in {name}", own)
    for name in sorted({kind for _, kind, _ in first}):
        _line(f"  of {name}", [cost.bytes / 1000 for _, kind, cost in first if kind == name])
    for name in sorted({locale for locale, _, _ in first}):
        codes = [c.bytes / 1000 for locale, kind, c in first if (locale, kind) == (name, "code")]
        if codes:
            _line(f"  code in {name}", codes)
    _line("requests", [float(cost.requests) for _, _, cost in first])
    _line("answer, ms", [cost.ms for _, _, cost in first])


def _line(name: str, values: list[float]) -> None:
    values.sort()
    p95 = values[int(len(values) * 0.95)]
    print(f"{name:17} {median(values):8.1f} {p95:8.1f} {values[-1]:8.1f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
