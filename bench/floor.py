"""The floor of a cold build: what its unavoidable parts take by themselves, beside the whole.

Each part does nothing but call the library or the system, on the same articles and the same bytes:
Python with the modules that are imported, PyYAML over the front matter, markdown-it-py without an
extension over the text, nh3 over its HTML, the shipped templates with views that are there, and
digests and files of the finished site. Prints processor seconds and shares of a whole
`errata build --jobs 1` in one run, the seconds of its stages as `--timings` has them, and its peak
memory. What the parts leave is errata's own work. Pictures are left out of both: encoding them
takes as long as all the rest.
Usage: `python -m bench.floor [CORPUS] [LOCALE]`.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final, TypeVar

from bench.labels import corpus_and_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errata.model import Artifact

In = TypeVar("In")
Out = TypeVar("Out")

IMPORTS: Final = "import errata.commands.build, errata.pipeline, errata.articles.read"


def main() -> int:
    """Print the parts and the whole; return 2 if the corpus is missing."""
    choice = corpus_and_locale(sys.argv[1:])
    if choice is None:
        return 2
    corpus, locale = choice
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ERRATA_CACHE"] = str(folder / "cache")
        config = folder / "errata.toml"
        config.write_text(f'default-locale = "{locale}"\nlocales = ["{locale}"]\n', "utf-8")
        texts = folder / "kb"
        articles = _copy_articles(corpus / locale, texts / locale)
        parts = {"starting Python, imports": _spend_process("-c", IMPORTS)}
        parts |= _measure_reading([path.read_text("utf-8") for path in articles])
        parts |= _measure_site(config, texts, folder)
        command = ("-m", "errata", "--config", str(config), "build", "--jobs", "1", "--timings")
        places = ("--kb", str(texts), "--out", str(folder / "site"))
        seconds_of_process = _spend_process(*command, *places, "--no-cache", stderr=None)
    for name, seconds in (
        *parts.items(),
        ("floor", sum(parts.values())),
        ("whole", seconds_of_process),
    ):
        print(f"{name:36} {seconds:6.2f} s  {seconds / seconds_of_process:5.1%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024:,} MB")
    return 0


def _copy_articles(source: Path, target: Path) -> list[Path]:
    """Copy the articles of a folder without their pictures; return the copies."""
    shutil.copytree(source, target, ignore=_list_pictures)
    return sorted(target.rglob("*.md"))


def _list_pictures(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".md") or (Path(folder) / name).is_dir())]


def _measure_reading(texts: Sequence[str]) -> dict[str, float]:
    """Measure the libraries that read an article."""
    import nh3  # noqa: PLC0415 - measured apart
    from markdown_it import MarkdownIt  # noqa: PLC0415 - as above

    parts = [text.split("\n---\n", 1) for text in texts]
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    clean = nh3.Cleaner(attribute_filter=lambda _tag, _name, value: value).clean
    seconds = {}
    seconds["PyYAML"] = _spend(_compose, [front.removeprefix("---\n") for front, *_ in parts])[0]
    bodies = [part[-1] for part in parts]
    seconds["markdown-it-py"], html = _spend(markdown.render, bodies)
    seconds["nh3"] = _spend(clean, html)[0]
    return seconds


def _compose(front: str) -> object:
    import yaml  # noqa: PLC0415 - as above

    try:
        return yaml.compose(front, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:  # authors forget quotes
        return None


def _measure_site(config: Path, texts: Path, folder: Path) -> dict[str, float]:
    """Measure the rest of making a site when all is known: templates, digests, files."""
    from errata.commands import _project  # noqa: PLC0415 - measured apart
    from errata.mapper import PageMappers, map_serially  # noqa: PLC0415 - as above

    spent: list[float] = []

    def render(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        seconds, pages = _spend(function, items)
        spent.append(seconds)
        return pages

    project = _project.open_project(config, texts, cache=False)
    probe = _project.make_image_probe(project, map_serially)
    pages = PageMappers(rendering=render)
    built = _project.compile_project(project, map_serially, probe, pages).build
    contents = [artifact for artifact in built.artifacts if isinstance(artifact.content, bytes)]
    target = folder / "files"
    return {
        "templates": sum(spent),
        "SHA-256 of the files": _spend(_digest, contents)[0],
        "writing the files": _spend(partial(_write, target), contents)[0],
    }


def _digest(artifact: Artifact) -> str:
    assert isinstance(artifact.content, bytes)  # noqa: S101 - the caller has looked
    return hashlib.sha256(artifact.content).hexdigest()


def _write(folder: Path, artifact: Artifact) -> None:
    assert isinstance(artifact.content, bytes)  # noqa: S101 - as above
    path = os.path.join(folder, artifact.path)  # noqa: PTH118 - a `Path` takes longer than a file
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(descriptor, artifact.content)
    os.close(descriptor)


def _spend(function: Callable[[In], Out], items: Sequence[In]) -> tuple[float, list[Out]]:
    """Return processor seconds over all items, and the results."""
    start = process_time()
    results = [function(item) for item in items]
    return process_time() - start, results


def _spend_process(*arguments: str, stderr: int | None = subprocess.DEVNULL) -> float:
    """Return the processor seconds of Python with the arguments; its messages go to `stderr`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=stderr, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
