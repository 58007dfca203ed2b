"""An animation moves only while the reader wants it to."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped articles and one with an animation."""
    folder = tmp_path_factory.mktemp("animated")
    shutil.copytree("kb", folder / "kb")
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "green", "blue")]
    frames[0].save(
        folder / "kb/en/assets/moving.gif", save_all=True, append_images=frames[1:], duration=90
    )
    article = (folder / "kb/en/KA-19371.md").read_text("utf-8")
    moved = article.replace("KA-19371", "KA-00777") + "\n\n![It moves](assets/moving.gif)\n"
    (folder / "kb/en/KA-00777.md").write_text(moved, "utf-8")
    command = [sys.executable, "-m", "errata", "build"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return folder / "site"


def test_an_animation_moves_only_while_the_reader_wants_it(
    site: Path, opened: Callable[..., Page]
) -> None:
    start = site.as_uri()
    page = opened(f"{start}/en/KA-00777/index.html")
    picture = page.get_by_alt_text("It moves")
    expect(picture).to_have_attribute("src", f"{start}/en/assets/moving.gif.still.webp")
    assert picture.evaluate("image => [image.width, image.height]") == [300, 200]
    page.get_by_role("button", name="Play the animation").press("Enter")
    assert "moving.gif.still" not in (picture.get_attribute("src") or "")
    page.get_by_role("button", name="Stop the animation").press(" ")
    assert "moving.gif.still" in (picture.get_attribute("src") or "")


def test_without_scripts_an_animation_is_a_link_to_it(
    site: Path, opened: Callable[..., Page]
) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"{site.as_uri()}/en/KA-00777/index.html")
    link = page.get_by_role("link", name="Play the animation")
    expect(link).to_have_attribute("href", "../assets/moving.gif")
