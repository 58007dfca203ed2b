"""Options of several commands: which checks are run, how many processes, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click
from msgspec import field
from msgspec.structs import replace

from errata.checks.selection import describe_unknown, find_checks
from errata.commands._console import Settings, Stage, StageCounter, print_warning
from errata.mapper import PageMappers, show_nothing
from errata.model import AUDIENCES
from errata.values import Record
from errata.workers import Processes, cpu_count

# The modules that a worker imports at once: those that parsing and rendering need.
_PRELOAD: Final = ("errata.workers.task", "errata.articles.parser", "errata.theme.render")


class _Selectors(click.ParamType[tuple[str, ...]]):
    """Codes, prefixes and names of checks, separated by commas."""

    name = "checks"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        selectors = tuple(filter(None, (part.strip() for part in str(value).split(","))))
        for selector in selectors:
            if not find_checks(selector):
                message, remedy = describe_unknown(selector)
                self.fail(f"{message}: {remedy}", param, ctx)
        return selectors


def _store(context: click.Context, option: click.Parameter, value: object) -> None:
    settings = context.obj
    if isinstance(settings, Settings) and isinstance(value, tuple) and value:
        selectors = tuple(item for several in value for item in several)
        choice = settings.choice._replace(**{str(option.name): selectors})
        context.obj = replace(settings, choice=choice)


def add_selection_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options that select checks; the settings get them as `choice`."""
    for name, key, text in (
        ("--ignore", "ignore", "Checks not to run, in the same way."),
        ("--extend-select", "extend", "More checks to run, in the same way."),
        (
            "--select",
            "select",
            "Checks to run: codes, prefixes such as KB3, names, or ALL, with commas between.",
        ),
    ):
        option = click.option(
            name,
            key,
            type=_Selectors(),
            multiple=True,
            metavar="CHECKS",
            expose_value=False,
            callback=_store,
            help=text,
        )
        function = option(function)
    return function


class _Jobs(click.ParamType[int]):
    """A number of processes, or `auto`, which is 0."""

    name = "jobs"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if text == "auto":
            return 0
        if not text.isdecimal() or int(text) < 1:
            self.fail(f"`{text}` is neither a positive number nor `auto`", param, ctx)
        return int(text)


jobs_option = click.option(
    "--jobs",
    type=_Jobs(),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Number of processes; auto means one for each processor. The result is the same.",
)
audience_option = click.option(
    "--audience",
    type=click.Choice([audience.value for audience in AUDIENCES]),
    help="Who reads the site.  [default: public, or as configured]",
)


def local_workers(stage: Stage | None = None, jobs: int = 0) -> Processes:
    """Return so many processes, this one included; of 0, one per processor.

    A stage shows their progress.
    """
    progress = StageCounter(stage) if stage else show_nothing
    return Processes(jobs or cpu_count(), _PRELOAD, progress)


class WorkerOptions(Record, frozen=True):
    """The options of a command that choose its workers."""

    jobs: int
    """The number of processes that was asked for; 0 if none was."""
    executor: str | None = None
    scheduler: str | None = None
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.scheduler and self.executor != "dask":
            raise click.UsageError("--scheduler is for --executor dask only")

    @contextmanager
    def opened(self, stage: Stage) -> Iterator[PageMappers]:
        """Yield the workers, which end with the block; those who render also parse.

        Raises:
            ErrataError: if there are none.
        """
        with local_workers(stage, self.jobs) as processes:
            many = processes.map_sharing if self.jobs else local_workers(stage, 1)
            making, starting = processes.map_sharing, processes.start
            if self.executor is None:
                yield PageMappers(making, None, processes, starting, many)
                return
            from errata.workers.executors import ExecutorChoice, open_executor  # noqa: PLC0415 - few builds

            chosen = ExecutorChoice(self.executor, self.scheduler, self.jobs or cpu_count())
            warn = self.warnings.append
            with open_executor(chosen, processes, warn, StageCounter(stage)) as workers:
                yield PageMappers(making, workers, workers, starting, many)

    def print_warnings(self) -> None:
        """Print warnings about workers, once the progress line is gone."""
        for warning in self.warnings:
            print_warning(warning)
