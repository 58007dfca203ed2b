"""Logs of other systems, read for what a knowledge base knows; a person judges every hit.

Prints the hits per 10,000 lines, and each fault with its count, article and a line that has it.
The logs are files below a folder. Usage: `python bench/silence.py FOLDER_OF_LOGS [KB]`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from errata.commands._lookup import index_messages
from errata.commands._project import link_library, open_project
from errata.logs.reader import LogReader

if TYPE_CHECKING:
    from errata.logs.hits import LogHit

ROOT = Path(__file__).parents[1]
# Characters of a line that are shown: enough to judge it by.
SHOWN = 240


def main() -> int:
    """Print the table; return 2 without logs."""
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 - the program and its folder
        print(__doc__, file=sys.stderr)
        return 2
    kb = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "kb"  # noqa: PLR2004 - the second argument
    library = link_library(open_project(None, kb))
    reader = LogReader(library, locale=library.locales[0], messages=index_messages(library))
    count = 0
    lines_by_kind: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    titles = {article.number: article.metadata.title for article in reversed(library.articles)}
    for path in sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file()):
        data = path.read_bytes()
        lines = data.split(b"\n")
        count += len(lines) - 1
        for hit in [*reader.feed(data), *reader.end()]:
            if hit.kind != "unknown":
                lines_by_kind[_fault(hit, titles)].append(
                    f"{path.name}:{hit.line}: {_text(lines, hit)}"
                )
    total = sum(map(len, lines_by_kind.values()))
    print(
        f"{total:,} hits of {len(lines_by_kind):,} faults in {count:,} lines of other systems, ",
        end="",
    )
    print(f"{total / max(count, 1) * 10_000:.1f} in 10,000")
    for (name, article), places in sorted(lines_by_kind.items(), key=lambda item: -len(item[1])):
        print(f"{len(places):6,}  {name}\n        {article}\n        {places[0]}")
    return 0


def _fault(hit: LogHit, titles: dict[str, str]) -> tuple[str, str]:
    best = hit.articles[0] if hit.articles else ""
    return f"{hit.kind} {hit.name}"[:SHOWN], f"{best} {titles.get(best, '')}"


def _text(lines: list[bytes], hit: LogHit) -> str:
    line = lines[hit.line - 1].decode("utf-8", "replace") if hit.line <= len(lines) else ""
    start = max(0, line.find(hit.surface) - SHOWN // 2) if hit.surface else 0
    return line[start : start + SHOWN].strip()


if __name__ == "__main__":
    sys.exit(main())
