"""One run of a generator: seconds of wall and processor, memory, and the files it wrote."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Seconds between two looks at the memory of all processes of a run: each costs 1 to 3 ms.
INTERVAL: Final = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a run, children included."""

    wall: float
    processor: float
    memory: int
    """Bytes of the largest process, or of all together if they were watched."""
    files: int = 0
    """Number of files that it wrote, and their bytes."""
    size: int = 0


class Failed(Exception):  # noqa: N818 - it says what happened to a run
    """A generator that ended with an error; the message is the last line that it printed."""


def run_all(
    commands: Sequence[Sequence[str]], folder: Path, environment: Mapping[str, str], *, watch: bool
) -> Run:
    """Run the commands one after the other; `watch` adds up all processes' memory.

    Raises:
        Failed: for a command that ends with an error.
    """
    runs = [_run(command, folder, environment, watch=watch) for command in commands]
    return Run(
        sum(run.wall for run in runs),
        sum(run.processor for run in runs),
        max(run.memory for run in runs),
    )


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, watch: bool
) -> Run:
    with TemporaryFile() as printed:
        start = perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=printed, stderr=printed
        ) as process:
            watcher = _Watcher(process.pid) if watch else None
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = perf_counter() - start
        peak = watcher.stop() if watcher else usage.ru_maxrss * 1024
        if process.returncode:
            printed.seek(0)
            lines = printed.read().decode("utf-8", "replace").strip().splitlines()
            raise Failed((lines or [f"exit status {process.returncode}"])[-1])
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


class _Watcher:
    """Looks at the memory of a process and its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._peak, self._end, self._pid = 0, Event(), pid
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._end.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._end.wait(INTERVAL):
            self._peak = max(self._peak, _memory(self._pid))


def _memory(pid: int) -> int:
    """Return the memory of a process and its children, counting shared pages once."""
    try:
        top = psutil.Process(pid)
        return sum(_own_memory(process.pid) for process in (top, *top.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _own_memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


Snapshot = dict[str, tuple[int, int, int]]


def snapshot(folder: Path) -> Snapshot:
    """Return every file below a folder with its inode, time and size."""
    states: Snapshot = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            states[str(path)] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return states


def written(before: Snapshot, after: Snapshot) -> tuple[int, int]:
    """Return how many files are new or were written again, and their bytes."""
    new = [state[2] for path, state in after.items() if before.get(path) != state]
    return len(new), sum(new)
