"""Builds by errata beside those of the generators that users would pick instead.

The same articles (`en` of the corpus, text alone), whole processes, in turn, each run of every
generator in each round: with nothing kept from before, with nothing changed, and after a sentence
was added to one article, another one each round. Prints medians of wall and processor seconds, the
ratio to Hugo with Pagefind in the same rounds, memory, and the files that were written. A generator
that cannot be installed or fails on the articles is named with its reason.
Usage: `python -m bench.build_peers [--rounds N] [--articles N] [--only NAME …] [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from bench.build_peers.generators import GENERATORS, environment_of, errata_command, read_texts
from bench.build_peers.install import install
from bench.build_peers.measure import Failed, Run, run_all, snapshot, written
from bench.labels import corpus_and_locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.build_peers.generators import Generator, Text
    from bench.build_peers.install import Tools

REFERENCE: Final = GENERATORS[0].name
OURS: Final = "errata"
COLD, SAME, EDIT, CHECK = "cold", "nothing changed", "one article edited", "errata check"
# Odd, so that the median is one of the runs.
ROUNDS: Final = 3


def main() -> int:
    """Print the tables; return 2 if the corpus is missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--only", action="append", choices=[peer.name for peer in GENERATORS])
    parser.add_argument("corpus", nargs="*")
    options = parser.parse_args()
    corpus = corpus_and_locale(options.corpus)
    if corpus is None:
        return 2
    texts = read_texts(corpus[0] / corpus[1], options.articles)
    chosen = [peer for peer in GENERATORS if not options.only or peer.name in options.only]
    print(f"{len(texts)} articles, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(install(), Path(folder))
        for generator in chosen:
            bench.prepare(generator, texts)
        for number in range(options.rounds):
            bench.run_round(number, is_last=number == options.rounds - 1)
        _report(bench)
    return 0


class Bench:
    """Every generator with a folder of its own, and all its runs."""

    def __init__(self, tools: Tools, root: Path) -> None:
        self.runs: dict[tuple[str, str], list[Run]] = {}
        self.faults: dict[str, str] = {}
        self._tools, self._root = tools, root
        self._ready: list[Generator] = []

    def prepare(self, generator: Generator, texts: list[Text]) -> None:
        """Write the articles as the generator reads them."""
        tools = self._tools
        fault = tools.node_fault if generator.needs == "node" else tools.python_fault
        fault = fault or (tools.node_fault if "Pagefind" in generator.name else "")
        folder = self._folder(generator)
        folder.mkdir()
        if generator.name == OURS:
            fault = ""
        if not fault:
            try:
                generator.prepare(tools, folder, texts)
            except (Failed, OSError) as error:
                fault = str(error)
        if fault:
            self._leave_out(generator, fault)
        else:
            self._ready.append(generator)

    def run_round(self, number: int, *, is_last: bool) -> None:
        """Run every generator once each way; the last round watches the memory of all processes."""
        for kind in (COLD, SAME, EDIT):
            for generator in tuple(self._ready):
                try:
                    self._run(generator, kind, number, watch=is_last and kind == COLD)
                except Failed as error:
                    self._leave_out(generator, str(error))
        for generator in self._ready:
            if generator.name == OURS:
                folder = self._folder(generator)
                environment = environment_of(self._tools, folder)
                run = run_all(errata_command("check"), folder, environment, watch=False)
                self.runs.setdefault((OURS, CHECK), []).append(run)

    def _run(self, generator: Generator, kind: str, number: int, *, watch: bool) -> None:
        folder = self._folder(generator)
        site = folder / generator.site
        if kind == COLD:
            self._clear(folder, (generator.site, *generator.caches))
        if kind == EDIT:
            _edit(folder / generator.articles, number)
        before = snapshot(site)
        commands = generator.commands(self._tools, folder)
        run = run_all(commands, folder, environment_of(self._tools, folder), watch=watch)
        files, size = written(before, snapshot(site))
        self.runs.setdefault((generator.name, kind), []).append(
            replace(run, files=files, size=size)
        )

    def _clear(self, folder: Path, names: Iterable[str]) -> None:
        """Move what an earlier run wrote out of the way.

        ext4 passes over inodes that were just freed, one by one, whenever it makes a file: 6,243
        files took .8 to 2.3 s after a site was deleted, and .2 to 1.0 s after it was moved.
        """
        aside = Path(tempfile.mkdtemp(dir=self._root))
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(aside / name.replace("/", "-"))

    def _folder(self, generator: Generator) -> Path:
        return self._root / generator.name.replace(" ", "-").replace(",", "").lower()

    def _leave_out(self, generator: Generator, fault: str) -> None:
        self.faults[generator.name] = fault
        self._ready = [other for other in self._ready if other is not generator]
        for name, kind in list(self.runs):
            if name == generator.name:
                del self.runs[name, kind]


def _edit(articles: Path, number: int) -> None:
    """Add a sentence to another article in each round."""
    paths = sorted(path for path in articles.glob("*.md") if path.name != "index.md")
    path = paths[(7 + 13 * number) % len(paths)]
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nRestart the service {number + 2} times, and look at the log again.\n")


def _report(bench: Bench) -> None:
    for kind in (COLD, SAME, EDIT):
        print(f"\n{kind:<22} {'wall s':>7} {'ratio':>6} {'processor s':>12} {'ratio':>6}", end="")
        print(f" {'memory MB':>10} {'files':>7} {'MB':>7}")
        base = bench.runs.get((REFERENCE, kind))
        for name, of_kind in bench.runs:
            if of_kind == kind:
                _print_line(name, bench.runs[name, kind], base)
    if (checks := bench.runs.get((OURS, CHECK))) and (cold := bench.runs.get((OURS, COLD))):
        _print_line(f"\n{CHECK}", checks, cold)
        print("(of which the ratio is to errata's own cold build)")
    for name, fault in bench.faults.items():
        print(f"left out: {name}: {fault}")


def _print_line(name: str, runs: list[Run], base: list[Run] | None) -> None:
    wall, processor = _medians(runs)
    to_wall, to_processor = _medians(base) if base else (0.0, 0.0)
    print(f"{name:<22} {wall:7.2f} {_ratio(wall, to_wall):>6}", end="")
    print(f" {processor:12.2f} {_ratio(processor, to_processor):>6}", end="")
    last = runs[-1]
    memory = max(run.memory for run in runs)
    print(f" {memory / 1e6:10.0f} {last.files:7,} {last.size / 1e6:7.1f}")


def _medians(runs: list[Run]) -> tuple[float, float]:
    return median(run.wall for run in runs), median(run.processor for run in runs)


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if base else ""


if __name__ == "__main__":
    sys.exit(main())
