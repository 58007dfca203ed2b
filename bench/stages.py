"""The share of each stage of a build, the first one and one after which nothing changed.

Prints processor seconds and their share of the whole: each function that `errata.pipeline` calls,
parsing, pictures, reading the folder and writing the site; one process, imports not counted.
Usage: `python -m bench.stages [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bench.labels import corpus_and_locale
from errata import pipeline, review
from errata.commands import _project
from errata.files.site import write_site
from errata.mapper import map_serially

if TYPE_CHECKING:
    from collections.abc import Callable

# A stage below this share of a build is not worth a line.
LEAST_SHARE = 0.005


class Stopwatch:
    """Processor seconds by stage; nested stages are counted separately."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed under a name."""

        @wraps(function)
        def run(*arguments: object, **options: object) -> object:
            start = process_time()
            self._inner.append(0.0)
            result = function(*arguments, **options)
            if inspect.isgenerator(result):
                result = iter(list(result))
            taken = process_time() - start
            self.seconds[name] = self.seconds.get(name, 0.0) + taken - self._inner.pop()
            self._inner[-1] += taken
            return result

        return run


def main() -> int:
    """Print both tables; return 2 if the corpus is missing."""
    choice = corpus_and_locale(sys.argv[1:])
    if choice is None:
        return 2
    corpus, locale = choice
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ERRATA_CACHE"] = f"{folder}/cache"
        config = Path(folder, "errata.toml")
        config.write_text(f'default-locale = "{locale}"\nlocales = ["{locale}"]\n', "utf-8")
        for title in ("first build", "nothing changed"):
            _report(title, _build(config, corpus, Path(folder, "site")))
    return 0


def _build(config: Path, corpus: Path, out: Path) -> dict[str, float]:
    watch = Stopwatch()

    def build() -> None:
        project = _project.open_project(config, corpus)
        mapper = watch.timed("parse", _project.make_cached_mapper(map_serially, project))
        probe = watch.timed("pictures", _project.make_image_probe(project))
        compiled = _project.compile_project(project, mapper, probe)
        watch.timed("write_site", write_site)(out, compiled.build.artifacts, project.kb)

    with ExitStack() as stack:
        for module in (pipeline, review, _project):
            for name, function in _stages(module):
                stack.enter_context(patch.object(module, name, watch.timed(name, function)))
        watch.timed("the rest", build)()
    return watch.seconds


def _stages(module: object) -> list[tuple[str, Callable[..., Any]]]:
    """Return the functions of errata that a module has imported."""
    functions = inspect.getmembers(module, inspect.isfunction)
    own = getattr(module, "__name__", "")
    return [
        (name, function)
        for name, function in functions
        if function.__module__.startswith("errata.") and function.__module__ != own
    ]


def _report(title: str, seconds: dict[str, float]) -> None:
    total = sum(seconds.values())
    print(f"{title}: {total:.2f} s of a processor")
    for name, own in sorted(seconds.items(), key=lambda item: -item[1]):
        if own >= LEAST_SHARE * total:
            print(f"  {name:<28} {own:7.2f} s  {own / total:4.0%}")


if __name__ == "__main__":
    sys.exit(main())
