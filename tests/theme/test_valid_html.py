"""Every template's output is valid HTML by html-validate's recommended rules.

One rule is off in `.htmlvalidate.json`: `no-trailing-whitespace` is a matter of style, and code in
articles has such spaces, which are kept as their authors wrote them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.config import Config
from tests.site.factories import plan_of, shipped_theme, small_library
from tests.support.rendering import render_pages
from tests.support.validator import faults

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.model import Artifact

ADDRESS = {"name": "Help & more", "url": "https://help.example.com/kb", "description": "<Errors>"}


def write(files: Iterable[Artifact], folder: Path) -> None:
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(file.content, bytes)
        target.write_bytes(file.content)


@pytest.mark.parametrize("config", [{}, {"site": ADDRESS}], ids=["plain", "with an address"])
def test_every_page_is_valid_html(config: dict[str, object], tmp_path: Path) -> None:
    chosen = Config.model_validate(config)
    write(render_pages(plan_of(small_library(), chosen).pages, shipped_theme(), chosen), tmp_path)
    assert faults(tmp_path) == []


def test_the_validator_would_see_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html>\n<html><body><p>one<p>two</html>\n")
    assert faults(tmp_path)
