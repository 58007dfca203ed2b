"""Runs stages in processes of this machine, started only where they save time."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from secrets import token_bytes
from threading import Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from msgspec.structs import replace

from errata.errors import ErrataError
from errata.mapper import (
    Progress,
    collect_rarely,
    describe_stage,
    keep_objects,
    map_serially,
    receive_result,
    show_nothing,
    start_late,
)
from errata.values import Record
from errata.workers.task import (
    StartedWork,
    forget_shared_functions,
    return_memory,
    send_result,
    share_function,
)

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection
    from types import TracebackType

    from errata.workers.stage import Crew


In = TypeVar("In")
Out = TypeVar("Out")

# After so many seconds it is estimated how long the rest will take.
_TRIAL: Final = 0.1
# Processes are started for at least so many seconds of work. A forked one takes 0.05 s. Another
# imports for a second what it runs, while this process works on: less than two seconds of work
# would be done sooner without it.
_WORTH_A_FORK: Final = 0.3
_WORTH_A_START: Final = 2.0
# One entry for each thread of this process, libraries' own threads too.
_THREADS: Final = Path("/proc/self/task")
# A thread that has been joined is listed for a moment more: after 11 of 300 pools, for up to 7 ms,
# and longer where others work. It is looked for each so many seconds, at most so often.
_LOOK_AGAIN: Final = 0.001
_MOST_LOOKS: Final = 1000
# A process without its parent is noticed after so many seconds.
_LOOK_FOR_PARENT: Final = 1.0
# The quota of a container: "200000 100000" are two processors, "max 100000" all of them.
_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")


class Processes:
    """A `Mapper` over this process and others.

    The results are those of `map_serially`, wherever items are run. If this process can be forked,
    each stage has processes of its own, which know everything that this one knows. Otherwise one
    pool lives until it is closed, and what it runs travels by pickle.
    """

    def __init__(
        self,
        jobs: int,
        preload: Sequence[str] = (),
        progress: Progress = show_nothing,
        *,
        worthwhile: float | None = None,
        forking: bool = True,
    ) -> None:
        """Set up the pool; workers import `preload`, `worthwhile` is in seconds of work."""
        self._jobs, self._preload = jobs, tuple(preload)
        self._progress, self._worthwhile = progress, worthwhile
        self._forking = forking
        self._pool: ProcessPoolExecutor | None = None
        self._started: list[StartedWork] = []

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

    def __call__(
        self, function: Callable[[In], Out], items: Sequence[In], *, backwards: bool = False
    ) -> Sequence[Out]:
        """Return the results, in the order of the items; others may begin with the last.

        Raises:
            ErrataError: if a process dies, as when the system runs out of memory.
        """
        doing, total = describe_stage(function), len(items)
        results: dict[int, Out] = {}
        for index, result in enumerate(self._try_out(function, items)):
            results[index] = receive_result(function, result)
            self._progress(doing, len(results), total)
        if len(results) < total:
            for index, result in self._share(function, items, len(results), backwards=backwards):
                results[index] = receive_result(function, result)
                self._progress(doing, len(results), total)
        return [results[index] for index in range(total)]

    def map_sharing(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Map in this process and forks of it, for values that cannot travel.

        This process begins with the first items, and the others with the last.

        Raises:
            ErrataError: if a process dies.
        """
        if self._jobs <= 1 or not self._can_fork():
            return map_serially(function, items)
        return self(function, items, backwards=True)

    def start(self, function: Callable[[In], Out], item: In) -> Callable[[], Out]:
        """Begin in a fork of this process, for values that cannot travel; see `Starter`.

        Without such a process, and if it dies, the work is done here. It is one of the processes
        that may be at work at once: stages have one less until it is done.
        """
        if self._count_free() <= 1 or not self._can_fork():
            return start_late(function, item)
        import multiprocessing  # noqa: PLC0415 - as in `_start`

        keep_objects()
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        work = StartedWork(receiver, partial(function, item))
        target = partial(_do_started, os.getpid(), sender, work.function)
        try:  # a build that fails does not wait for it
            context.Process(target=target, daemon=True).start()
        except OSError:  # the system allows no more processes
            return start_late(function, item)
        finally:
            sender.close()
        self._started.append(work)
        return work.wait

    def _count_free(self) -> int:
        """Return how many processes may be at work at stages, this one included."""
        self._started = [work for work in self._started if not work.is_done()]
        return self._jobs - len(self._started)

    def _share(
        self,
        function: Callable[[In], Out],
        items: Sequence[In],
        start: int,
        *,
        backwards: bool,
    ) -> Iterator[tuple[int, Out]]:
        """Yield the place and the result of each item from the start on, as they are done."""
        from errata.workers.stage import StageRun, WorkersLostError  # noqa: PLC0415 - as `_make_crew`

        by_place = _ByPlace(function, items)
        crew = replace(self._make_crew(by_place), backwards=backwards)
        try:
            if crew.inherited:  # the items, too, are there
                yield from StageRun(crew, by_place, range(len(items)), start).results()
            else:
                yield from StageRun(crew, function, items, start).results()
        except WorkersLostError:
            _end_processes(self._pool)
            self._pool = None
            message = f"a process ended unexpectedly while {describe_stage(function)}"
            remedy = "build with `--jobs 1`, which needs less memory and no other process"
            raise ErrataError(message, help=remedy) from None
        finally:
            if crew.inherited:
                self.close()
                forget_shared_functions()
                _wait_for_threads()

    def _try_out(self, function: Callable[[In], Out], items: Sequence[In]) -> Iterator[Out]:
        """Yield results made here, until it is clear that processes would save time."""
        if not items:
            return
        # The first item pays for what the others find ready, such as compiled expressions.
        yield function(items[0])
        started = perf_counter()
        for index, item in enumerate(items[1:], 1):
            if self._would_save(perf_counter() - started, index - 1, len(items) - index):
                return
            yield function(item)

    def _would_save(self, seconds: float, done: int, remaining: int) -> bool:
        if (free := self._count_free()) <= 1 or self._worthwhile == 0:
            return free > 1
        if self._worthwhile is not None:
            enough = self._worthwhile
        else:
            enough = _WORTH_A_FORK if self._pool or self._can_fork() else _WORTH_A_START
        # Nothing may be done yet if the system gave this process no time.
        return seconds >= _TRIAL and done > 0 and seconds / done * remaining >= enough

    def _can_fork(self) -> bool:
        return self._forking and has_one_thread()

    def _make_crew(self, function: Callable[[Any], Any]) -> Crew:
        from errata.workers.stage import Crew  # noqa: PLC0415 - as in `_start`

        key, workers = b"", self._jobs - 1
        if self._pool is None:
            if self._can_fork():
                workers = self._count_free() - 1
                return_memory()
                keep_objects()
                key = token_bytes()
                share_function(key, function)
                self._pool = _start(workers, "fork")
            else:
                self._pool = _start(workers, _pick_method(), self._preload)
        count = partial(_count_processes, self._pool, workers)
        return Crew(self._pool, count, helping=True, inherited=key)


def _count_processes(pool: ProcessPoolExecutor, count: int) -> int:
    """Return the number of processes.

    The thread of a pool ends where another thread cannot be started, and nothing is done any more.

    Raises:
        WorkersLostError: if it has ended.
    """
    from errata.workers.stage import WorkersLostError  # noqa: PLC0415 - as in `_start`

    thread = getattr(
        pool, "_executor_manager_thread", None
    )  # a pool does not say that it failed so
    if thread and not thread.is_alive():
        raise WorkersLostError
    return count


def _end_processes(pool: ProcessPoolExecutor | None) -> None:
    """End the processes of a pool that failed: this one would wait for them when it exits."""
    for process in list((pool._processes or {}).values() if pool else ()):  # noqa: SLF001 - from Python 3.14 on, `kill_workers` does so
        process.kill()
        process.join()


def has_one_thread() -> bool:
    """Whether this process may be forked: a fork copies locks, but not the threads that hold them.

    It is known only on Linux. On macOS every process has threads of its own.
    """
    try:
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def _wait_for_threads() -> None:
    """Wait until the threads of a closed pool are gone: this process can then be forked again."""
    for _ in range(_MOST_LOOKS):
        if has_one_thread():
            return
        sleep(_LOOK_AGAIN)


def _do_started(parent: int, sender: Connection, function: Callable[[], object]) -> None:
    _prepare_worker(parent)
    send_result(sender, function)


class _ByPlace(Record, frozen=True):
    """A function of an item's place, for processes that have the items."""

    function: Callable[[Any], Any]
    items: Sequence[Any]

    def __call__(self, index: int) -> Any:  # noqa: ANN401 - whatever the function returns
        return self.function(self.items[index])


def _start(count: int, method: str, preload: Sequence[str] = ()) -> ProcessPoolExecutor:
    # 30 ms that commands save which start no process.
    import multiprocessing  # noqa: PLC0415 - as said
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as said

    import_safely()
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        # Modules that are imported once there exist in every process that it starts.
        context.set_forkserver_preload(list(preload))
    parent = os.getpid() if method == "fork" else 0
    return ProcessPoolExecutor(count, context, _prepare_worker, (parent,))


def import_safely() -> None:
    """Keep new processes from importing modules in the folder they run in.

    Python starts them as `python -c`, which searches there first: a file `pickle.py` beside the
    articles of a stranger would be run.
    """
    os.environ["PYTHONSAFEPATH"] = "1"


def _pick_method() -> str:
    """Return how to start a process that inherits nothing from this one."""
    import multiprocessing  # noqa: PLC0415 - as in `_start`

    methods = multiprocessing.get_all_start_methods()
    return "forkserver" if "forkserver" in methods else "spawn"


def _prepare_worker(parent: int) -> None:
    """Ignore Ctrl-C, which reaches every process of the terminal: only the parent reacts.

    `parent` is the number of the process that forked this one; 0 if another one started it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        Thread(target=_end_with, args=(parent or os.getppid(),), daemon=True).start()
    except RuntimeError:  # the system allows no more threads; the parent notices that this one ends
        os._exit(1)
    collect_rarely()
    # Inherited objects are shared memory until somebody writes to them, as the collector would.
    gc.freeze()


def _end_with(parent: int) -> None:
    """End this process when its parent has ended, as by `kill`.

    It would wait forever: forked processes have both ends of the pipe that it writes to.
    """
    while os.getppid() == parent:
        sleep(_LOOK_FOR_PARENT)
    os._exit(1)


def cpu_count(quota: Path = _QUOTA) -> int:
    """Return the processors that this process may use; a part of one counts as one."""
    counted = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    processors = len(counted) or os.cpu_count() or 1
    try:
        share, period = map(int, quota.read_text("ascii").split())
    except (OSError, ValueError):  # no container, or one without a quota
        return processors
    return max(1, min(processors, -(-share // period)))
