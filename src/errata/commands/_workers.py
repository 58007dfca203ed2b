"""Who does the work of a command: processes of this machine, or an executor's workers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from errata.commands._console import StageCounter, print_warning
from errata.mapper import PageMappers, show_nothing
from errata.workers import Processes, cpu_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.commands._console import Stage

# What a worker imports at once: what parsing and rendering need.
_PRELOAD: Final = ("errata.workers.task", "errata.articles.parser", "errata.theme.render")


def local_workers(stage: Stage | None = None, jobs: int | None = None) -> Processes:
    """So many processes, this one included, or one for each processor.

    A stage shows how far they are.
    """
    progress = StageCounter(stage) if stage else show_nothing
    return Processes(jobs or cpu_count(), _PRELOAD, progress)


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """The options of a command that say who does the work."""

    jobs: int
    executor: str | None = None
    scheduler: str | None = None
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.scheduler and self.executor != "dask":
            raise click.UsageError("--scheduler is for --executor dask only")

    @contextmanager
    def opened(self, stage: Stage) -> Iterator[PageMappers]:
        """The workers, who end with the block; articles are parsed by those who render.

        Raises:
            ErrataError: if there are none.
        """
        with local_workers(stage, self.jobs) as processes:
            if self.executor is None:
                yield PageMappers(processes.map_sharing, None, processes)
                return
            from errata.workers.executors import ExecutorChoice, open_executor  # noqa: PLC0415 - few builds

            chosen = ExecutorChoice(self.executor, self.scheduler, self.jobs)
            warn = self.warnings.append
            with open_executor(chosen, processes, warn, StageCounter(stage)) as workers:
                yield PageMappers(processes.map_sharing, workers, workers)

    def print_warnings(self) -> None:
        """What happened to the workers; the line of progress was in the way before."""
        for warning in self.warnings:
            print_warning(warning)
