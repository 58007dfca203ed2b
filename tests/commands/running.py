"""Runs the real command, as a process of its own."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.fork_server import ForkServer, RunningCommand

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Path(__file__).parents[2] / "src"
_QUIET = ("NO_COLOR", "FORCE_COLOR", "CI", "ERRATA_DEBUG", "TERM", "PYTHONSAFEPATH")


def environment(**more: str) -> dict[str, str]:
    """This process's, without what changes the output."""
    variables = {key: value for key, value in os.environ.items() if key not in _QUIET}
    return {**variables, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **more}


@cache
def _server() -> ForkServer:
    server = ForkServer(os.environ["ERRATA_FORK_SERVER"])
    atexit.register(server.close)
    return server


@dataclass(frozen=True, slots=True)
class Command:
    """`errata` in a folder."""

    folder: Path

    def __call__(
        self, *arguments: str, env: Mapping[str, str] | None = None, as_one: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end: a fork of a process that has run it before."""
        given = environment(**(env or {}))
        done = _server().run(arguments, self.folder, given, as_one=as_one)
        streams = (done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        return subprocess.CompletedProcess(done.args, done.returncode, *streams)

    def pipe(self, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """The same with something on its standard input."""
        return _server().run(arguments, self.folder, environment(), piped=data)

    def start(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        ends: tuple[int, int] | None = None,
    ) -> RunningCommand:
        """Run it beside the test: a fork, as above; `ends` are a terminal's, if it has one."""
        server = ForkServer(os.environ["ERRATA_FORK_SERVER"])
        given = environment(**(env or {}))
        return server.start(arguments, self.folder, given, ends or os.pipe())

    def start_python(self, *arguments: str, stdout: int) -> subprocess.Popen[str]:
        """Run it beside the test, in a Python of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "errata", *arguments],
            cwd=self.folder,
            env=environment(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run a script that imports the package."""
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
