"""Checks the whole site in a separate process, so that no page waits for the checks.

They take seconds of a processor, which the threads of one Python process share. The process has the
same articles as the server and is informed of changed files. It ends with the server.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from threading import Thread
from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from errata.commands._edited_project import EditedProject, Extent
from errata.errors import ErrataError
from errata.workers.processes import has_one_thread, import_safely

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from errata.commands._console import Settings
    from errata.model import Build

ANY_CHANGE: Final = -1
"""Number of a report that is valid whatever has changed since."""
# After the last change, before the whole site is checked: people who type pause for less.
_SETTLE_SECONDS: Final = 0.5
# Added to the niceness of the process: a page that is made meanwhile comes first.
_NICENESS: Final = 10
# For the process to end in, when the server does.
_GRACE_SECONDS: Final = 3


class _Closable(Protocol):
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Changes since the previous task."""

    number: int
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a task."""

    number: int
    build: Build | None = None
    """The build without its files; None if another task came before the end."""
    pages: int = 0
    fault: ErrataError | None = None
    """Why the site could not be made."""
    bug: str = ""
    """Any other failure."""


class SiteChecks:
    """The process; another is started if it has ended."""

    def __init__(self, edited: EditedProject) -> None:
        self._edited = edited
        self.process: BaseProcess | None = None
        self._link: Connection | None = None
        self._has_answered = False
        self._is_closed = False

    def start(self, *inherited: _Closable) -> None:
        """Start the process.

        If there is one thread, the process is forked, and closes what it has inherited: it then
        knows what the server knows. Otherwise it reads everything itself.
        """
        receiver, sender = Pipe()
        process: BaseProcess
        if has_one_thread():
            arguments = (self._edited, sender, (receiver, *inherited))
            process = get_context("fork").Process(target=_check_with, args=arguments)
        else:
            made_of = (*self._edited.made_of, sender)
            import_safely()
            process = get_context("spawn").Process(target=_check_alone, args=made_of)
        process.start()
        sender.close()
        self.process, self._link, self._has_answered = process, receiver, False

    def ask(self, number: int, paths: frozenset[str], report: Callable[[Checked], None]) -> None:
        """Request a check after a change of files, and drop an earlier request.

        `report` is called in another thread.
        """
        if self.process is None or not self.process.is_alive():
            self.start()
        link = self._link
        assert link  # noqa: S101 - it was started
        if not self._has_answered:
            self._has_answered = True
            Thread(target=self._listen, args=(link, report), daemon=True).start()
        with suppress(OSError):  # it has ended just now, which the thread reports
            link.send(CheckTask(number, paths))

    def close(self) -> None:
        """End the process."""
        self._is_closed = True
        if self.process:
            self.process.terminate()
            self.process.join(_GRACE_SECONDS)

    def _listen(self, link: Connection, report: Callable[[Checked], None]) -> None:
        # RuntimeError: whom it is reported to has ended.
        with suppress(EOFError, OSError, RuntimeError):
            while True:
                report(link.recv())
        if not self._is_closed:
            reason = "the process that checks the site ended unexpectedly"
            remedy = (
                "it is started again after the next change; with less memory, run `errata check`"
            )
            with suppress(RuntimeError):
                report(Checked(ANY_CHANGE, fault=ErrataError(reason, help=remedy)))


def _check_with(edited: EditedProject, link: Connection, inherited: tuple[_Closable, ...]) -> None:
    for connection in inherited:
        connection.close()
    # Inherited objects are shared memory until somebody writes to them, as the collector would.
    gc.freeze()
    _yield_to_server()
    answer_tasks(edited, link)


def _check_alone(
    settings: Settings, kb: Path | None, audience: str | None, link: Connection
) -> None:
    _yield_to_server()
    answer_tasks(EditedProject(settings, kb, audience), link)


def _yield_to_server() -> None:
    # Ctrl-C reaches every process of the terminal: the server answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICENESS)


def answer_tasks(edited: EditedProject, link: Connection) -> None:
    """Check the site after each change, until the server has ended."""
    skipped: frozenset[str] = frozenset()
    with suppress(EOFError, OSError):
        while True:
            task = _take_task(link, skipped)
            answer = _check(edited, task, link.poll)
            skipped = task.paths if answer.fault or answer.bug else frozenset()
            link.send(answer)


def _take_task(link: Connection, paths: frozenset[str]) -> CheckTask:
    """Return the next task, combined with later ones and unfinished earlier ones."""
    task: CheckTask = link.recv()
    paths |= task.paths
    while link.poll(_SETTLE_SECONDS):
        task = link.recv()
        paths |= task.paths
    return CheckTask(task.number, paths)


def _check(edited: EditedProject, task: CheckTask, stop: Callable[[], bool]) -> Checked:
    try:
        if edited.follow(task.paths) is Extent.ALL:
            edited.load()
        build = edited.preview.finish(stop)
    except ErrataError as fault:
        return Checked(task.number, fault=fault)
    except Exception as error:  # noqa: BLE001 - the server outlives a bug of the compiler
        return Checked(task.number, bug=f"{type(error).__name__}: {error}")
    if build is None:
        return Checked(task.number)
    pages = sum(artifact.path.endswith(".html") for artifact in build.artifacts)
    return Checked(task.number, replace(build, artifacts=(), record=None), pages)
