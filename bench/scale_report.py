"""Tables of what `bench.scale` has measured, and a plot of two sizes or more.

Usage: `python -m bench.scale_report [FILE] [--plot SVG]`. Without a file, those of the
documentation: it also prints the rows of the tables in `kb/en/errata/large-sites.md`, which
`tests/documentation/test_large_sites.py` holds to the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parent.parent
MEASURED: Final = ROOT / "bench/scale_results.json"
KINDS: Final = ("code", "words")
# A stage below this share of a build is not worth a row.
LEAST_SHARE: Final = 0.02
WIDTH, HEIGHT, MARGIN = 640, 300, 52
STYLE: Final = """\
  .ground { fill: #fff } .axis { stroke: #6b8299 } .flat { stroke: #6b8299; stroke-dasharray: 4 4 }
  text { font: 13px Verdana, sans-serif; fill: #14283c }
  .processor { fill: none; stroke: #0b57a4; stroke-width: 2 }
  .memory { fill: none; stroke: #a4500b; stroke-width: 2 }"""

Results = dict[str, dict[str, Any]]
"""Size -> step -> what was measured."""


def main() -> int:
    """Print the tables, and draw the plot."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path, nargs="?", default=MEASURED)
    parser.add_argument("--plot", type=Path, help="file of SVG to write")
    options = parser.parse_args()
    file = options.file
    results: Results = json.loads(file.read_text("utf-8"))
    sizes = sorted(map(int, results))
    print_tables(results, sizes)
    if file == MEASURED:
        print("\n" + "\n".join(list_documented(results)))
    if options.plot:
        options.plot.write_text(draw_plot(results, sizes), "utf-8")
    return 0


def list_documented(results: Results) -> list[str]:
    """Return the rows of the documentation's tables: by size, costs of a build and a search."""
    sizes = sorted(map(int, results))
    return [
        *(_documented_build(size, results[str(size)]) for size in sizes),
        *(_documented_search(size, results[str(size)]) for size in sizes),
    ]


def _documented_build(size: int, measured: dict[str, Any]) -> str:
    first, site = measured["first"], measured["site"]
    seconds = first["processor"]
    cells = (
        f"{size:,}",
        f"{seconds:,.0f} s",
        f"{1000 * seconds / size:.0f} ms",
        f"{measured['again']['processor']:,.1f} s",
        f"{first['memory']:,.0f} MB",
        f"{site['files']:,}",
        f"{site['bytes'] / 1e6:,.0f} MB",
    )
    return f"| {' | '.join(cells)} |"


def _documented_search(size: int, measured: dict[str, Any]) -> str:
    costs = (measured["queries"][kind] for kind in KINDS)
    cells = [f"{cost['files']:.0f} files, {cost['kilobytes']:,.0f} kB" for cost in costs]
    index = f"{measured['site']['search bytes'] / 1e6:,.1f} MB"
    return f"| {' | '.join((f'{size:,}', index, *cells))} |"


def print_tables(results: Results, sizes: Sequence[int]) -> None:
    """Print the tables as markdown."""
    for title, rows in list_tables(results, sizes).items():
        print(f"\n{title}\n\n" + "\n".join(rows))


def list_tables(results: Results, sizes: Sequence[int]) -> dict[str, list[str]]:
    """Map titles to the lines of tables, for the sizes that have the figures."""
    tables = {}
    for title, step in (("First build", "first"), ("Nothing changed", "again")):
        if builds := [size for size in sizes if step in results.get(str(size), {})]:
            tables[title] = list(_build_rows(results, builds, step))
    if built := [size for size in sizes if "site" in results.get(str(size), {})]:
        tables["Site and search"] = list(_site_rows(results, built))
    return tables


def _build_rows(results: Results, sizes: Sequence[int], step: str) -> Iterator[str]:
    builds = [results[str(size)][step] for size in sizes]
    last = builds[-1]
    total = last["processor"]
    stages = last["stages"].items()
    names = [n for n, seconds in stages if seconds >= LEAST_SHARE * total and n != "total"]
    yield from _head(sizes)
    each = [1000 * b["processor"] / size for b, size in zip(builds, sizes, strict=True)]
    yield _row("processor, s", [build["processor"] for build in builds])
    yield _row("for one article, ms", each)
    yield _row("memory of all processes, MB", [build["memory"] for build in builds])
    for name in names:
        yield _row(f"{name}, s", [build["stages"].get(name, 0.0) for build in builds])


def _head(sizes: Sequence[int]) -> Iterator[str]:
    yield "| | " + " | ".join(f"{size:,}" for size in sizes) + " |"
    yield "|---|" + "--:|" * len(sizes)


def _row(name: str, values: Sequence[float]) -> str:
    cells = [f"{value:,.1f}" if value < 100 else f"{value:,.0f}" for value in values]  # noqa: PLR2004 - digits to read
    return f"| {name} | {' | '.join(cells)} |"


def _site_rows(results: Results, sizes: Sequence[int]) -> Iterator[str]:
    measured = [results[str(size)] for size in sizes]
    sites = [entry["site"] for entry in measured]
    yield from _head(sizes)
    rows = {
        "files": [f"{site['files']:,}" for site in sites],
        "MB": [f"{site['bytes'] / 1e6:,.0f}" for site in sites],
        "search index, MB": [f"{site['search bytes'] / 1e6:,.1f}" for site in sites],
        "largest file": [
            f"{site['largest'][0]}, {site['largest'][1] / 1e6:,.1f} MB" for site in sites
        ],
    }
    for kind in KINDS:
        costs = [entry.get("queries", {}).get(kind) for entry in measured]
        rows[f"first query, {kind}"] = [_cost(cost) if cost else "" for cost in costs]
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _cost(cost: dict[str, float]) -> str:
    share_found = f"{cost['found']:.0f} of {cost['asked']:.0f} found"
    return f"{cost['files']:.0f} files, {cost['kilobytes']:,.0f} kB, {share_found}"


def draw_plot(results: Results, sizes: Sequence[int]) -> str:
    """Plot the cost of one article relative to the smallest size, over powers of ten."""
    builds = [results[str(size)]["first"] for size in sizes]
    lines = {
        name: [build[name] / size for build, size in zip(builds, sizes, strict=True)]
        for name in ("processor", "memory")
    }
    shares = {name: [value / own[0] for value in own] for name, own in lines.items()}
    top = max(1.2, *(share for own in shares.values() for share in own))
    low, high = log10(sizes[0]), log10(sizes[-1])

    def point(size: int, share: float) -> str:
        across = (log10(size) - low) / ((high - low) or 1)
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
    for size in sizes:
        x = point(size, 1).partition(",")[0]
        y = HEIGHT - MARGIN + 20
        pieces.append(f'<text x="{x}" y="{y}" text-anchor="middle">{size:,}</text>')
    for index, (name, own) in enumerate(shares.items()):
        joined = " ".join(point(size, share) for size, share in zip(sizes, own, strict=True))
        pieces.append(f'<polyline class="{name}" points="{joined}"/>')
        place = MARGIN + index * 260
        pieces.append(f'<path class="{name}" d="M{place} 20h24"/>')
        pieces.append(f'<text x="{place + 32}" y="24">{name} of one article</text>')
    return "\n".join([*pieces, "</svg>", ""])


def _height(share: float, top: float) -> float:
    return HEIGHT - MARGIN - share / top * (HEIGHT - 2 * MARGIN)


if __name__ == "__main__":
    sys.exit(main())
