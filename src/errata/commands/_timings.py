"""`--timings` and `--profile`: where a command spends its time.

The stages are those that `errata.mapper.stage` names. A stage within another counts separately, so
that the rows add up to the total.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import wraps
from heapq import nlargest
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click
from msgspec import field
from msgspec.structs import replace

from errata.commands._console import Settings, print_status, store_setting
from errata.errors import OutputError
from errata.mapper import STAGE_WATCH, Mapper, Starter, describe_stage, receive_result, stage
from errata.text.display import printable
from errata.values import MutableRecord, Record

if TYPE_CHECKING:
    from cProfile import Profile


In = TypeVar("In")
Out = TypeVar("Out")

# The time outside all stages: reading options, and what connects the stages.
_REST: Final = "everything else"
_START: Final = "starting errata"
# How many articles and pages are named: about half a screen with the stages.
_NAMED: Final = 5


class _Spent(MutableRecord):
    wall: float = 0.0
    processor: float = 0.0
    """Seconds of all processes."""

    def add(self, wall: float, processor: float) -> None:
        self.wall += wall
        self.processor += processor


class _Measured(Record, frozen=True):
    """A result, and the time it took."""

    result: object
    wall: float
    processor: float
    process: int
    within: dict[str, float]
    """Processor seconds in other stages within it, if another process counted them."""


class _Measuring(Record, frozen=True):
    """A stage's function that measures itself; picklable if the function is."""

    function: Callable[..., object]

    @property
    def doing(self) -> str:
        """See `describe_stage`."""
        return describe_stage(self.function)

    def __call__(self, item: object) -> _Measured:
        watch = STAGE_WATCH.get()
        # A forked process counts for itself.
        own = watch if isinstance(watch, Timings) and watch.process != os.getpid() else None
        if own:
            own.restart_clocks()
        own_seconds = {name: spent.processor for name, spent in own.stages.items()} if own else {}
        wall, processor = perf_counter(), process_time()
        result = self.function(item)
        spent, wall = process_time() - processor, perf_counter() - wall
        counted = own.stages.items() if own else ()
        within = {name: spent.processor - own_seconds.get(name, 0.0) for name, spent in counted}
        within.pop(self.doing, None)
        return _Measured(result, wall, spent, os.getpid(), {k: v for k, v in within.items() if v})

    def receive(self, measured: _Measured) -> _Measured:
        """See `receive_result`."""
        return replace(measured, result=receive_result(self.function, measured.result))


class _Slowest(Record, frozen=True):
    """The measured items of a stage: how many, and the slowest with their seconds."""

    count: int = 0
    items: tuple[tuple[float, str], ...] = ()

    def with_items(self, items: Sequence[tuple[float, str]]) -> _Slowest:
        slowest = nlargest(_NAMED, [*self.items, *items])
        return _Slowest(self.count + len(items), tuple(slowest))


class Timings(MutableRecord):
    """Seconds by stage, in the order in which the stages began."""

    stages: dict[str, _Spent] = field(default_factory=dict)
    # All items of a build of 100,000 articles would take 100 MB.
    slowest: dict[str, _Slowest] = field(default_factory=dict)
    """Stage -> its slowest items."""
    process: int = field(default_factory=os.getpid)
    """The process that measures."""
    _open: list[str] = field(default_factory=lambda: [_REST])
    _wall: float = field(default_factory=perf_counter)
    _processor: float = field(default_factory=process_time)

    def enter(self, name: str) -> None:
        """See `StageWatch.enter`."""
        self._count()
        self.stages.setdefault(name, _Spent())
        self._open.append(name)

    def leave(self) -> None:
        """See `StageWatch.leave`."""
        self._count()
        self._open.pop()

    def restart_clocks(self) -> None:
        """Count from now: the clock of a forked process begins at zero."""
        self._wall, self._processor = perf_counter(), process_time()

    def _count(self) -> None:
        wall, processor = perf_counter(), process_time()
        spent = self.stages.setdefault(self._open[-1], _Spent())
        spent.add(wall - self._wall, processor - self._processor)
        self._wall, self._processor = wall, processor

    def note(self, name: str, items: Sequence[object], measured: Sequence[_Measured]) -> None:
        """Note the time of each item of a stage."""
        timed = [(m.wall, _name_of(i)) for i, m in zip(items, measured, strict=True)]
        self.slowest[name] = self.slowest.get(name, _Slowest()).with_items(timed)
        for each in measured:
            if each.process != self.process:
                self.stages[name].add(0, each.processor - sum(each.within.values()))
                for other, seconds in each.within.items():
                    self.stages.setdefault(other, _Spent()).add(0, seconds)

    def to_lines(self) -> list[str]:
        """Write a table of the stages, and the items that took longest."""
        self._count()
        rows = {name: spent for name, spent in self.stages.items() if name != _REST}
        rows[_REST] = self.stages[_REST]
        total = _Spent()
        for spent in rows.values():
            total.add(spent.wall, spent.processor)
        width = max(map(len, rows))
        lines = [f"{'':{width}}  {'seconds':>8}  {'processor':>9}"]
        for name, spent in (*rows.items(), ("total", total)):
            lines.append(f"{name:{width}}  {spent.wall:8.2f}  {spent.processor:9.2f}")
        for name, slowest in self.slowest.items():
            lines.append(f"slowest of {slowest.count:,}, {name}:")
            lines += [f"{seconds:8.2f}  {item}" for seconds, item in slowest.items]
        return lines


def _name_of(item: object) -> str:
    return str(getattr(item, "path", item))


class _TimedMapper(Record, frozen=True):
    inner: Mapper
    timings: Timings

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        if not items:
            return ()
        name = describe_stage(function)
        with stage(name):
            results = self.inner(_Measuring(function), items)
            self.timings.note(name, items, results)
        return [cast("Out", each.result) for each in results]


def time_items(inner: Mapper) -> Mapper:
    """Return a mapper that measures each item of a stage if timings are requested."""
    watch = STAGE_WATCH.get()
    return _TimedMapper(inner, watch) if isinstance(watch, Timings) else inner


def time_start(inner: Starter) -> Starter:
    """Return a starter that measures the work if timings are requested."""
    watch = STAGE_WATCH.get()
    if not isinstance(watch, Timings):
        return inner

    def start(function: Callable[[In], Out], item: In) -> Callable[[], Out]:
        wait = inner(_Measuring(function), item)
        results = _TimedMapper(lambda *_: cast("Any", [wait()]), watch)
        return lambda: results(function, [item])[0]

    return start


def add_timing_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--timings` and `--profile` to a command that gets the settings first."""

    @wraps(function)
    def run(settings: Settings, *arguments: object, **options: object) -> int:
        profile = write_profile(settings.profile) if settings.profile else nullcontext()
        with profile, print_timings() if settings.timings else nullcontext():
            return function(settings, *arguments, **options)

    run = click.option(
        "--profile",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        expose_value=False,
        callback=store_setting,
        help="Write a profile of the Python code to FILE, for `python -m pstats`.",
    )(run)
    return click.option(
        "--timings",
        is_flag=True,
        expose_value=False,
        callback=store_setting,
        help="Print how long each stage takes, and the slowest articles and pages.",
    )(run)


@contextmanager
def print_timings() -> Iterator[None]:
    """Measure the block; print to stderr when it ends, even by an error."""
    # When the process began is not known; while it only imports, both clocks run alike.
    timings = Timings({_START: _Spent(process_time(), process_time())})
    token = STAGE_WATCH.set(timings)
    try:
        yield
    finally:
        STAGE_WATCH.reset(token)
        for line in timings.to_lines():
            print_status(printable(line))


@contextmanager
def write_profile(path: Path) -> Iterator[None]:
    """Profile the block in this process.

    Raises:
        OutputError: before the block is run, if the file cannot be written.
    """
    from cProfile import Profile  # noqa: PLC0415 - few runs are profiled

    try:
        path.touch()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write the profile `{path}`: {reason}") from None
    profile: Profile = Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        profile.dump_stats(path)
        print_status(f"profile: `python -m pstats {printable(str(path))}`")
