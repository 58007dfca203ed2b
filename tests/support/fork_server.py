"""Runs `errata` in processes of their own, each forked from one that has run it already.

A command starts in a few milliseconds instead of half a second, and need not compile patterns,
templates and schemas, which takes as long again. It is the real `main`, with its own working
directory, environment and streams; what is read when the interpreter starts, such as
PYTHONHASHSEED, is the server's.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REHEARSED = (
    ("init",),
    ("new", "KA-00009"),
    ("build", "--jobs", "1"),
    ("check", "--fix"),
    *(("check", "--output-format", form) for form in ("json", "github", "sarif")),
    ("explain", "AB-1234"),
    ("explain", "nothing known"),
    ("search", "error"),
    ("scan", "errata.toml"),
    ("codes",),
    ("fmt",),
    ("report",),
    ("serve", "--help"),
    ("import", "--help"),
    ("verify", "site"),
)
"""What is run once: it imports and compiles what almost every command needs."""
_REQUEST = 1 << 16
_READY = b"ready"


@contextmanager
def start_fork_server(environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server for all tests that run side by side.

    It rehearses when it is first asked, and ends when its standard input does, so it never
    outlives the tests.
    """
    # The address of a socket may have 107 characters, so the folder is not the tests' own.
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "commands")
        command = [sys.executable, "-m", __name__, address]
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as server:
            assert server.stdout
            assert server.stdout.readline()
            yield address


class ForkServer:
    """A connection to the server; one command runs at a time."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.connect(address)
        # It takes some seconds to rehearse, on a busy machine a minute.
        self._socket.settimeout(240)
        assert self._socket.recv(_REQUEST) == _READY

    def run(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        *,
        as_one: bool = False,
        piped: bytes = b"",
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command line to its end, with what is piped into it.

        As one stream, what the command prints is in `stdout` in its order.

        Raises:
            TimeoutError: if it takes more than a minute.
        """
        request = json.dumps([arguments, str(folder), dict(environment)]).encode()
        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            _pipe_of(piped) as into,
        ):
            streams = [into, out.fileno(), out.fileno() if as_one else err.fileno()]
            socket.send_fds(self._socket, [request], streams)
            os.close(into)
            self._socket.settimeout(60)
            self._socket.recv(_REQUEST)  # its process
            status = json.loads(self._socket.recv(_REQUEST))
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read())
        return subprocess.CompletedProcess(["errata", *arguments], status, *texts)

    def start(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        ends: tuple[int, int],
    ) -> RunningCommand:
        """Start one command line; the connection then serves nothing else.

        `ends` are those of a pipe or a terminal: to read from, and for what goes to `stderr`.
        """
        request = json.dumps([arguments, str(folder), dict(environment)]).encode()
        end, errors = ends
        with Path(os.devnull).open("r+b") as nothing:
            socket.send_fds(self._socket, [request], [nothing.fileno(), nothing.fileno(), errors])
        os.close(errors)
        process = json.loads(self._socket.recv(_REQUEST))
        return RunningCommand(process, self._socket, os.fdopen(end, encoding="utf-8"))

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


@dataclass(frozen=True, slots=True)
class RunningCommand:
    """A command that runs beside a test."""

    process: int
    connection: socket.socket
    stderr: TextIO

    def send_signal(self, number: int) -> None:
        """Send the process a signal, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.process, number)

    def wait(self, seconds: float) -> int:
        """Wait for its end; return its status.

        Raises:
            TimeoutError: if it takes longer.
        """
        self.connection.settimeout(seconds)
        status: int = json.loads(self.connection.recv(_REQUEST))
        return status

    def end(self) -> None:
        """Kill it if it still runs, and free what it was given."""
        self.send_signal(signal.SIGKILL)
        self.connection.close()
        self.stderr.close()


@contextmanager
def _pipe_of(data: bytes) -> Iterator[int]:
    """The end of a pipe to read from, which is for the reader to close."""
    end, ours = os.pipe()

    def write() -> None:
        with suppress(BrokenPipeError), open(ours, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(data)

    writer = Thread(target=write)
    writer.start()
    yield end
    writer.join()


def _rehearse() -> None:
    """Run commands in a folder and with a cache that are gone afterwards."""
    from errata.__main__ import main  # noqa: PLC0415 - in the server alone

    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as nowhere:
        os.environ["ERRATA_CACHE"] = str(Path(folder) / "cache")
        (work := Path(folder) / "work").mkdir()
        os.chdir(work)
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            for arguments in _REHEARSED:
                with suppress(SystemExit):
                    main(arguments)
        os.chdir(before)
    os.environ.clear()
    os.environ.update(environment)
    # What is there stays: no child looks through it for garbage, which would copy its pages.
    gc.collect()
    gc.freeze()


def _accept(address: str) -> None:
    """Serve each connection in a process of its own, until standard input ends."""
    # Nobody waits for the processes of connections.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(address)
        listening.listen()
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        rehearsed = False
        while listening in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            if not rehearsed:
                _rehearse()
                rehearsed = True
            if not os.fork():
                _serve(connection)
            connection.close()


def _serve(requests: socket.socket) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    requests.send(_READY)
    while True:
        data, streams, _, _ = socket.recv_fds(requests, _REQUEST, 3)
        if not data:
            os._exit(0)
        if not (child := os.fork()):
            arguments, folder, environment = json.loads(data)
            _run(arguments, folder, environment, streams)
        for stream in streams:
            os.close(stream)
        requests.send(json.dumps(child).encode())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(BrokenPipeError):  # nobody waits for a command that was killed
            requests.send(json.dumps(status).encode())


def _run(
    arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]
) -> NoReturn:
    from errata.__main__ import main  # noqa: PLC0415 - in the child alone

    status: object = 70
    try:
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
        # Those of the server remember whether its own files can be sought in.
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
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
    _accept(sys.argv[1])
