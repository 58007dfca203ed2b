"""Pictures in the browser: an animation moves only while the reader wants it to, nothing jumps."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.commands.running import Command
from tests.support.validator import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

SHIFTS = """() => {
  globalThis.shifts = [];
  const note = (list) => list.getEntries().forEach((shift) => globalThis.shifts.push(shift.value));
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shipped article and one with an animation."""
    folder = tmp_path_factory.mktemp("animated")
    shutil.copytree("kb/en/assets", folder / "kb/en/assets")
    shutil.copy("kb/en/KA-19371.md", folder / "kb/en")
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "green", "blue")]
    frames[0].save(
        folder / "kb/en/assets/moving.gif", save_all=True, append_images=frames[1:], duration=90
    )
    article = (folder / "kb/en/KA-19371.md").read_text("utf-8")
    Image.effect_noise((1600, 900), 60).save(folder / "kb/en/assets/large.png")
    shows = "\n\n![It moves](assets/moving.gif)\n\nText\n\n![It is large](assets/large.png)\n"
    moved = article.replace("KA-19371", "KA-00777") + shows
    (folder / "kb/en/KA-00777.md").write_text(moved, "utf-8")
    assert Command(folder)("build", "--fail-on", "never").returncode == 0
    return folder / "site"


def test_an_animation_moves_only_while_the_reader_wants_it(
    site: Path, opened: Callable[..., Page]
) -> None:
    start = site.as_uri()
    page = opened(f"{start}/en/KA-00777/index.html")
    picture = page.get_by_alt_text("It moves")
    expect(picture).to_have_attribute("src", f"{start}/en/assets/moving.gif.still.webp")
    assert picture.evaluate("image => [image.width, image.height]") == [300, 200]
    button = page.get_by_role("button", name="Play the animation")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    button.press("Enter")
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


def test_the_page_is_valid_with_animations_and_large_pictures(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site / "en/KA-00777", tmp_path / "page")
    assert faults(tmp_path) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_waits_and_while_it_plays(
    site: Path, opened: Callable[..., Page], scheme: str
) -> None:
    page = opened(f"{site.as_uri()}/en/KA-00777/index.html", color_scheme=scheme)
    assert violations(page) == []
    page.get_by_role("button", name="Play the animation").click()
    assert violations(page) == []


def test_a_large_picture_comes_in_its_smaller_form_and_nothing_jumps(
    site: Path, opened: Callable[..., Page]
) -> None:
    page = opened(viewport={"width": 800, "height": 300})
    page.add_init_script(f"({SHIFTS})()")
    page.goto(f"{site.as_uri()}/en/KA-00777/index.html")
    picture = page.get_by_alt_text("It is large")
    before = page.evaluate("document.documentElement.scrollHeight")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.currentSrc").endswith("/assets/large.png.webp")
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert page.evaluate("document.documentElement.scrollHeight") == before
    assert page.evaluate("globalThis.shifts") == []
