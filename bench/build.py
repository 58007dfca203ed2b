"""A whole serial build of one locale against the sum of its unavoidable parts, in one run.

The parts, each alone: reading the files, YAML with the C loader, bare markdown-it-py (CommonMark,
tables, strikethrough, and linkify as the site needs links), writing the finished site's files.
Prints the ratio and the peak memory of the build. Usage: `python -m bench.build [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt

from bench.labels import corpus_and_locale

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3


def main() -> int:
    """Print the table; 2 where the corpus is not there."""
    found = corpus_and_locale(sys.argv[1:])
    if found is None:
        return 2
    corpus, locale = found
    with tempfile.TemporaryDirectory() as folder:
        whole, peak = _whole(corpus, locale, Path(folder))
        parts = _parts(corpus / locale, Path(folder))
    _report(parts, whole, peak)
    return 0


def _whole(corpus: Path, locale: str, folder: Path) -> tuple[float, int]:
    """(seconds of the fastest build into a new folder, peak bytes)."""
    config = folder / "errata.toml"
    config.write_text(f'default-locale = "{locale}"\nlocales = ["{locale}"]\n', "utf-8")
    command = [
        sys.executable,
        "-m",
        "errata",
        "--config",
        str(config),
        "build",
        "--kb",
        str(corpus),
    ]

    def run(round_: int) -> None:
        out = str(folder / f"site{round_}")
        done = subprocess.run([*command, "--out", out], check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)

    seconds = min(_timed(lambda number=number: run(number)) for number in range(ROUNDS))  # type: ignore[misc] # a lambda's default
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _parts(articles: Path, folder: Path) -> dict[str, float]:
    paths = sorted(articles.glob("*.md"))
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    split = [YAMLHandler().split(text.replace("\r\n", "\n")) for text in texts]
    markdown = MarkdownIt("commonmark", {"linkify": True})
    markdown.enable(["table", "strikethrough", "linkify"])
    site = folder / "site0"
    files = [path for path in site.rglob("*") if path.is_file()]
    contents = {path.relative_to(site): path.read_bytes() for path in files}
    steps: dict[str, Callable[[int], object]] = {
        "read": lambda _: [path.read_bytes().decode("utf-8") for path in paths],
        "YAML": lambda _: [yaml.load(matter, yaml.CSafeLoader) for matter, _ in split],
        "markdown-it-py": lambda _: [markdown.render(body) for _, body in split],
        "write": lambda number: _write(folder / f"plain{number}", contents),
    }
    return {
        name: min(_timed(lambda step=step, number=number: step(number)) for number in range(ROUNDS))  # type: ignore[misc] # as above
        for name, step in steps.items()
    }


def _write(folder: Path, contents: dict[Path, bytes]) -> None:
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _timed(step: Callable[[], object]) -> float:
    start = perf_counter()
    step()
    return perf_counter() - start


def _report(parts: dict[str, float], whole: float, peak: int) -> None:
    for name, seconds in parts.items():
        print(f"{name:<16} {seconds:7.2f} s")
    total = sum(parts.values())
    print(f"{'sum of parts':<16} {total:7.2f} s")
    print(f"{'errata build':<16} {whole:7.2f} s   {whole / total:.2f} times the sum")
    print(f"{'peak memory':<16} {peak / 1e6:7.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
