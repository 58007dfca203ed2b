"""Runs `errata` in processes of their own, each forked from one that has imported it already.

A command starts in a few milliseconds instead of half a second. It is the real `main`, with its own
working directory, environment and streams; what is read when the interpreter starts, such as
PYTHONHASHSEED, is the server's.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_IMPORTED = (
    *(f"errata.commands.{name}" for name in ("build", "check", "codes", "explain", "init")),
    *(f"errata.commands.{name}" for name in ("new", "scan", "search", "serve")),
    *("errata.articles.parser", "errata.theme.render", "errata.cache.images"),
)
_REQUEST = 1 << 16


class ForkServer:
    """A process that waits for command lines; one runs at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, env=dict(environment), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()

    def run(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run one command line to its end; both streams are read as UTF-8.

        Raises:
            TimeoutError: if it takes more than a minute.
        """
        request = json.dumps([arguments, str(folder), dict(environment)]).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            socket.send_fds(self._socket, [request], [out.fileno(), err.fileno()])
            self._socket.settimeout(60)
            status = json.loads(self._socket.recv(_REQUEST))
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read().decode("utf-8"))
        return subprocess.CompletedProcess(["errata", *arguments], status, *texts)

    def close(self) -> None:
        """End the server."""
        self._socket.close()
        self._process.wait(timeout=60)


def _serve(descriptor: int) -> None:
    for name in _IMPORTED:
        import_module(name)
    with socket.socket(fileno=descriptor) as requests:
        while True:
            data, streams, _, _ = socket.recv_fds(requests, _REQUEST, 2)
            if not data:
                return
            if not (child := os.fork()):
                arguments, folder, environment = json.loads(data)
                _run(arguments, folder, environment, streams)
            for stream in streams:
                os.close(stream)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            requests.send(json.dumps(status).encode())


def _run(
    arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]
) -> NoReturn:
    from errata.__main__ import main  # noqa: PLC0415 - in the child alone

    status: object = 70
    try:
        for target, stream in enumerate(streams, start=1):
            os.dup2(stream, target)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["errata", *arguments]
        main(arguments)
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else int(status is not None))


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
