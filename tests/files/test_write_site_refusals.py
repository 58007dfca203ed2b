"""Whatever stops a build from writing: one clear error, and the old site as it was."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from errata.errors import OutputError
from errata.files.manifest import MANIFEST
from errata.files.output_paths import OutputPaths, as_output_error
from errata.files.site import write_site
from errata.model import Artifact, Copy

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD = [Artifact("a/index.html", b"old"), Artifact("b.html", b"b")]
NEW = [Artifact("a/index.html", b"new"), Artifact("c.bin", b"c" * 9000)]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "kb").mkdir()
    return tmp_path / "kb"


@pytest.fixture
def out(tmp_path: Path, kb: Path) -> Path:
    """A site that must stay as it is."""
    write_site(tmp_path / "build/site", OLD, kb)
    return tmp_path / "build/site"


def refused(out: Path, kb: Path, content: list[Artifact] = NEW) -> OutputError:
    """The error; what is in the folder and beside it must not change."""
    before = snapshot(out.parent)
    with pytest.raises(OutputError) as caught:
        write_site(out, content, kb)
    assert snapshot(out.parent) == before
    assert caught.value.help
    return caught.value


def snapshot(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("name", ["CNAME", "c.bin", "a/notes.txt", "deep/er/x", "a/.htaccess"])
def test_a_file_that_errata_did_not_write_stops_the_build_and_is_named(
    out: Path, kb: Path, name: str
) -> None:
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    error = refused(out, kb)
    assert f"`{name}` in `" in error.message
    assert "move it to `static/`" in error.help


def test_every_kind_of_thing_that_errata_did_not_make_stops_the_build(out: Path, kb: Path) -> None:
    (out / "c.bin").symlink_to("b.html")
    assert "`c.bin`" in refused(out, kb).message
    (out / "c.bin").unlink()
    os.mkfifo(out / "pipe")
    assert "`pipe`" in refused(out, kb).message
    (out / "pipe").unlink()
    (out / "b.html").unlink()
    (out / "b.html").mkdir()
    (out / "b.html/x").write_text("mine")
    (out / "d").symlink_to("a")
    message = refused(out, kb).message
    assert message.startswith("`b.html/x` in `")
    assert " (and 1 more): errata did not write this file" in message


def test_the_folder_of_static_files_is_named_as_it_is_configured(out: Path, kb: Path) -> None:
    (out / "CNAME").write_text("example.com")
    with pytest.raises(OutputError) as caught:
        write_site(out, NEW, kb, Path("public"))
    assert "move it to `public/`" in caught.value.help


def test_a_damaged_manifest_is_an_error_as_nobody_knows_what_may_be_removed(
    out: Path, kb: Path
) -> None:
    for content in (b"{", b"[]", b'{"version": 1}', b'{"version": 1, "files": {"a": 1}}', b"\xff"):
        (out / MANIFEST).write_bytes(content)
        assert "damaged" in refused(out, kb).message
    (out / MANIFEST).write_bytes(b'{"version": 99, "files": {}}')
    assert "another version" in refused(out, kb).message


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path, kb: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/file").write_text("mine")
    assert "it is a file" in refused(tmp_path / "d/file", kb).message
    assert "part of this path is a file" in refused(tmp_path / "d/file/x/y", kb).help


def test_folders_that_are_no_place_for_a_site_are_refused(
    tmp_path: Path, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home/me"
    project = tmp_path / "project/repo"
    for folder in (home, project / ".git"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    assert "home folder" in refused(home, kb).message
    (project / "errata.toml").write_text("")
    assert "`errata.toml`" in refused(project, kb).message
    with pytest.raises(OutputError, match="contains the articles"):
        write_site(kb, NEW, kb)
    with pytest.raises(OutputError, match="contains the articles"):
        write_site(kb, NEW, kb / "en/deep")
    (kb / "en").mkdir()
    (kb / "en/KA-00009.md").write_text("x", "utf-8")
    with pytest.raises(OutputError, match=r"`KA-00009\.md`"):
        write_site(kb / "en", NEW, kb)
    with pytest.raises(OutputError, match="root of the file system"):
        write_site(Path(tmp_path.anchor), NEW, kb)


def test_the_folder_one_stands_in_is_refused(
    out: Path, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(out / "a")
    assert "the current folder is in it" in refused(out, kb).message


@pytest.mark.usefixtures("nobody")
def test_a_folder_that_nobody_may_write_to_is_an_error(tmp_path: Path) -> None:
    above = tmp_path / "above"
    write_site(above / "site", OLD, tmp_path / "kb")
    (above / "site").chmod(0o555)
    above.chmod(0o555)
    try:
        error = refused(above / "site", tmp_path / "kb")
        with pytest.raises(OutputError):
            write_site(above / "new", NEW, tmp_path / "kb")
    finally:
        above.chmod(0o755)
        (above / "site").chmod(0o755)
    assert "allow errata to write to this folder" in error.help or "choose another" in error.help


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file may grow beyond some bytes: the write itself fails, as on a full disk.

    Not a fixture: the limit is the whole process's, and a run's own output may go to a file.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("copied", [False, True])
def test_a_write_that_fails_half_way_leaves_the_old_site_and_no_rest(
    out: Path, kb: Path, *, copied: bool
) -> None:
    (kb / "big.bin").write_bytes(bytes(4096))
    content = [Artifact("c.bin", Copy("big.bin"))] if copied else NEW
    with small_files(2048 if copied else 4096):
        error = refused(out, kb, content)
    assert "raise the limit on the size of files" in error.help


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "free some disk space"),
        (errno.EDQUOT, "free some disk space"),
        (errno.EROFS, "this folder"),
        (errno.EXDEV, "a mount"),
        (errno.EBUSY, "a mount"),
        (errno.EIO, "another folder"),
    ],
)
def test_what_the_system_refuses_is_told_with_its_remedy(number: int, remedy: str) -> None:
    def fail() -> None:
        raise OSError(number, os.strerror(number), "x")

    with pytest.raises(OutputError) as caught, as_output_error("site"):
        fail()
    assert os.strerror(number) in caught.value.message
    assert remedy in caught.value.help


def test_an_asset_that_has_vanished_or_left_the_knowledge_base_is_an_error(
    tmp_path: Path, out: Path, kb: Path
) -> None:
    (tmp_path / "secret").write_text("x")
    (kb / ".env").write_text("x")
    (kb / "out.png").symlink_to("../secret")
    (kb / "env.png").symlink_to(".env")
    (kb / "folder.png").mkdir()
    for path in ("gone.png", "out.png", "env.png", "folder.png", "../secret", "/etc/hostname"):
        message = refused(out, kb, [Artifact("x.png", Copy(path))]).message
        assert "changed during the build" in message


def test_an_asset_that_changes_while_it_is_copied_is_an_error(
    out: Path, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kb / "a.log").write_text("one")

    def growing(source: Path, target: Path, **_: object) -> None:
        source.write_text("longer")
        target.write_text("longer")

    monkeypatch.setattr("errata.files.site.shutil.copyfile", growing)
    assert "changed during" in refused(out, kb, [Artifact("a.log", Copy("a.log"))]).message


HOLD = """
import sys
from contextlib import contextmanager
from pathlib import Path
from errata.files.output_paths import lock_output
from errata.files.output_paths import OutputPaths
with lock_output(OutputPaths.of(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_fails_at_once_and_says_who_is_at_it(out: Path, kb: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for _ in range(2):  # being refused must not wipe out the holder's name
            assert f"process {holder.pid} on" in refused(out, kb).message
        holder.kill()
    write_site(out, NEW, kb)
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_lock_file_that_a_killed_build_left_holds_nobody_up(out: Path, kb: Path) -> None:
    OutputPaths.of(out).sibling("lock").write_text('{"pid": 1, "host": "x", "started": "then"}')
    assert write_site(out, NEW, kb).changed == 1
