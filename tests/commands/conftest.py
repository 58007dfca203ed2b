"""The command in a folder of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.commands.running import Command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty(tmp_path: Path) -> Command:
    """In an empty folder."""
    return Command(tmp_path)


@pytest.fixture(scope="session")
def initial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `errata init` writes; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("initial")
    assert Command(folder)("init").returncode == 0
    return folder


@pytest.fixture
def errata(tmp_path: Path, initial: Path) -> Command:
    """In a knowledge base as `errata init` makes it."""
    shutil.copytree(initial, tmp_path, dirs_exist_ok=True)
    return Command(tmp_path)
