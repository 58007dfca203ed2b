"""How builds and searches grow: made-up knowledge bases of 1,000, 4,000 and 10,000 articles.

Of each size: processor seconds, wall and memory of a first build and of one after which nothing
changed, by stage as `errata build --timings` prints them; files and bytes of the site and of its
search index; and what a reader's first query transfers in Chromium, in files and bytes. Prints
markdown tables, with what one article costs against one of the smallest size; `--plot FILE` draws
that as SVG. Usage: `python -m bench.scale [--plot FILE] [--keep FOLDER] [SIZE …]`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from bench.browser_queries import query_site
from bench.serving import serving
from bench.synthesise import write_knowledge_base
from scripts.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES: Final = (1000, 4000, 10_000)
# Queries of each kind, spread over the articles; each is a reader's first one.
QUERIES: Final = 10
# A stage below this share of a build is not worth a column.
LEAST_SHARE: Final = 0.02
WIDTH, HEIGHT, MARGIN = 640, 300, 52
STYLE: Final = """\
  .ground { fill: #fff } .axis { stroke: #6b8299 } .flat { stroke: #6b8299; stroke-dasharray: 4 4 }
  text { font: 13px Verdana, sans-serif; fill: #14283c }
  .processor { fill: none; stroke: #0b57a4; stroke-width: 2 }
  .memory { fill: none; stroke: #a4500b; stroke-width: 2 }"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A build of one size."""

    articles: int
    wall: float
    processor: float
    memory: float
    """Megabytes of the largest process."""
    stages: dict[str, float] = field(default_factory=dict)
    """Stage -> processor seconds."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a build wrote, and what readers fetch of it."""

    articles: int
    files: int
    megabytes: float
    search_megabytes: float
    largest: str
    queries: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Kind of query -> files and kilobytes of the median first one."""


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of the knowledge bases and sites")
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    first, again, sites = [], [], []
    with tempfile.TemporaryDirectory() as name:
        root = options.keep or Path(name)
        for size in options.sizes:
            folder = root / f"{size}"
            if not folder.exists():
                write_knowledge_base(folder, size)
            first.append(_build(folder, size))
            again.append(_build(folder, size))
            sites.append(_site(folder / "site", size, tuple(_queries(folder / "kb"))))
            print(f"{size:,} articles: {first[-1].processor:.0f} s of a processor", file=sys.stderr)
    for title, builds in (("First build", first), ("Nothing changed", again)):
        print(f"\n{title}\n\n" + "\n".join(_build_rows(builds)))
    print("\nSite and search\n\n" + "\n".join(_site_rows(sites)))
    if options.plot:
        options.plot.write_text(draw_plot(first), "utf-8")
    return 0


def _build(folder: Path, size: int) -> Measured:
    environment = {**os.environ, "ERRATA_CACHE": str(folder / "cache")}
    words = ["build", "--fail-on", "never", "--timings"]
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "errata", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = perf_counter() - start
    if process.returncode:
        sys.exit(printed)
    seconds = usage.ru_utime + usage.ru_stime
    return Measured(size, wall, seconds, usage.ru_maxrss / 1024, dict(_stages(printed)))


def _stages(printed: str) -> Iterator[tuple[str, float]]:
    """Name and processor seconds of each row of the first table: "linking   0.17   0.11"."""
    lines = printed.splitlines()
    head = next((at for at, line in enumerate(lines) if line.split()[-1:] == ["processor"]), None)
    for line in lines[head + 1 :] if head is not None else ():
        name, _, numbers = line.strip().partition("  ")
        values = numbers.split()
        if len(values) < 2:  # noqa: PLR2004 - wall and processor
            return
        yield name, float(values[1])


def _queries(kb: Path) -> Iterator[dict[str, Any]]:
    """Codes, and four words of titles, of articles spread over the first language."""
    paths = sorted((kb / "en").rglob("*.md"))
    for number, path in enumerate(paths[:: max(1, len(paths) // QUERIES)]):
        text = path.read_text("utf-8")
        title = text.partition("title: '")[2].partition("'")[0]
        words = [word for word in title.split() if "-" not in word]
        code = text.partition("```\n")[2].split(maxsplit=1)[0]
        yield {"id": f"w{number}", "kind": "words", "locale": "en", "query": " ".join(words[-4:])}
        if "-" in code:
            yield {"id": f"c{number}", "kind": "code", "locale": "en", "query": code}


def _site(folder: Path, size: int, rows: Sequence[dict[str, Any]]) -> Site:
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    shown = {path: n for path, n in sizes.items() if not path.name.startswith(".")}
    largest = max(shown, key=lambda path: shown[path])
    name = largest.relative_to(folder).as_posix()
    with serving(folder) as host, sync_playwright() as playwright:
        browser = launch(playwright)
        found = list(query_site(browser, host.address, rows, host))
        browser.close()
    unanswered = [one.id for one in found if not one.results]
    if unanswered:
        print(f"{size:,} articles: no answer to {', '.join(unanswered)}", file=sys.stderr)
    costs = {kind: [q.first for q in found if q.kind == kind and q.first] for kind in _KINDS}
    search = sum(n for path, n in sizes.items() if path.is_relative_to(folder / "search"))
    return Site(
        size,
        len(sizes),
        sum(sizes.values()) / 1e6,
        search / 1e6,
        f"{name}, {shown[largest] / 1000:,.0f} kB",
        {
            kind: (median(c.requests for c in own), median(c.bytes for c in own) / 1000)
            for kind, own in costs.items()
            if own
        },
    )


_KINDS: Final = ("code", "words")


def _build_rows(builds: Sequence[Measured]) -> Iterator[str]:
    whole = builds[-1].processor
    names = [n for n, seconds in builds[-1].stages.items() if seconds >= LEAST_SHARE * whole]
    yield "| | " + " | ".join(f"{build.articles:,}" for build in builds) + " | growth |"
    yield "|---|" + "--:|" * (len(builds) + 1)
    yield _row("processor, s", [b.processor for b in builds], builds)
    yield _row("wall, s", [b.wall for b in builds], builds)
    yield _row("memory, MB", [b.memory for b in builds], builds)
    for name in names:
        yield _row(name, [build.stages.get(name, 0.0) for build in builds], builds)


def _row(name: str, values: Sequence[float], builds: Sequence[Measured]) -> str:
    """With the exponent of its growth from the first size to the last: 1 is linear, 2 square."""
    cells = [f"{value:,.2f}" if value < 100 else f"{value:,.0f}" for value in values]  # noqa: PLR2004 - digits to read
    ratio = builds[-1].articles / builds[0].articles
    grown = values[-1] / values[0] if values[0] else 0
    power = f"{log10(grown) / log10(ratio):.2f}" if grown and ratio > 1 else ""
    return f"| {name} | {' | '.join(cells)} | {power} |"


def _site_rows(sites: Sequence[Site]) -> Iterator[str]:
    yield "| | " + " | ".join(f"{site.articles:,}" for site in sites) + " |"
    yield "|---|" + "--:|" * len(sites)
    rows = {
        "files": [f"{site.files:,}" for site in sites],
        "MB": [f"{site.megabytes:,.0f}" for site in sites],
        "search index, MB": [f"{site.search_megabytes:,.1f}" for site in sites],
        "largest file": [site.largest for site in sites],
    }
    for kind in _KINDS:
        costs = [site.queries.get(kind, (0, 0)) for site in sites]
        rows[f"first query, {kind}: files"] = [f"{files:.0f}" for files, _ in costs]
        rows[f"first query, {kind}: kB"] = [f"{kilobytes:.1f}" for _, kilobytes in costs]
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def draw_plot(builds: Sequence[Measured]) -> str:
    """What one article costs against one of the smallest size, over a scale of powers of ten."""
    lines = {
        "processor": [build.processor / build.articles for build in builds],
        "memory": [build.memory / build.articles for build in builds],
    }
    shares = {name: [value / own[0] for value in own] for name, own in lines.items()}
    top = max(1.2, *(share for own in shares.values() for share in own))
    low, high = log10(builds[0].articles), log10(builds[-1].articles)

    def point(build: Measured, share: float) -> str:
        across = (log10(build.articles) - low) / ((high - low) or 1)
        x = MARGIN + across * (WIDTH - 2 * MARGIN)
        return f"{x:.1f},{_height(share, top):.1f}"

    flat = _height(1, top)
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>What one article costs, by the number of articles</title>",
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<path class="axis" d="M{MARGIN} {HEIGHT - MARGIN}H{WIDTH - MARGIN}"/>',
        f'<path class="flat" d="M{MARGIN} {flat:.1f}H{WIDTH - MARGIN}"/>',
        f'<text x="8" y="{flat + 4:.1f}">100 %</text>',
    ]
    for build in builds:
        x = point(build, 1).partition(",")[0]
        y = HEIGHT - MARGIN + 20
        pieces.append(f'<text x="{x}" y="{y}" text-anchor="middle">{build.articles:,}</text>')
    for at, (name, own) in enumerate(shares.items()):
        joined = " ".join(point(build, share) for build, share in zip(builds, own, strict=True))
        pieces.append(f'<polyline class="{name}" points="{joined}"/>')
        place = MARGIN + at * 260
        pieces.append(f'<path class="{name}" d="M{place} 20h24"/>')
        pieces.append(f'<text x="{place + 32}" y="24">{name} of one article</text>')
    return "\n".join([*pieces, "</svg>", ""])


def _height(share: float, top: float) -> float:
    return HEIGHT - MARGIN - share / top * (HEIGHT - 2 * MARGIN)


if __name__ == "__main__":
    sys.exit(main())
