"""A site on a mount point, as containers have it, is changed file by file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from errata.errors import OutputError
from errata.files import output_paths
from errata.files.in_place import Swap
from errata.files.manifest import MANIFEST
from errata.files.output_paths import OutputPaths
from errata.files.site import write_site
from errata.model import Artifact
from tests.files.test_killed_builds import tree

ROOT = Path(__file__).parents[2]
OLD = {"a/index.html": b"old", "gone/deep/x.html": b"x", "style.css": b"s"}
NEW = {"a/index.html": b"new", "b/index.html": b"b", "style.css": b"s"}


def artifacts(files: dict[str, bytes]) -> list[Artifact]:
    return [Artifact(path, data) for path, data in files.items()]


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that must stay, with what a disk has at its top."""
    folder = tmp_path / "volume"
    (folder / "lost+found").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("mine")
    monkeypatch.setattr(output_paths, "must_stay", lambda item: item == folder)
    return folder


def test_only_what_changed_is_touched_and_the_folder_stays(out: Path, tmp_path: Path) -> None:
    before = out.stat().st_ino
    assert write_site(out, artifacts(OLD), tmp_path / "kb").added == 3
    style = (out / "style.css").stat().st_ino
    written = write_site(out, artifacts(NEW), tmp_path / "kb")
    assert (written.added, written.changed, written.removed, written.kept) == (1, 1, 1, 1)
    assert tree(out) == NEW
    assert not (out / "gone").exists()
    assert (out.stat().st_ino, (out / "style.css").stat().st_ino) == (before, style)
    assert (out / ".git/HEAD").read_text() == "mine"
    names = {path.name for path in out.iterdir()}
    assert names == {"a", "b", "style.css", ".git", "lost+found", MANIFEST}
    assert [path.name for path in tmp_path.iterdir()] == ["volume"]


def test_what_pages_load_moves_before_pages_and_removals_are_last() -> None:
    swap = Swap.of(["index.html", "search/x.js", "a.css", "a/index.html"], ["old.css"])
    assert swap.moved == ("a.css", "search/x.js", "a/index.html", "index.html")
    assert swap.removed == ("old.css",)


def test_a_full_disk_leaves_the_old_site_and_says_what_to_do(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(out, artifacts(OLD), tmp_path / "kb")

    def fail(descriptor: int, data: memoryview) -> int:
        if bytes(data) == b"b":
            raise OSError(28, os.strerror(28))
        return written(descriptor, data)

    written = os.write
    monkeypatch.setattr("errata.files.site.os.write", fail)
    with pytest.raises(OutputError, match="No space left on device") as caught:
        write_site(out, artifacts(NEW), tmp_path / "kb")
    assert "free some disk space" in caught.value.help
    assert tree(out) == OLD
    assert not [path for path in out.glob(".errata-*") if path.name != MANIFEST]


def test_a_folder_in_the_mounted_one_is_replaced_as_ever(out: Path, tmp_path: Path) -> None:
    write_site(out / "site", artifacts(OLD), tmp_path / "kb")
    assert not OutputPaths.of(out / "site").is_fixed


MOUNT = """
set -e
mount -t tmpfs -o size=1m tmpfs "$1/volume"
mkdir "$1/bound" "$1/real"
mount --bind "$1/real" "$1/bound"
exec "$2" -c "$3" "$1"
"""
BUILD = """
import sys
from pathlib import Path
from errata.errors import OutputError
from errata.files.site import write_site
from errata.files.output_paths import OutputPaths
from errata.model import Artifact
above = Path(sys.argv[1])
for out in (above / "volume", above / "bound"):
    assert OutputPaths.of(out).is_fixed, out
    write_site(out, [Artifact("a.html", b"old"), Artifact("b.html", b"b")], above / "kb")
    write_site(out, [Artifact("a.html", b"new")], above / "kb")
    assert {path.name for path in out.iterdir()} == {"a.html", ".errata-manifest.json"}
    assert (out / "a.html").read_bytes() == b"new"
out = above / "volume"
try:
    write_site(out, [Artifact("a.html", b"x"), Artifact("big.bin", bytes(2 << 20))], above / "kb")
except OutputError as error:
    print(error.message, "|", error.help)
assert {path.name for path in out.iterdir()} == {"a.html", ".errata-manifest.json"}
assert (out / "a.html").read_bytes() == b"new"
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="there are no private mounts here")
def test_a_real_mount_point_a_bound_folder_and_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    private = ("unshare", "--map-root-user", "--mount")
    if subprocess.run([*private, "mount", "-t", "tmpfs", "x", "/mnt"], check=False).returncode:
        pytest.skip("this user may not mount")
    done = subprocess.run(
        [*private, "sh", "-c", MOUNT, "sh", str(tmp_path), sys.executable, BUILD],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "No space left on device" in done.stdout
    assert "free some disk space and build again" in done.stdout
