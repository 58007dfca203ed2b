"""Runs stages in processes of this machine, started only where they save time."""

from __future__ import annotations

import gc
import signal
from time import perf_counter
from typing import TYPE_CHECKING, Final, Self, TypeVar

from errata.errors import ErrataError
from errata.mapper import describe_stage, show_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from types import TracebackType

    from errata.mapper import Progress
    from errata.workers.stage import Crew

In = TypeVar("In")
Out = TypeVar("Out")

# Seconds after which it is estimated how long the rest will take.
_TRIAL: Final = 0.1
# Seconds of work from which on processes are started. One imports for 0.6 s what it runs, while
# this process works on: with two jobs, less than 1.2 s of work would be done sooner without it.
_WORTHWHILE: Final = 1.5


class Processes:
    """A `Mapper` over this process and others, which live until it is closed.

    Whatever is run in them, the results are those of `map_serially`.
    """

    def __init__(
        self,
        jobs: int,
        preload: Sequence[str] = (),
        progress: Progress = show_nothing,
        worthwhile: float = _WORTHWHILE,
    ) -> None:
        """`preload` are modules that workers will need, `worthwhile` is in seconds of work."""
        self._jobs, self._preload = jobs, tuple(preload)
        self._progress, self._worthwhile = progress, worthwhile
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; another stage would start new ones."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items.

        Raises:
            ErrataError: if a process dies, as when the system runs out of memory.
        """
        doing, total = describe_stage(function), len(items)
        results: dict[int, Out] = {}
        for at, result in enumerate(self._try_out(function, items)):
            results[at] = result
            self._progress(doing, len(results), total)
        if len(results) < total:
            for at, result in self._share(function, items, len(results)):
                results[at] = result
                self._progress(doing, len(results), total)
        return [results[at] for at in range(total)]

    def _share(
        self, function: Callable[[In], Out], items: Sequence[In], start: int
    ) -> Iterator[tuple[int, Out]]:
        """The place and the result of each item from the start on, as they are done."""
        from errata.workers.stage import StageRun, WorkersLostError  # noqa: PLC0415 - as `_crew`

        try:
            yield from StageRun(self._crew(), function, items, start).results()
        except WorkersLostError:
            self._pool = None
            message = f"a process ended unexpectedly while {describe_stage(function)}"
            remedy = "build with `--jobs 1`, which needs less memory"
            raise ErrataError(message, help=remedy) from None

    def _try_out(self, function: Callable[[In], Out], items: Sequence[In]) -> Iterator[Out]:
        """Results made here, until it is known that processes would save time for the rest."""
        if not items:
            return
        # The first item pays for what the others find ready, such as compiled expressions.
        yield function(items[0])
        begun = perf_counter()
        for at, item in enumerate(items[1:], 1):
            if self._would_save(perf_counter() - begun, at - 1, len(items) - at):
                return
            yield function(item)

    def _would_save(self, seconds: float, done: int, left: int) -> bool:
        if self._jobs <= 1 or not self._worthwhile:
            return self._jobs > 1
        enough = _TRIAL if self._pool else self._worthwhile
        return seconds >= _TRIAL and seconds / done * left >= enough

    def _crew(self) -> Crew:
        # 30 ms that commands save which start no process.
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as said

        from errata.workers.stage import Crew  # noqa: PLC0415 - as said

        if self._pool is None:
            context = _context(self._preload)
            self._pool = ProcessPoolExecutor(self._jobs - 1, context, _prepare_worker)
        return Crew(self._pool, lambda: self._jobs - 1, helping=True)


def _context(preload: Sequence[str]) -> BaseContext:
    """Never a bare fork, which copies the locks of threads that it does not copy."""
    import multiprocessing  # noqa: PLC0415 - as in `_crew`

    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # What is imported once there is in every process that it starts.
    context.set_forkserver_preload(list(preload))
    return context


def _prepare_worker() -> None:
    """Ctrl-C reaches every process of the terminal: only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As where articles are read: results live until they are sent, so there is little garbage.
    gc.set_threshold(100_000, 50, 100)
