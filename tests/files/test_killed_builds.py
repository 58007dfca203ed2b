"""A build killed at any moment leaves one whole site; the next one leaves no trace of it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from errata.files import write_site
from errata.files.manifest import MANIFEST
from errata.files.output_paths import OutputPaths
from errata.files.publish import recover
from errata.model import Artifact

ROOT = Path(__file__).parents[2]
KILLS = 8
PAGES = 150
BUILD = """
import itertools, sys
from pathlib import Path
from errata.files import write_site
from errata.model import Artifact
import errata.files.publish
out, pages = Path(sys.argv[1]), int(sys.argv[2])
if sys.argv[3] == "steps":
    errata.files.publish.exchange = lambda one, other: False
for name in itertools.cycle("AB"):
    paths = [f"{name}{n % 7}/{n}.html" for n in range(pages)] + [f"{n}.html" for n in range(pages)]
    write_site(out, [Artifact(path, name.encode() * 2000) for path in paths], out.parent / "kb")
    print(name, flush=True)
"""
DIE = """
import os, sys
from pathlib import Path
from errata.files import write_site
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


def content(name: str) -> dict[str, bytes]:
    paths = [f"{name}{n % 7}/{n}.html" for n in range(PAGES)]
    paths += [f"{n}.html" for n in range(PAGES)]
    return {path: name.encode() * 2000 for path in paths}


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in {MANIFEST, ".nojekyll"}
    }


def kill_one(out: Path, how: str, delay: float) -> None:
    """Start a build in a loop, let it write its first site, and kill it a little later."""
    with child(BUILD, str(out), str(PAGES), how) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline()
        sleep(delay)
        builder.kill()


@pytest.mark.parametrize("how", ["exchange", "steps"])
def test_a_build_killed_at_a_random_moment_leaves_one_whole_site(tmp_path: Path, how: str) -> None:
    out = tmp_path / "site"
    chance = random.Random(20_240_417)  # noqa: S311 - moments to kill at, to be repeated
    out.mkdir()
    (out / ".nojekyll").write_text("kept")
    left = 0
    for _ in range(KILLS):
        kill_one(out, how, chance.uniform(0, 0.25))
        beside = {path.name for path in tmp_path.iterdir()} - {"site"}
        left += bool(beside)
        if not out.exists():
            assert how == "steps"
            assert ".site.errata-journal" in beside
        else:
            assert tree(out) in (content("A"), content("B"))
        write_site(out, [Artifact("last.html", b"C")], tmp_path / "kb")
        assert tree(out) == {"last.html": b"C"}
        assert (out / ".nojekyll").read_text() == "kept"
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert left > KILLS // 2, "hardly any kill came in the middle of a build"


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
