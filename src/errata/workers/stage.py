"""Runs one stage over its items with the workers of an executor, and this process if it helps.

Workers get chunks, of which few are in progress: items and results are never all in memory twice.
Chunks become smaller towards the end, so that no worker waits for another.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import Any, Final, Generic, TypeVar

from errata.errors import ErrataError
from errata.values import Record
from errata.workers.task import Answer, Differing, Failed, Lacking, Task, run_task

In = TypeVar("In")
Out = TypeVar("Out")

# Tasks under way for each worker: while it works at one, the next waits beside it.
_AHEAD: Final = 2
# Parts for each worker of what is left; at least one item, and at most so many: 64 articles take a
# fifth of a second.
_PARTS: Final = 8
_LARGEST_CHUNK: Final = 64
# A function of so many bytes goes with every task. A larger one is sent to workers that lack it.
_SMALL: Final = 100_000
# How many seconds pass between two checks whether there still are workers.
_PATIENCE: Final = 1.0


class Crew(Record, frozen=True):
    """Workers, and how to use them."""

    executor: Executor
    count: Callable[[], int]
    """Returns the present number of workers; raises `WorkersLostError` if there will be none again.
    """
    helping: bool
    """Whether this process works, too."""
    program: Mapping[str, str] | None = None
    """What the workers must have installed; None if they run from this installation."""
    inherited: bytes = b""
    """Key of the function that they inherit from this process; empty if it must travel."""
    backwards: bool = False
    """Whether they begin with the last items: neighbouring items are then done by one process,
    which computes shared values once.
    """


class WorkersLostError(Exception):
    """An executor failed; the items were not at fault, and finished results are kept."""


class StageRun(Generic[In, Out]):
    """One run of a function over its items."""

    def __init__(
        self, crew: Crew, function: Callable[[In], Out], items: Sequence[In], start: int = 0
    ) -> None:
        self._crew, self._function, self._items = crew, function, items
        inherited = crew.inherited
        self._pickled = b"" if inherited else pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
        self._key = inherited or hashlib.sha256(self._pickled).digest()
        self._next, self._end, self._sent = start, len(items), 0
        self._workers = max(1, crew.count())
        self._open: dict[Future[bytes], range] = {}
        self._failures: dict[int, BaseException] = {}

    def results(self) -> Iterator[tuple[int, Out]]:
        """Yield the place and the result of each item from the start on, as they are done.

        Raises:
            WorkersLostError: if the executor fails.
            ErrataError: if a worker has another program.
        """
        try:
            while self._open or self._is_to_do():
                self._submit_tasks()
                if self._crew.helping and self._is_to_do():
                    yield from self._run_one()
                yield from self._collect()
        finally:
            for future in self._open:
                future.cancel()
        if self._failures:
            # As if they had been run in turn: the first one is raised.
            raise self._failures[min(self._failures)]

    def _is_to_do(self) -> bool:
        return self._next < self._end and not self._failures

    def _submit_tasks(self) -> None:
        while self._is_to_do() and len(self._open) < self._workers * _AHEAD:
            remaining = self._end - self._next
            size = max(1, min(_LARGEST_CHUNK, remaining // (self._workers * _PARTS)))
            chunk = self._take(size)
            new = self._sent < self._workers or len(self._pickled) <= _SMALL
            self._submit(chunk, with_function=new and not self._crew.inherited)

    def _take(self, size: int) -> range:
        if self._crew.backwards:
            self._end -= size
            return range(self._end, self._end + size)
        self._next += size
        return range(self._next - size, self._next)

    def _submit(self, chunk: range, *, with_function: bool) -> None:
        self._sent += with_function
        items = pickle.dumps([self._items[index] for index in chunk], pickle.HIGHEST_PROTOCOL)
        function = self._pickled if with_function else None
        task = pickle.dumps(Task(self._key, function, items, self._crew.program))
        try:
            self._open[self._crew.executor.submit(run_task, task)] = chunk
        except Exception as error:  # an executor that broke takes nothing more
            raise WorkersLostError(str(error) or type(error).__name__) from error

    def _run_one(self) -> Iterator[tuple[int, Out]]:
        """Run one item in this process."""
        index = self._next
        self._next += 1
        try:
            result = self._function(self._items[index])
        except Exception as error:  # noqa: BLE001 - it is raised when those before it are done
            self._failures[index] = error
        else:
            yield index, result

    def _collect(self) -> Iterator[tuple[int, Out]]:
        """Yield results of workers; wait if this process has nothing else to do."""
        busy = self._crew.helping and self._is_to_do()
        # To wait costs 30 µs, and this process asks after each of its items.
        if busy and not any(future.done() for future in self._open):
            return
        done, _ = wait(self._open, 0 if busy else _PATIENCE, FIRST_COMPLETED)
        if not done and not busy:
            self._workers = max(1, self._crew.count())
        for future in sorted(done, key=lambda task: self._open[task].start):
            chunk = self._open[future]
            answer = _answer(future)
            del self._open[future]
            yield from self._use(answer, chunk)

    def _use(self, answer: Answer, chunk: range) -> Iterator[tuple[int, Out]]:
        match answer:
            case Lacking():
                self._submit(chunk, with_function=True)
            case Differing(how):
                raise ErrataError(
                    f"a worker has another installation: {how}",
                    help="install the same versions there and here, and start the workers again",
                )
            case Failed(index, error):
                self._failures[chunk.start + index] = error
            case _:
                yield from zip(chunk, answer.values, strict=True)


def _answer(future: Future[bytes]) -> Answer:
    try:
        answer: Any = pickle.loads(future.result())  # noqa: S301 - from a worker of ours
    except (Exception, CancelledError) as error:
        raise WorkersLostError(str(error) or type(error).__name__) from error
    return answer  # type: ignore[no-any-return] # what `run_task` returns
