"""A worker's task: runs a stage's function over some items, if it has the same program.

`StartedWork` is the one task of a process that was forked for it.
"""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import errata
from errata.data.patterns import compile_late
from errata.stamp import digest_code
from errata.values import Record

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# Functions that a worker remembers: a stage's, and one whose last tasks are still under way.
_REMEMBERED: Final = 2
# "markdown-it-py>=3" and "pydantic" of "pydantic (>=2.9)": a name, then whatever it must be.
_NAME: Final = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# A requirement of an extra, which is not always installed: 'pygls>=2; extra == "lsp"'.
_EXTRA: Final = compile_late(r";.*\bextra\b")
# How many characters of a digest a message shows.
_SHOWN: Final = 8


class Task(Record, frozen=True):
    """Some items of a stage."""

    key: bytes
    """Digest of the function."""
    function: bytes | None
    """The pickled function, which may be large; None if the worker should have it."""
    items: bytes
    """Pickled items."""
    program: Mapping[str, str] | None = None
    """What the worker must have installed; None if it is this installation."""


class Results(Record, frozen=True):
    """One result for each item, in their order."""

    values: Sequence[Any]


class Failed(Record, frozen=True):
    """The exception of the function at the first item that it could not handle."""

    index: int
    error: BaseException


class Lacking(Record, frozen=True):
    """The worker does not have the function: send it."""


class Differing(Record, frozen=True):
    """The worker has another program, whose results could differ."""

    how: str


Answer = Results | Failed | Lacking | Differing

# A function has a state, such as a parser's, so each thread has its own.
_worker: Final = threading.local()


def share_function(key: bytes, function: Callable[[Any], Any]) -> None:
    """Give the function to every process forked from this one, without sending it."""
    _worker.__dict__["functions"] = {key: function}


def forget_shared_functions() -> None:
    """Forget the functions that forks would inherit."""
    _worker.__dict__.pop("functions", None)


def run_task(task: bytes) -> bytes:
    """Return the pickled answer to a pickled task."""
    return pickle.dumps(_answer(pickle.loads(task)), pickle.HIGHEST_PROTOCOL)  # noqa: S301 - from whom this worker works for


def _answer(task: Task) -> Answer:
    if task.program is not None and (how := describe_differences(task.program, program_parts())):
        return Differing(how)
    try:
        function, items = _function(task), pickle.loads(task.items)  # noqa: S301 - as above
    except Exception as error:  # noqa: BLE001 - such as a module that is not there
        return Differing(f"{type(error).__name__}: {error}")
    return run_function(function, items) if function else Lacking()


def _function(task: Task) -> Callable[[Any], Any] | None:
    functions: dict[bytes, Callable[[Any], Any]] = _worker.__dict__.setdefault("functions", {})
    function = functions.pop(task.key, None)
    if function is None and task.function is not None:
        function = pickle.loads(task.function)  # noqa: S301 - as above
    if function is not None:
        functions[task.key] = function  # the last one is the one that was used last
        while len(functions) > _REMEMBERED:
            del functions[next(iter(functions))]
    return function


def run_function(function: Callable[[Any], Any], items: Sequence[Any]) -> Results | Failed:
    """Return the results of the items up to the first failure, which can travel, too."""
    values = []
    for index, item in enumerate(items):
        try:
            values.append(function(item))
        except Exception as error:  # noqa: BLE001 - it is raised where the stage was called
            return Failed(index, _portable(error))
    return Results(values)


def send_result(sender: Connection, function: Callable[[], object]) -> None:
    """Send what the function returns or raises, from a process that was forked to call it."""
    answer = run_function(lambda call: call(), [function])
    sender.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


class StartedWork:
    """The work of another process, as the process that waits for it sees it."""

    def __init__(self, receiver: Connection, function: Callable[[], Any]) -> None:
        self.function = function
        self._receiver = receiver
        self._answer: Results | Failed | None = None

    def is_done(self) -> bool:
        """Whether it is done; the other process ends when its result is received here."""
        if self._answer is None and self._receiver.poll():
            self._answer = self._receive()
        return self._answer is not None

    def wait(self) -> Any:  # noqa: ANN401 - whatever the function returns
        """Return the result; if the other process has died, do the work here.

        Raises:
            BaseException: what the function raised there.
        """
        self._answer = self._answer or self._receive()
        if isinstance(self._answer, Failed):
            raise self._answer.error
        return self._answer.values[0]

    def _receive(self) -> Results | Failed:
        try:
            answer: Results | Failed = pickle.loads(self._receiver.recv_bytes())  # noqa: S301 - from a fork of this process
        except (EOFError, OSError):  # it was ended, as by a system without memory
            return run_function(lambda call: call(), [self.function])
        return answer


def _portable(error: Exception) -> Exception:
    """Return the error, or one with the same message if it cannot travel."""
    try:
        travelled = pickle.loads(pickle.dumps(error))  # noqa: S301 - made right here
    except Exception:  # noqa: BLE001 - a constructor may ask for anything
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error if type(travelled) is type(error) else RuntimeError(str(error))


@cache
def program_parts() -> Mapping[str, str]:
    """Return names and versions of everything that results depend on; errata's has a digest."""
    python = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    parts = {"Python": python, "errata": f"{errata.__version__} ({digest_code().hex()[:_SHOWN]})"}
    return parts | dict(sorted(_libraries("errata", {"errata"})))


# `importlib.metadata` takes 8 ms to import, and is for workers on other machines alone.


def _libraries(name: str, visited: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what a package requires, directly or not, with versions."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - see above

    for required in _list_required(name):
        if required not in visited:
            visited.add(required)
            try:
                yield required, version(required)
            except PackageNotFoundError:  # for another platform
                continue
            yield from _libraries(required, visited)


def _list_required(name: str) -> list[str]:
    from importlib.metadata import PackageNotFoundError, requires  # noqa: PLC0415 - as above

    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # it runs from a folder of sources
        return []
    matches = (_NAME.match(line) for line in lines if not _EXTRA.search(line))
    return sorted({match[0].lower() for match in matches if match})


def describe_differences(expected: Mapping[str, str], actual: Mapping[str, str]) -> str:
    """Describe differing versions for a message; empty if there are none."""
    differing = sorted(
        name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name)
    )
    # Its own version says most; of libraries, the first few.
    first = sorted(differing, key=lambda name: name != "errata")[:3]
    return ", ".join(
        f"{name} {actual.get(name, 'missing')} instead of {expected.get(name, 'none')}"
        for name in first
    )


def return_memory() -> None:
    """Return freed memory to the system. Only GNU's C library has the function.

    Before a fork, which shares it, and both fill it again: after 393 articles were parsed here, it
    is 14 of 113 MB.
    """
    import ctypes  # noqa: PLC0415 - 7 ms, for builds alone

    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
