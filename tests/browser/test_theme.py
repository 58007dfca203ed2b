"""The theme that a reader chooses: there before the page is painted, kept, and harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

PAPER = "getComputedStyle(document.documentElement).backgroundColor"
DARK = "rgb(20, 23, 26)"
EARLY = """
new MutationObserver(() => {
  if (document.body) globalThis.early ??= document.documentElement.dataset.theme;
}).observe(document, { childList: true, subtree: true });
"""


def test_a_chosen_theme_is_kept_and_is_there_before_the_body(
    shipped: Path, opened: Callable[..., Page]
) -> None:
    page = opened((shipped / "en/index.html").as_uri(), color_scheme="light")
    choice = page.get_by_label("Appearance")
    light = page.evaluate(PAPER)
    choice.select_option("Dark")
    assert page.evaluate(PAPER) == DARK
    page.add_init_script(EARLY)
    page.goto((shipped / "en/KA-19371/index.html").as_uri())
    assert page.evaluate("early") == "dark"
    assert page.evaluate(PAPER) == DARK
    expect(choice).to_have_value("dark")
    choice.select_option("Same as your device")
    assert page.evaluate(PAPER) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK


def test_there_is_no_choice_where_it_would_do_nothing(
    shipped: Path, opened: Callable[..., Page]
) -> None:
    address = (shipped / "en/index.html").as_uri()
    expect(opened(address, forced_colors="active").get_by_label("Appearance")).to_be_hidden()
    expect(opened(address, java_script_enabled=False).get_by_label("Appearance")).to_be_hidden()


def test_paper_is_light_and_has_the_address_of_the_page(
    shipped: Path, opened: Callable[..., Page]
) -> None:
    page = opened((shipped / "en/codes/RED-520025/index.html").as_uri())
    page.get_by_label("Appearance").select_option("Dark")
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("/en/codes/RED-520025/index.html")
    expect(page.get_by_label("Appearance")).to_be_hidden()
    assert page.evaluate(PAPER) != DARK
