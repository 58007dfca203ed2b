"""The search box on a page of another site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page


# Browsers make `errata` a global for the form, with its outputs as properties.
HOST = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy"
content="default-src 'none'; img-src data:; script-src {site}">
<script src="{site}/assets/js/search/element.js" defer></script></head>
<body><h1>Shop</h1>
<form id="errata"><output name="modules"></output><output name="load"></output>
<output name="put"></output><output name="createSearcher"></output>
<errata-search locale="en" label="Search our help"{base}></errata-search></form></body></html>
"""


@pytest.fixture(params=["", "base"])
def page(
    standing_in: Path, tmp_path: Path, opened: Callable[..., Page], request: pytest.FixtureRequest
) -> Iterator[Page]:
    with served(standing_in) as site, served(tmp_path) as shop:
        base = f' base="{site}"' if request.param else ""
        (tmp_path / "index.html").write_text(HOST.format(site=site, base=base), "utf-8")
        page = opened(f"{shop}/index.html")
        yield page
        page.context.close()  # before the servers that it loads from


def test_the_box_suggests_by_keyboard_and_leads_to_the_help_site(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type("RED-520025")
    expect(page.get_by_role("combobox", name="Search our help")).to_be_focused()
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/codes/RED-520025/index.html")
    expect(page.locator("h1")).to_have_text("RED-520025")


def test_enter_leads_to_the_search_page_of_the_help_site(page: Page) -> None:
    page.locator("errata-search input").fill("tracking")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/index.html?q=tracking")
    expect(page.locator("ol.results li")).to_have_count(10)


def test_the_page_around_keeps_its_look_and_the_box_its_own(page: Page) -> None:
    assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 0
    assert (
        page.evaluate("document.querySelector('errata-search').shadowRoot.styleSheets.length") == 0
    )
    display = (
        "getComputedStyle(document.querySelector('errata-search').shadowRoot.firstChild).display"
    )
    assert page.evaluate(display) == "flex"


def test_the_box_speaks_the_language_of_its_locale(page: Page) -> None:
    page.evaluate(
        """const box = document.createElement("errata-search");
        box.setAttribute("locale", "pt-BR");
        box.setAttribute("button", "Achar");
        document.querySelector("errata-search").replaceWith(box);"""
    )
    form = page.locator("errata-search form")
    expect(form).to_have_attribute("lang", "pt-BR")
    expect(form.locator("button")).to_have_text("Achar")
    form.locator("input").fill("tracking")
    expect(form.get_by_role("combobox", name="Pesquisar um código de erro")).to_be_focused()
    expect(form.get_by_role("status")).to_contain_text("resultado")
    expect(page.locator("[role=option]").first.locator("span")).to_have_attribute("lang", "pt-BR")
