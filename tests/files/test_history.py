"""git says which originals changed after their translations, and where."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.files.git import read_changes
from errata.model import SourceChange

if TYPE_CHECKING:
    from pathlib import Path


class Repository:
    """A repository with one commit a call, each a day later."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = 1
        self.git("init", "-q")

    def git(self, *arguments: str, day: int = 1) -> None:
        when = f"2026-01-{day:02}T12:00:00Z"
        names = {"NAME": "a", "EMAIL": "a@example.org", "DATE": when}
        identity = {
            f"GIT_{who}_{k}": v for who in ("AUTHOR", "COMMITTER") for k, v in names.items()
        }
        command = ["git", "-C", str(self.folder), *arguments]
        subprocess.run(command, check=True, env={**os.environ, **identity})

    def commit(self, **texts: str) -> None:
        for name, text in texts.items():
            path = self.folder / "kb" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "change", day=self.day)
        self.day += 1


PAIRS = [("en/KÄ 1.md", "de/KÄ 1.md"), ("en/b.md", "de/b.md")]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_an_original_that_changed_later_is_compared_with_what_was_translated(
    repository: Repository,
) -> None:
    repository.commit(**{"en__KÄ 1.md": "# One\n\nText.\n", "de__KÄ 1.md": "# Eins\n"})
    repository.commit(en__b="x", **{"en__KÄ 1.md": "# One\n\nNew text.\n\nMore.\n"})
    assert read_changes(repository.folder / "kb", PAIRS) == {
        "de/KÄ 1.md": SourceChange(added=3, removed=1, lines=(3, 4, 5))
    }


def test_a_translation_that_was_committed_with_or_after_its_original_is_up_to_date(
    repository: Repository,
) -> None:
    repository.commit(**{"en__b.md": "One\n", "de__b.md": "Eins\n"})
    repository.commit(**{"en__b.md": "Two\n", "de__b.md": "Zwei\n"})
    repository.commit(**{"de__b.md": "zwei\n"})
    assert read_changes(repository.folder / "kb", PAIRS) == {}


def test_outside_a_repository_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    assert read_changes(tmp_path / "kb", PAIRS) == {}
