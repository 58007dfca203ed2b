"""Work that a fork does beside this process: how it sends its result, and who waits for it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from errata.workers.task import Failed, Results, run_function

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


def send_result(sender: Connection, function: Callable[[], object]) -> None:
    """Call the function, and send its result, or the exception that it raises."""
    sender.send_bytes(pickle.dumps(run_function(_call, [function]), pickle.HIGHEST_PROTOCOL))


def _call(function: Callable[[], object]) -> object:
    return function()


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
            return run_function(_call, [self.function])
        return answer
