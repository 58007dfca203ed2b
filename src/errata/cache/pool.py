"""Runs a stage in many processes."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from errata.errors import ErrataError
from errata.mapper import map_serially

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.context import BaseContext

In = TypeVar("In")
Out = TypeVar("Out")

_CHUNKS_PER_WORKER = 4
"""So that a worker with the long articles does not keep the others waiting."""
_WORTHWHILE = 300
"""Below this many articles, starting processes takes longer than they save."""


@dataclass(frozen=True, slots=True)
class PooledMapper:
    """Runs items in processes; in this one where that is faster.

    The function, the items and the results travel by pickle.
    """

    jobs: int
    worthwhile: int = _WORTHWHILE
    """The number of items from which on processes are started."""

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items.

        Raises:
            ErrataError: if a process dies, as when the system runs out of memory.
        """
        jobs = min(self.jobs, len(items))
        if jobs <= 1 or len(items) < self.worthwhile:
            return map_serially(function, items)
        try:
            return self._pooled(function, items, jobs)
        except BrokenProcessPool:
            remedy = "build with `--jobs 1`, which needs less memory"
            raise ErrataError("a process that parsed articles has died", help=remedy) from None

    def _pooled(
        self, function: Callable[[In], Out], items: Sequence[In], jobs: int
    ) -> Sequence[Out]:
        size = -(-len(items) // (jobs * _CHUNKS_PER_WORKER))
        pool = ProcessPoolExecutor(jobs, _context(), _keep, (pickle.dumps(function),))
        try:
            return cast("list[Out]", list(pool.map(_run, items, chunksize=size)))
        finally:
            pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Never a bare fork, which copies the locks of threads that it does not copy."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


_kept: list[Callable[[object], object]] = []


def _keep(pickled: bytes) -> None:
    """In a worker: unpack the function once, as making a markdown parser takes a while.

    Ctrl-C reaches every process of the terminal: only the parent answers it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _kept[:] = [pickle.loads(pickled)]  # noqa: S301 - from our own parent process


def _run(item: object) -> object:
    return _kept[0](item)
