"""A build killed at any moment leaves one whole site; the next one leaves no trace of it.

Where the folder must stay, as on a mount point, what is left may have files of both sites, but each
is whole, and no page names a file that is not there.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from errata.files import output_paths
from errata.files.manifest import MANIFEST
from errata.files.output_paths import OutputPaths
from errata.files.publish import recover
from errata.files.site import write_site
from errata.model import Artifact

ROOT = Path(__file__).parents[2]
KILLS = 3
PAGES = 150
BUILD = """
import itertools, sys
from pathlib import Path
from errata.files.site import write_site
from errata.model import Artifact
import errata.files.output_paths, errata.files.publish
out, pages = Path(sys.argv[1]), int(sys.argv[2])
if sys.argv[3] == "steps":
    errata.files.publish.exchange = lambda one, other: False
if sys.argv[3] == "inside":
    errata.files.output_paths.must_stay = lambda folder: True
for name in itertools.cycle("AB"):
    paths = [f"{name}{n % 7}/{n}.css" for n in range(pages)] + [f"{n}.html" for n in range(pages)]
    write_site(out, [Artifact(path, name.encode() * 2000) for path in paths], out.parent / "kb")
    print(name, flush=True)
"""
DIE = """
import os, sys
from pathlib import Path
from errata.files.site import write_site
from errata.model import Artifact
import errata.files.publish
errata.files.publish.exchange = lambda one, other: False
step, out = int(sys.argv[1]), Path(sys.argv[2])
def dying(method):
    def counted(*arguments):
        global step
        if not step:
            os._exit(9)
        step -= 1
        return method(*arguments)
    return counted
Path.rename, Path.unlink = dying(Path.rename), dying(Path.unlink)
write_site(out, [Artifact("new.html", b"new")], out.parent / "kb")
"""


def child(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def styles_of(name: str, number: int) -> str:
    """What a page loads."""
    return f"{name}{number % 7}/{number}.css"


def content(name: str) -> dict[str, bytes]:
    paths = [styles_of(name, n) for n in range(PAGES)]
    paths += [f"{n}.html" for n in range(PAGES)]
    return {path: name.encode() * 2000 for path in paths}


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.relative_to(out).parts[0].startswith(".")
    }


def kill_one(out: Path, how: str, delay: float) -> None:
    """Start a build in a loop, let it write its first site, and kill it a little later."""
    with child(BUILD, str(out), str(PAGES), how) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline()
        sleep(delay)
        builder.kill()


def is_whole(files: dict[str, bytes]) -> bool:
    """Whether each file is one of both sites, and what pages load is there."""
    contents = (content("A"), content("B"))
    if not all(any(site.get(path) == data for site in contents) for path, data in files.items()):
        return False
    pages = {path: data[:1].decode() for path, data in files.items() if path.endswith(".html")}
    return all(styles_of(name, int(path[:-5])) in files for path, name in pages.items())


def kill_and_build_again(folder: Path, how: str, kills: int) -> int:
    """How many of the kills came in the middle of a build; each must leave a whole site."""
    out = folder / "site"
    chance = random.Random(20_240_417)  # noqa: S311 - moments to kill at, to be repeated
    out.mkdir()
    (out / ".nojekyll").write_text("kept")
    left = 0
    for _ in range(kills):
        kill_one(out, how, chance.uniform(0, 0.25))
        around = (folder, out) if how == "inside" else (folder,)
        leftovers = {
            path.name for path_around in around for path in path_around.glob("*errata-*")
        } - {MANIFEST}
        left += bool(leftovers)
        if how == "inside":
            assert is_whole(tree(out))
        elif not out.exists():
            assert how == "steps"
            assert ".site.errata-journal" in leftovers
        else:
            assert tree(out) in (content("A"), content("B"))
        write_site(out, [Artifact("last.html", b"C")], folder / "kb")
        assert tree(out) == {"last.html": b"C"}
        assert (out / ".nojekyll").read_text() == "kept"
        assert {path.name for path in out.iterdir()} == {"last.html", ".nojekyll", MANIFEST}
        assert [path.name for path in folder.iterdir()] == ["site"]
    return left


@pytest.mark.parametrize("how", ["exchange", "steps", "inside"])
def test_a_build_killed_at_a_random_moment_leaves_one_whole_site(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_paths, "must_stay", lambda _: how == "inside")
    left = kill_and_build_again(tmp_path, how, KILLS)
    assert left >= KILLS // 2, "hardly any kill came in the middle of a build"


@pytest.mark.soak
@pytest.mark.parametrize("how", ["exchange", "inside"])
def test_forty_kills_leave_no_torn_site(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_paths, "must_stay", lambda _: how == "inside")
    assert kill_and_build_again(tmp_path, how, 40) > 20


@pytest.mark.parametrize(("step", "expected"), [(0, "old"), (1, "new"), (2, "new")])
def test_a_swap_in_steps_cut_short_is_completed_by_the_next_build(
    tmp_path: Path, step: int, expected: str
) -> None:
    out = tmp_path / "site"
    write_site(out, [Artifact("old.html", b"old")], tmp_path / "kb")
    with child(DIE, str(step), str(out)) as builder:
        assert builder.wait() == 9
    assert OutputPaths.of(out).journal.exists()
    assert out.exists() == (step != 1)
    recover(OutputPaths.of(out))
    assert tree(out) == {f"{expected}.html": expected.encode()}
    recovered = {path.name for path in tmp_path.iterdir()} - {".site.errata-lock"}
    assert recovered == {"site"}


def test_a_swap_in_steps_that_lost_its_new_site_is_rolled_back(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(out, [Artifact("old.html", b"old")], tmp_path / "kb")
    out.rename(tmp_path / ".site.errata-old-1")
    journal = '{"new": ".site.errata-new-1", "old": ".site.errata-old-1"}'
    OutputPaths.of(out).journal.write_text(journal)
    recover(OutputPaths.of(out))
    assert tree(out) == {"old.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_torn_journal_is_no_obstacle(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(out, [Artifact("old.html", b"old")], tmp_path / "kb")
    OutputPaths.of(out).journal.write_text('{"new": ".si')
    assert write_site(out, [Artifact("new.html", b"new")], tmp_path / "kb").added == 1
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
