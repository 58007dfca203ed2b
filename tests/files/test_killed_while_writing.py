"""A whole build killed before any one of its steps on the disk leaves a whole site, and no trace.

Steps are what Python's audit events tell of: files that are opened to be written, renamed, linked
and removed, and calls of the system's library. So a kill surely falls into the writing.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import chdir, suppress
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from errata.__main__ import errata
from errata.files import output_paths
from tests.files.test_killed_builds import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_STEPS: Final = frozenset(
    (
        *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"),
        *("os.truncate", "os.utime", "shutil.rmtree", "ctypes.call_function"),
    )
)
_CONFIG: Final = 'kb = "kb"\nout = "public/site"\n'
_ARTICLES: Final = {
    "one": "# Mail is not sent\n\n`RED-520025` The relay is down.\n",
    "two": "# The relay is down\n\nSee [mail](one.md).\n",
    "three": "# Disk full\n\n`ORA-00060` Deadlock.\n",
}
_EDITED: Final = {
    "one": "# Mail is never sent\n\n`RED-520026` The relay is down.\n",
    "two": "# The relay is down\n\nSee [mail](one.md).\n",
    "four": "# A new one\n\n`ORA-00061` Other.\n",
}


class Folder:
    """A knowledge base and its site, in the states before and after an edit."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.public = folder / "public"
        self.site = self.public / "site"
        self.public.mkdir()
        (folder / "errata.toml").write_text(_CONFIG, "utf-8")
        self.new = self._clean(_EDITED)
        self.old = self._clean(_ARTICLES)
        shutil.copytree(self.public, folder / "before")
        self.write(_EDITED)

    def write(self, articles: dict[str, str]) -> None:
        shutil.rmtree(self.root / "kb", ignore_errors=True)
        for name, text in articles.items():
            path = self.root / "kb" / "en" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def _clean(self, articles: dict[str, str]) -> dict[str, bytes]:
        shutil.rmtree(self.site, ignore_errors=True)
        self.write(articles)
        # Here, and not in a fork: what is imported now need not be imported by each fork.
        assert self._run() == 0
        return tree(self.site)

    def _run(self) -> int:
        with chdir(self.root):
            return CliRunner().invoke(errata, ["build", "--no-cache", "--jobs", "1"]).exit_code

    def restore(self) -> None:
        """The site before the edit."""
        shutil.rmtree(self.public)
        shutil.copytree(self.root / "before", self.public)

    def build(self, on_step: Callable[[], None] | None = None) -> int:
        """Build in a fork; its status, below zero for a signal."""
        if not (child := os.fork()):
            if on_step:
                sys.addaudithook(self._hook(on_step))
            os._exit(self._run())
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _hook(self, on_step: Callable[[], None]) -> Callable[[str, tuple[object, ...]], None]:
        place = str(self.public)

        def look(event: str, arguments: tuple[object, ...]) -> None:
            if event == "ctypes.call_function":
                on_step()
            elif event in _STEPS or (event == "open" and _writes(arguments)):
                with suppress(TypeError):
                    if os.fsdecode(arguments[0]).startswith(place):  # type: ignore[arg-type] # a path, or TypeError
                        on_step()

        return look

    def count_steps(self) -> int:
        """How many steps a build takes that nobody kills."""
        self.restore()
        reading, writing = os.pipe()
        assert self.build(lambda: void(os.write(writing, b"."))) == 0
        os.close(writing)
        with os.fdopen(reading, "rb") as steps:
            return len(steps.read())

    def kill_at(self, step: int) -> dict[str, bytes]:
        """What readers have after a build was killed before one of its steps."""
        self.restore()
        left = iter(range(step))

        def die() -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        assert self.build(die) == -signal.SIGKILL
        return tree(self.site)


def void(_: object) -> None:
    """For a callback that returns nothing."""


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


# 40 kills are 80 builds.
pytestmark = pytest.mark.timeout(3_600)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("killed"))


@pytest.mark.parametrize("inside", [False, True], ids=["beside the site", "on a mount point"])
@pytest.mark.parametrize("kills", [1, pytest.param(40, marks=pytest.mark.soak)])
def test_a_build_that_is_killed_while_it_writes_leaves_a_whole_site(
    folder: Folder, kills: int, monkeypatch: pytest.MonkeyPatch, *, inside: bool
) -> None:
    monkeypatch.setattr(output_paths, "must_stay", lambda _: inside)
    steps = folder.count_steps()
    assert steps > len(folder.new)
    left = 0
    for kill in range(kills):
        # From the first step to the last: most are files that are written beside the site.
        site_left = folder.kill_at(steps * kill // kills + steps // (2 * kills))
        if inside:
            whole_sites = (folder.old, folder.new)
            assert all(
                data in {site.get(path) for site in whole_sites} for path, data in site_left.items()
            )
            assert set(folder.old) & set(folder.new) <= set(site_left)
        else:
            assert site_left in (folder.old, folder.new)
        around = [*folder.public.glob(".*"), *folder.site.glob(".errata-*-*")]
        left += bool(around)
        assert folder.build() == 0
        assert tree(folder.site) == folder.new
        assert [path.name for path in folder.public.iterdir()] == ["site"]
        assert {path.name for path in folder.site.glob(".*")} == {".errata-manifest.json"}
    assert left > kills // 2
