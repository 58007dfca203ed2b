"""What another user could have written is never read as if this one had."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from errata.cache import CacheStore
from errata.cache.store import close_readers
from errata.commands._environment import choose_cache_folder
from errata.files.git import has_tracked_files
from errata.own_files import SealedFile, explain_distrust, read_own
from tests.commands.running import Command, environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the system does not say who owns files")
KEY, VALUE, LIE = b"key", b"what was parsed", b"what another wrote"
root_only = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root gives files away"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in which something is kept."""
    path = tmp_path / "cache" / "articles.sqlite3"
    CacheStore(path).write({KEY: VALUE})
    assert CacheStore(path).read([KEY]) == {KEY: VALUE}
    return path


def made_by_another(path: Path) -> None:
    os.chown(path, 12345, -1)


def open_to_others(path: Path) -> None:
    path.chmod(0o666)


def open_to_a_group(path: Path) -> None:
    path.chmod(0o660)


def checked_out(path: Path) -> None:
    path.chmod(0o644)  # as git makes all files


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def with_a_foreign_log(path: Path) -> None:
    close_readers()  # which have its own log
    path.with_name(f"{path.name}-wal").symlink_to("/dev/zero")


def with_an_open_journal(path: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(b"")
    journal.chmod(0o666)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(made_by_another, marks=root_only),
        open_to_others,
        open_to_a_group,
        checked_out,
        linked,
        dangling,
        with_a_foreign_log,
        with_an_open_journal,
    ],
)
def test_a_file_that_others_could_have_written_is_not_read_and_is_made_anew(
    path: Path, change: Callable[[Path], None]
) -> None:
    change(path)
    assert CacheStore(path).read([KEY]) == {}
    CacheStore(path).write({KEY: VALUE})
    assert CacheStore(path).read([KEY]) == {KEY: VALUE}
    status = path.lstat()
    assert stat.S_ISREG(status.st_mode)
    assert stat.S_IMODE(status.st_mode) == 0o600
    assert status.st_uid == os.geteuid()


def test_what_a_link_leads_to_is_neither_read_nor_written(path: Path) -> None:
    linked(path)
    target = path.with_name("elsewhere")
    before = target.read_bytes()
    CacheStore(path).write({KEY: LIE})
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE entries", "CREATE TABLE entries (key BLOB PRIMARY KEY)"],
        ["DROP TABLE entries", "CREATE VIEW entries AS SELECT 1 AS key, 2 AS used, 3 AS value"],
        ["CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END"],
        ["CREATE TABLE other (a)"],
    ],
    ids=["other columns", "a view", "a trigger", "another table"],
)
def test_a_file_of_another_schema_is_made_anew(path: Path, statements: list[str]) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.close()
    assert CacheStore(path).read([KEY]) == {}
    CacheStore(path).write({KEY: VALUE})
    assert CacheStore(path).read([KEY]) == {KEY: VALUE}


def private(folder: Path) -> None:
    folder.mkdir(mode=0o700)


def foreign(folder: Path) -> None:
    private(folder)
    os.chown(folder, 12345, -1)


def open_folder(folder: Path) -> None:
    private(folder)
    folder.chmod(0o777)


def group_folder(folder: Path) -> None:
    private(folder)
    os.chown(folder, -1, 12345)
    folder.chmod(0o775)


def link(folder: Path) -> None:
    private(folder.with_name("target"))
    folder.symlink_to("target")


def in_an_open_folder(folder: Path) -> None:
    folder.parent.chmod(0o777)


def in_a_sticky_folder(folder: Path) -> None:
    folder.parent.chmod(0o1777)


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (private, ""),
        pytest.param(foreign, "it belongs to another user (12345)", marks=root_only),
        (open_folder, "other users can write to it"),
        pytest.param(group_folder, "other users can write to it", marks=root_only),
        (link, "it is a link"),
        (in_an_open_folder, "other users can write to `{parent}`"),
        (in_a_sticky_folder, ""),
    ],
)
def test_a_folder_is_used_where_nobody_else_can_write(
    tmp_path: Path, prepare: Callable[[Path], None], reason: str
) -> None:
    folder = tmp_path / "parent" / "cache"
    folder.parent.mkdir()
    prepare(folder)
    assert explain_distrust(folder) == reason.format(parent=folder.parent)


def test_what_is_no_file_is_not_read_and_nobody_waits_for_it(tmp_path: Path) -> None:
    for path in (tmp_path / "a", tmp_path / "b"):
        os.mkfifo(path, 0o600)
    assert read_own(tmp_path / "a") == b""
    file = SealedFile(tmp_path, "kind", "key")
    file.replace(b"value")
    assert file.read() == b"value"
    [path] = (tmp_path / "kind").iterdir()
    path.unlink()
    os.mkfifo(path, 0o600)
    assert file.read() == b""


def test_a_folder_that_came_with_a_repository_is_not_used(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ERRATA_CACHE", raising=False)
    folder, git = path.parent, ("git", "-C", str(path.parent.parent))
    subprocess.run([*git, "init", "--quiet"], check=True)
    assert not has_tracked_files(folder)
    subprocess.run([*git, "add", "--force", "cache"], check=True)
    assert choose_cache_folder(folder) is None
    assert "is not used, because git tracks it" in capsys.readouterr().err


@root_only
def test_a_user_whom_the_system_does_not_know_has_no_cache_and_no_fault() -> None:
    code = (
        "import os; os.setgroups([]); os.setuid(54321)\n"
        "from errata.commands._environment import choose_cache_folder as choose\n"
        "print(choose())"
    )
    variables = {name: text for name, text in environment().items() if name != "ERRATA_CACHE"}
    variables = {name: text for name, text in variables.items() if not name.startswith("XDG_")}
    imported = f"import errata.commands._environment\n{code}"  # a user may not read our packages
    done = subprocess.run(
        [sys.executable, "-c", imported],
        env={name: text for name, text in variables.items() if name not in {"HOME", "USER"}},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"None\n", b"")


def test_a_refused_folder_is_named_with_what_to_do_and_the_command_goes_on(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "open"
    open_folder(folder)
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "a.md").write_text("# Error APP-1001\n\nRestart it.\n", "utf-8")
    done = Command(tmp_path)("codes", env={"ERRATA_CACHE": str(folder)})
    assert done.returncode == Command(tmp_path)("codes", "--no-cache").returncode
    assert done.stderr == (
        f"warning: the cache folder `{folder}` is not used, because other users can write to it\n"
        "help: remove the folder if it is yours, "
        "or set `ERRATA_CACHE` to one that only you can write\n"
    )
    assert list(folder.iterdir()) == []
