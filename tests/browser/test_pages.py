"""The pages in a real browser, from the disk: readable, within the window, without a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import served
from tests.browser.every_page import LOCALES, Planned, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PAGES = (
    "index.html",
    "en/index.html",
    "en/KA-19371/index.html",
    "pt-BR/KA-17298/index.html",
    "en/codes/index.html",
    "en/codes/RED-520025/index.html",
    "en/products/index.html",
    "en/products/Campaign/index.html",
    "en/families/RED/index.html",
    "en/articles/index.html",
    "en/recent/index.html",
    "e/RED-520025/index.html",
)
WIDTHS = (360, 768, 1440)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay empty and which may ask no other host for anything."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else complaints.append(request.url),
    )
    yield page
    context.close()
    assert complaints == []


def test_a_page_fits_the_window_without_sideways_scrolling(page: Page, shipped: Path) -> None:
    for path in PAGES:
        page.goto((shipped / path).as_uri())
        assert page.locator("h1").count() == 1, path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_code_in_an_article_leads_to_its_page_and_back(page: Page, shipped: Path) -> None:
    page.goto((shipped / "en/KA-19371/index.html").as_uri())
    page.locator("main a.code", has_text="RED-520025").first.click()
    assert page.url.endswith("/en/codes/RED-520025/index.html")
    assert "RED-520025" in page.locator("h1").inner_text()
    page.locator("main h3 a[href*='KA-19371']").first.click()
    assert page.url.endswith("/en/KA-19371/index.html")


def test_the_language_switch_keeps_the_article(page: Page, shipped: Path) -> None:
    page.goto((shipped / "en/KA-19371/index.html").as_uri())
    page.locator("header a[lang='pt-BR']").click()
    assert page.url.endswith("/pt-BR/KA-19371/index.html")


def test_pictures_of_the_default_locale_are_shown_in_a_translation(
    page: Page, shipped: Path
) -> None:
    page.goto((shipped / "pt-BR/KA-19371/index.html").as_uri())
    widths = page.locator("main img").evaluate_all("images => images.map(i => i.naturalWidth)")
    assert widths
    assert 0 not in widths


def test_everything_can_be_reached_by_keyboard_and_the_first_stop_skips_to_the_text(
    page: Page, shipped: Path
) -> None:
    page.goto((shipped / "en/index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_looking_at_pages_leaves_nothing_behind_and_asks_no_other_host(
    every: tuple[Path, list[Planned]], opened: Callable[..., Page]
) -> None:
    site, pages = every
    page, requests = opened(), []
    page.on("request", lambda request: requests.append(request.url))
    stored_values = (
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join('')"
    )
    left = {}
    with served(site) as address:
        for path in chosen(pages, LOCALES[0]):
            page.goto(f"{address}/{path}")
            left[path] = page.evaluate(stored_values)
        assert {path: names for path, names in left.items() if names} == {}
        assert page.context.cookies() == []
        assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []
        page.context.close()  # before the server that it loads from
