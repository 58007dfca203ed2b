"""Runs stages on the workers of an executor that the user names, such as Dask's.

If its workers are lost, the rest is done here: a build that began is finished.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from errata.data.patterns import compile_late
from errata.errors import ErrataError
from errata.mapper import Mapper, Progress, describe_stage, receive_result, show_nothing
from errata.workers.stage import Crew, StageRun, WorkersLostError
from errata.workers.task import program_parts

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType


In = TypeVar("In")
Out = TypeVar("Out")

DASK: Final = "dask"
# "concurrent.futures.ThreadPoolExecutor" and "package.module:Class"; not "Class" or "a:b:c".
_DOTTED: Final = compile_late(r"(?P<module>[\w.]+)[.:](?P<name>\w+)")
# Within how many seconds a scheduler must answer.
_ANSWER: Final = 10
# Within how many seconds a lost worker may be replaced by another, as where a machine restarts.
_REPLACE: Final = 30.0


class Workers:
    """A `Mapper` over the workers of an executor; items that they do not do go to `rest`."""

    def __init__(
        self,
        crew: Crew,
        close: Callable[[], None],
        fallback: Mapper,
        warn: Callable[[str], None],
        progress: Progress = show_nothing,
    ) -> None:
        self._crew: Crew | None = crew
        self._close, self._fallback = close, fallback
        self._warn, self._progress = warn, progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._close()

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Return the results, in the order of the items.

        Raises:
            ErrataError: if a worker has another installation.
        """
        results: dict[int, Out] = {}
        doing, total = describe_stage(function), len(items)
        if self._crew and items:
            try:
                for index, result in StageRun(self._crew, function, items).results():
                    results[index] = receive_result(function, result)
                    self._progress(doing, len(results), total)
            except WorkersLostError as error:
                self._crew = None
                missing_count = total - len(results)
                self._warn(
                    f"the workers were lost while {doing} ({error}): "
                    f"the remaining {missing_count:,} of {total:,} are done on this machine"
                )
        missing = [index for index in range(total) if index not in results]
        remaining = self._fallback(function, [items[index] for index in missing])
        results.update(zip(missing, remaining, strict=True))
        return [results[index] for index in range(total)]


@dataclass(frozen=True, slots=True)
class ExecutorChoice:
    """The user's choice of where stages are run."""

    executor: str
    """`dask`, or a class."""
    scheduler: str | None
    """The address of Dask's scheduler."""
    jobs: int
    """The number of workers, for a class that needs one."""


def open_executor(
    chosen: ExecutorChoice,
    fallback: Mapper,
    warn: Callable[[str], None],
    progress: Progress = show_nothing,
) -> Workers:
    """Return the workers that the user chose.

    Raises:
        ErrataError: if there is no such executor, or its scheduler does not answer.
    """
    if chosen.executor == DASK:
        crew, close = _connect(chosen.scheduler)
        return Workers(crew, close, fallback, warn, progress)
    executor = _make_executor(_find_class(chosen.executor), chosen.executor, chosen.jobs)
    crew = Crew(executor, lambda: chosen.jobs, helping=False, program=program_parts())
    return Workers(crew, executor.shutdown, fallback, warn, progress)


def _find_class(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    match = _DOTTED.fullmatch(name)
    if match is None:
        raise ErrataError(
            f"`{name}` is not an executor",
            help="write `dask`, or a class such as `concurrent.futures.ThreadPoolExecutor`",
        )
    try:
        return getattr(import_module(match["module"]), match["name"])
    except ImportError as error:
        raise ErrataError(
            f"the executor `{name}` cannot be imported: {error}",
            help=f"install it beside errata, or correct `{match['module']}`",
        ) from error
    except AttributeError as error:
        raise ErrataError(
            f"the module `{match['module']}` has no `{match['name']}`",
            help="write the class with its module, as `package.module:Class`",
        ) from error


def _make_executor(factory: Any, name: str, jobs: int) -> Executor:  # noqa: ANN401 - as above
    if not callable(factory) or not callable(getattr(factory, "submit", None)):
        raise ErrataError(
            f"`{name}` does not run tasks as an executor does: it has no method `submit`",
            help="name a class with the interface of `concurrent.futures.Executor`",
        )
    try:
        sized = "max_workers" in inspect.signature(factory).parameters
        executor: Executor = factory(max_workers=jobs) if sized else factory()
    except Exception as error:
        raise ErrataError(
            f"the executor `{name}` cannot be started: {str(error) or type(error).__name__}",
            help="it is created with `max_workers` if it accepts that, else without arguments",
        ) from error
    return executor


def _connect(scheduler: str | None) -> tuple[Crew, Callable[[], None]]:
    """Connect to Dask's workers behind a scheduler."""
    if not scheduler:
        raise ErrataError(
            "`--executor dask` needs the address of a scheduler",
            help="add `--scheduler tcp://HOST:8786`, as `dask scheduler` prints it",
        )
    try:
        from distributed import Client  # noqa: PLC0415 - the extra, which few builds need
    except ImportError as error:
        raise ErrataError(
            "`--executor dask` needs Dask, which is not installed",
            help="run `pip install 'errata[dask]'`",
        ) from error
    try:
        client = Client(scheduler, timeout=_ANSWER, set_as_default=False)
    except Exception as error:
        raise ErrataError(
            f"the scheduler at `{scheduler}` does not answer",
            help="start it with `dask scheduler`, and check the address, the port and TLS",
        ) from error
    count = _WorkerCount(client, scheduler)
    crew = Crew(client.get_executor(), count, helping=False, program=program_parts())
    return crew, client.close


class _WorkerCount:
    """How many tasks the workers of a scheduler run at once."""

    def __init__(self, client: Any, scheduler: str) -> None:  # noqa: ANN401 - of an extra
        self._client, self._scheduler = client, scheduler
        self._seen = monotonic()

    def __call__(self) -> int:
        try:
            count: int = sum(self._client.nthreads().values())
        except Exception as error:
            message = f"the scheduler at {self._scheduler} does not answer any more"
            raise WorkersLostError(message) from error
        if count:
            self._seen = monotonic()
        elif monotonic() - self._seen > _REPLACE:
            raise WorkersLostError(
                f"the scheduler at {self._scheduler} has had no workers for a long time"
            )
        return count
