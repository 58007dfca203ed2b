"""`errata build --executor`: any executor makes the same site, and a wrong one is a clear error."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command


def content(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_threads_as_an_executor_make_the_same_site(errata: Command) -> None:
    threads = "concurrent.futures.ThreadPoolExecutor"
    plain = errata("build", "--no-cache", "--jobs", "1", "--out", "one")
    chosen = errata("build", "--no-cache", "--jobs", "2", "--executor", threads, "--out", "two")
    assert plain.returncode == chosen.returncode == 0, chosen.stderr
    assert content(errata.folder / "one") == content(errata.folder / "two")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--executor", "threads"], "`threads` is not an executor"),
        (["--executor", "no_such.module:Class"], "cannot be imported"),
        (["--executor", "concurrent.futures:Nothing"], "has no `Nothing`"),
        (["--executor", "collections.OrderedDict"], "has no method `submit`"),
        (["--executor", "concurrent.futures.Executor", "--jobs", "0"], "neither a positive"),
        (["--executor", "dask"], "needs the address of a scheduler"),
        (["--scheduler", "tcp://127.0.0.1:9"], "--scheduler is for --executor dask only"),
    ],
)
def test_a_wrong_executor_is_an_error_that_says_what_to_write(
    arguments: list[str], message: str, errata: Command
) -> None:
    done = errata("build", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (errata.folder / "site").exists()


def test_an_executor_whose_workers_are_lost_is_done_without(errata: Command) -> None:
    # The base class raises NotImplementedError for every task.
    done = errata("build", "--no-cache", "--executor", "concurrent.futures.Executor")
    assert done.returncode == 0, done.stderr
    assert "the workers were lost while parsing articles (NotImplementedError)" in done.stderr
    assert "on this machine" in done.stderr
