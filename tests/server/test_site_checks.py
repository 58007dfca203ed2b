"""The whole site is checked beside the server, which hears what was found after the last change."""

from __future__ import annotations

from contextlib import contextmanager
from multiprocessing import Pipe
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from errata.commands._console import Settings
from errata.commands._edited_project import EditedProject
from errata.commands._site_checks import ANY_CHANGE, Checked, CheckTask, SiteChecks, answer_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

PATIENCE = 240.0
ARTICLE = "---\ntitle: It stops\n---\n\n# It stops\n\nSee [another](KA-00002.md).\n"


@pytest.fixture
def edited(tmp_path: Path) -> EditedProject:
    settings = tmp_path / "errata.toml"
    settings.write_text('[site]\nname = "Help"\n')
    (tmp_path / "kb/en").mkdir(parents=True)
    for number in (1, 2):
        (tmp_path / f"kb/en/KA-0000{number}.md").write_text(ARTICLE)
    return EditedProject(Settings(config=settings, cache=False), tmp_path / "kb")


@contextmanager
def answering(edited: EditedProject) -> Iterator[Connection]:
    """What the process does, in a thread; it ends with the connection."""
    ours, theirs = Pipe()
    thread = Thread(target=answer_tasks, args=(edited, theirs))
    thread.start()
    yield ours
    ours.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    theirs.close()


def receive(link: Connection) -> Checked:
    assert link.poll(PATIENCE)
    checked = link.recv()
    assert isinstance(checked, Checked)
    return checked


def test_changes_close_together_are_one_and_the_last_is_answered(edited: EditedProject) -> None:
    edited.load()
    _, kb, _ = edited.made_of
    assert kb
    with answering(edited) as link:
        for number in (1, 2):
            path = kb / f"en/KA-0000{number}.md"
            path.write_text(ARTICLE.replace("KA-00002", "KA-00009"))
            link.send(CheckTask(number, frozenset({str(path)})))
        checked = receive(link)
        assert (checked.number, checked.fault, checked.bug) == (2, None, "")
        assert checked.pages > 2
        assert checked.build
        assert checked.build.artifacts == ()
        broken = [each for each in checked.build.diagnostics if "KA-00009" in each.message]
        assert {link.span.path for link in broken} == {"en/KA-00001.md", "en/KA-00002.md"}
        assert not link.poll(0.1), "there is one answer"


def test_a_fault_is_reported_and_what_it_concerns_is_looked_at_again(
    edited: EditedProject,
) -> None:
    settings, _, _ = edited.made_of
    assert settings.config
    good = settings.config.read_text()
    settings.config.write_text("[sight]\n")
    with answering(edited) as link:
        link.send(CheckTask(1, frozenset({str(settings.config)})))
        fault = receive(link).fault
        assert fault
        assert "unknown key `sight`" in fault.message
        settings.config.write_text(good)
        link.send(CheckTask(2, frozenset()))
        assert receive(link).build


def test_a_process_that_ended_is_reported_and_replaced(edited: EditedProject) -> None:
    reports: Queue[Checked] = Queue()
    checks = SiteChecks(edited)
    try:
        checks.ask(1, frozenset(), reports.put)
        assert checks.process
        checks.process.kill()
        lost = reports.get(timeout=PATIENCE)
        assert lost.number == ANY_CHANGE
        assert lost.fault
        assert "ended unexpectedly" in lost.fault.message
        checks.process.join(PATIENCE)
        checks.ask(2, frozenset(), reports.put)
        assert reports.get(timeout=PATIENCE).pages > 2
    finally:
        checks.close()
    assert not checks.process.is_alive()
