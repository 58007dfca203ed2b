"""The site of the knowledge base that ships, built by the real command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.links import check_links
from tests.support.validator import faults

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("shipped") / "site"
    command = [sys.executable, "-m", "errata", "build", "--out", str(site), "--fail-on", "info"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return site


def test_the_shipped_articles_have_no_finding_and_every_link_works(shipped: Path) -> None:
    checked = check_links(shipped)
    assert checked.pages > 100
    assert checked.broken == []


def test_the_shipped_pages_are_valid_html(shipped: Path) -> None:
    assert faults(shipped) == []


def test_the_canary_in_the_internal_notes_is_on_no_page(shipped: Path) -> None:
    for page in shipped.rglob("*"):
        if page.is_file():
            content = page.read_bytes()
            assert b"CANARY" not in content
            assert b"Pat Example" not in content
