"""A real cluster on this machine: a scheduler and workers, which read no file of a build."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.errors import ErrataError
from errata.files.knowledge_base import read_folder
from errata.mapper import PageMappers, map_serially, show_nothing
from errata.model import Inputs
from errata.pipeline import build
from errata.workers import executors
from errata.workers.executors import ExecutorChoice, open_executor
from errata.workers.task import program_parts
from tests.cache.test_mappers import article
from tests.commands.running import environment
from tests.site.factories import shipped_theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from errata.mapper import Mapper, Progress

# The package is looked for and not imported: all workers collect this file, and one needs it.
pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None, reason="the extra `dask` is not installed"
)

ARTICLES = 60
OPTIONS = ParseOptions()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Processes on loopback."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: Sequence[subprocess.Popen[bytes]]

    @contextmanager
    def opened(self, warnings: list[str], progress: Progress = show_nothing) -> Iterator[Mapper]:
        chosen = ExecutorChoice("dask", self.address, 2)
        with open_executor(chosen, map_serially, warnings.append, progress) as workers:
            yield workers


@contextmanager
def started(folder: Path, count: int) -> Iterator[Cluster]:
    """A cluster whose workers have an empty folder as theirs."""
    file = folder / "scheduler.json"
    common = ["--no-dashboard", "--scheduler-file", str(file)]
    with ExitStack() as stack:
        # Port 0: any that is free.
        scheduler = run(stack, folder, "scheduler", "--host", "127.0.0.1", "--port", "0", *common)
        wait_until(lambda: file.is_file() and file.stat().st_size > 0)
        own = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"]
        workers = [run(stack, folder, "worker", *own, *common) for _ in range(count)]
        from distributed import Client  # noqa: PLC0415 - an extra

        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)
            address = client.scheduler.address
        yield Cluster(address, scheduler, workers)


def run(stack: ExitStack, folder: Path, what: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
    env = environment(DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2s", **extra_path())
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, env=env, **quiet)  # type: ignore[call-overload] # the two of above
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process  # type: ignore[no-any-return] # as above


def extra_path() -> dict[str, str]:
    return {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}


def wait_until(true: object) -> None:
    end = monotonic() + 60
    while not true():  # type: ignore[operator] # a function
        assert monotonic() < end
        sleep(0.05)


@pytest.fixture(scope="module")
def knowledge_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb")
    for number in range(1, ARTICLES + 1):
        source = article(number, f"It says `RED-52{number:04}`. See [another](KA-00001.md).")
        (folder / source.path).parent.mkdir(exist_ok=True)
        (folder / source.path).write_bytes(source.data)
    return folder


def made(folder: Path, mapper: Mapper, rendering: Mapper) -> dict[str, object]:
    config = Config()
    built = build(
        read_folder(folder, config),
        replace(shipped_theme(), overrides={}),
        config,
        Inputs(),
        mapper=mapper,
        page_mappers=PageMappers(rendering=rendering),
    )
    return {artifact.path: artifact.content for artifact in built.artifacts}


def test_a_build_on_two_workers_of_which_one_is_killed_has_the_same_bytes(
    knowledge_base: Path, tmp_path: Path
) -> None:
    expected = made(knowledge_base, map_serially, map_serially)
    warnings: list[str] = []
    stages: dict[str, int] = {}
    with started(tmp_path, 2) as cluster:

        def progress(doing: str, done: int, total: int) -> None:
            stages[doing] = done
            if doing == "parsing articles" and done == total // 3:
                cluster.workers[0].kill()

        with cluster.opened(warnings, progress) as workers:
            assert made(knowledge_base, workers, workers) == expected
        assert cluster.workers[0].wait(10) != 0
        assert stages["parsing articles"] == ARTICLES
        assert len(stages) > 1, "pages were made there, too"
        assert not warnings

        # Then nobody is left: what was done is kept, and the rest is done here.
        counted: list[tuple[str, int, int]] = []

        def lose(doing: str, done: int, total: int) -> None:
            counted.append((doing, done, total))
            if done == 20:
                cluster.workers[1].kill()
                cluster.scheduler.kill()

        with cluster.opened(warnings, lose) as workers:
            parser, sources = ArticleParser(OPTIONS), [article(number) for number in range(300)]
            assert list(workers(parser, sources)) == [parser(source) for source in sources]
        assert 20 <= len(counted) < 300
        assert len(warnings) == 1
        assert "are done on this machine" in warnings[0]


def negative(number: int) -> int:
    return -number


def test_workers_with_another_installation_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with started(tmp_path, 1) as cluster:
        with cluster.opened([]) as workers, pytest.raises(ErrataError, match="No module named"):
            workers(negative, [1])  # of a test, which the worker cannot import
        parts = {**program_parts(), "markdown-it-py": "99.0"}
        monkeypatch.setattr(executors, "program_parts", lambda: parts)
        with (
            cluster.opened([]) as workers,
            pytest.raises(ErrataError, match=r"markdown-it-py .* instead of 99\.0") as caught,
        ):
            workers(ArticleParser(OPTIONS), [article(1)])
    assert "install the same versions" in caught.value.help


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_ANSWER", 0.5)
    chosen = ExecutorChoice("dask", "tcp://127.0.0.1:9", 2)
    with pytest.raises(ErrataError, match=r"tcp://127\.0\.0\.1:9` does not answer") as caught:
        open_executor(chosen, map_serially, list[str]().append)
    assert "dask scheduler" in caught.value.help
