"""Which changes lead to a new build, with real files and the system's own events."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from errata.server.watch import follow, wait_for_writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUIET = 1.0
PATIENCE = 10.0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kb/en").mkdir(parents=True)
    (tmp_path / "kb/en/KA-00001.md").write_text("one")
    (tmp_path / "errata.toml").write_text("")
    return tmp_path


def builds(project: Path, *changes: Callable[[], object], wait: float = PATIENCE) -> list[int]:
    """How many builds each change led to; the first of them is waited for."""
    return asyncio.run(_builds(project, changes, wait))


async def _builds(
    project: Path, changes: tuple[Callable[[], object], ...], wait: float
) -> list[int]:
    count = 0
    built = asyncio.Event()

    async def rebuild(_changed: frozenset[str]) -> None:
        nonlocal count
        count += 1
        built.set()

    paths = (project / "kb", project / "errata.toml", project / "mine")
    watching = asyncio.Event()
    task = asyncio.create_task(follow(lambda: paths, rebuild, watching))
    await watching.wait()
    values_seen = []
    for change in changes:
        before = count
        built.clear()
        change()
        with suppress(TimeoutError):
            await asyncio.wait_for(built.wait(), wait)
        await asyncio.sleep(QUIET)
        values_seen.append(count - before)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return values_seen


def test_one_save_is_one_build(project: Path) -> None:
    article = project / "kb/en/KA-00001.md"
    assert builds(project, lambda: article.write_text("two")) == [1]


async def wait_while(article: Path, change: Callable[[], object]) -> None:
    waiting = asyncio.create_task(wait_for_writer([str(article)]))
    await asyncio.sleep(0.01)
    change()
    await waiting


def test_a_file_that_an_editor_empties_or_takes_away_is_waited_for(tmp_path: Path) -> None:
    article = tmp_path / "KA-00001.md"
    asyncio.run(wait_while(article, lambda: article.write_text("two")))
    assert article.read_text() == "two"
    article.write_text("")
    asyncio.run(wait_while(article, article.unlink))
    assert not article.exists(), "and the waiting has an end"


def test_a_configuration_replaced_by_rename_is_seen_each_time(project: Path) -> None:
    def replace() -> None:
        (project / "errata.toml.new").write_text("")
        (project / "errata.toml.new").replace(project / "errata.toml")

    assert builds(project, replace, replace) == [1, 1]


def test_files_beside_the_configuration_do_not_matter(project: Path) -> None:
    assert builds(project, lambda: (project / "notes.txt").write_text("x"), wait=0) == [0]


def test_what_editors_leave_behind_does_not_matter(project: Path) -> None:
    assert builds(
        project, lambda: (project / "kb/en/.KA-00001.md.swp").write_text("x"), wait=0
    ) == [0]


def test_a_folder_that_comes_later_is_followed(project: Path) -> None:
    template = project / "mine/article.html"
    first, second = builds(project, template.parent.mkdir, lambda: template.write_text("x"))
    assert first >= 1
    assert second == 1


def test_a_knowledge_base_that_goes_and_comes_back_is_followed(project: Path) -> None:
    article = project / "kb/en/KA-00002.md"
    seen = builds(
        project,
        lambda: shutil.rmtree(project / "kb"),
        lambda: article.parent.mkdir(parents=True),
        lambda: article.write_text("x"),
    )
    assert all(seen), seen
