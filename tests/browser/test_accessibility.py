"""axe finds nothing on any kind of page: light and dark, phone and desk, several languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PAGES = (
    "index.html",
    "404.html",
    "en/index.html",
    "en/KA-19371/index.html",
    "en/codes/index.html",
    "en/codes/RED-520025/index.html",
    "en/products/Campaign/index.html",
    "en/families/RED/index.html",
    "en/articles/index.html",
    "en/recent/index.html",
    "en/search/index.html",
    "en/search/index.html?q=RED-520025",
    "en/search/index.html?q=tracking&page=2&product=Campaign",
    "en/search/index.html?q=SOP-30011",
    "en/search/index.html?q=zzzz",
    "pt-BR/search/index.html?q=tracking",
)
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1440)]


def violations(page: Page) -> list[str]:
    """What axe reports, with the first element of each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({preload: false}).then((result) => result.violations)")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing(
    standing_in: Path, opened: Callable[..., Page], scheme: str, width: int
) -> None:
    page = opened(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = {}
    for path in PAGES:
        page.goto(f"{standing_in.as_uri()}/{path}")
        if "?" in path:
            page.wait_for_selector("[data-results][data-query]")
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("path", ["en/index.html", "en/KA-19371/index.html"])
def test_axe_finds_nothing_in_open_suggestions(
    standing_in: Path, opened: Callable[..., Page], path: str, scheme: str, width: int
) -> None:
    page = opened(
        f"{standing_in.as_uri()}/{path}",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.get_by_role("option")).to_have_count(7)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_at_four_hundred_per_cent(
    standing_in: Path, opened: Callable[..., Page], path: str
) -> None:
    page = opened(f"{standing_in.as_uri()}/{path}", viewport={"width": 320, "height": 256})
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_chosen_suggestion_is_told_from_the_others_in_forced_colours(
    standing_in: Path, opened: Callable[..., Page]
) -> None:
    page = opened(f"{standing_in.as_uri()}/en/index.html", forced_colors="active")
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.get_by_role("option")).to_have_count(7)
    page.keyboard.press("ArrowDown")
    style = "getComputedStyle(document.querySelector('[aria-selected=true]')).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_axe_would_see_a_fault(standing_in: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"{standing_in.as_uri()}/en/index.html")
    page.evaluate("document.querySelector('form input').closest('label').replaceWith('x')")
    page.evaluate("document.querySelector('form').append(document.createElement('input'))")
    assert [fault.partition(":")[0] for fault in violations(page)] == ["label"]
