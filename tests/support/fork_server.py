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
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NoReturn

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


class ForkServer:
    """A process that waits for command lines; one runs at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, env=dict(environment), pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()
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
            status = json.loads(self._socket.recv(_REQUEST))
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read())
        return subprocess.CompletedProcess(["errata", *arguments], status, *texts)

    def close(self) -> None:
        """End the server."""
        self._socket.close()
        self._process.wait(timeout=60)


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


def _serve(descriptor: int) -> None:
    _rehearse()
    with socket.socket(fileno=descriptor) as requests:
        requests.send(_READY)
        while True:
            data, streams, _, _ = socket.recv_fds(requests, _REQUEST, 3)
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
        for target, stream in enumerate(streams):
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
