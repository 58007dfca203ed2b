"""The site of the knowledge base that ships, built by the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.links import check_links
from tests.support.validator import faults, sample_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import BuiltSite


def test_the_shipped_articles_have_no_finding(shipped_site: BuiltSite) -> None:
    assert shipped_site.status == 0, shipped_site.messages


def test_every_link_of_the_shipped_articles_works(shipped: Path) -> None:
    checked = check_links(shipped)
    assert checked.pages > 100
    assert checked.broken == []


def test_shipped_pages_of_every_kind_are_valid_html(shipped: Path, tmp_path: Path) -> None:
    assert sample_pages(shipped, tmp_path, 5) > 10
    assert faults(tmp_path) == []


@pytest.mark.soak
def test_every_shipped_page_is_valid_html(shipped: Path) -> None:
    assert faults(shipped) == []


def test_the_canary_in_the_internal_notes_is_on_no_page(shipped: Path) -> None:
    for page in shipped.rglob("*"):
        if page.is_file():
            content = page.read_bytes()
            assert b"CANARY" not in content
            assert b"Pat Example" not in content
