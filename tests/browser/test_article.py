"""An article in a real browser: copied code, links to headings, what is printed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

ARTICLE = "en/KA-17298/index.html"
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", {value: undefined});
document.execCommand = () => false;
"""


@pytest.fixture(params=["file", "http"])
def address(shipped: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with addressed(shipped, request.param) as found:
        yield f"{found}/{ARTICLE}"


def test_a_button_copies_a_block_of_code_and_says_so(
    opened: Callable[..., Page], address: str
) -> None:
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".copyable").first
    block.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    expect(block.get_by_role("button")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (block.locator("code").text_content() or "").removesuffix("\n")


def test_where_a_page_may_not_copy_the_text_is_selected_and_that_is_said(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened()
    page.add_init_script(NO_CLIPBOARD)
    page.goto((shipped / ARTICLE).as_uri())
    block = page.locator(".copyable").last
    block.get_by_role("button").click()
    expect(page.get_by_role("status").filter(has_text="selected")).to_have_count(1)
    expect(block.locator(".copy-note")).to_be_visible()
    assert (
        page.evaluate("String(getSelection())").strip() == block.locator("pre").inner_text().strip()
    )


def test_buttons_and_links_of_headings_are_large_enough_to_hit(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), viewport={"width": 360, "height": 800})
    expect(page.get_by_role("button", name="Copy")).to_have_count(2)
    sizes = page.locator(".copy, .heading-link, .leads a, .lead-codes a").evaluate_all(
        "found => found.map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert len(sizes) > 6
    assert min(sizes) >= 24


def test_headings_keep_their_names_and_have_a_link_named_after_them(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), java_script_enabled=False)
    expect(page.get_by_role("heading", name="Resolution", exact=True)).to_have_count(1)
    page.get_by_role("link", name="Link to this section: Resolution", exact=True).click()
    assert page.url.endswith("#resolution")
    expect(page.get_by_role("region", name="Resolution", exact=True)).to_have_count(1)


def test_the_way_to_the_resolution_is_one_link_from_the_top(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), java_script_enabled=False)
    links = page.get_by_role("navigation", name="Jump to").get_by_role("link")
    assert links.all_inner_texts()[0] == "Symptoms"
    links.filter(has_text="Resolution").click()
    expect(page.get_by_role("region", name="Resolution", exact=True)).to_be_in_viewport()
    expect(page.locator("header").get_by_role("link", name="IOB-090020")).to_have_count(1)


def test_paper_shows_the_date_and_nothing_to_click(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri())
    expect(page.locator(".printed")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("Updated")
    for name in (".copy", ".heading-link", ".leads", ".site-header"):
        expect(page.locator(name).first).to_be_hidden()


def test_the_scripts_of_an_article_weigh_less_than_twelve_kilobytes(
    opened: Callable[..., Page], shipped: Path
) -> None:
    asked: list[str] = []
    page = opened()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((shipped / ARTICLE).as_uri())
    expect(page.locator(".copy").first).to_be_visible()
    names = [url.rpartition("/assets/js/")[2] for url in asked if url.endswith(".js")]
    assert names == ["main.js", "article.js"]
    files = [(shipped / "assets/js" / name).read_bytes() for name in names]
    assert sum(len(gzip.compress(file)) for file in files) < 12_000
