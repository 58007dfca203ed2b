"""Long lists in a real browser: filtered by what a reader types, complete without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

LISTS = {
    "en/articles/index.html": ("tracking", ".titles"),
    "en/codes/index.html": ("sop-330011", ".code-index"),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_shows_what_contains_the_words_and_says_how_much_that_is(
    opened: Callable[..., Page], shipped: Path, path: str
) -> None:
    words, kind = LISTS[path]
    page = opened((shipped / path).as_uri())
    entries = page.locator(f"main {kind} > li")
    every = entries.count()
    folded = page.locator("main details.group[open]").count()
    field = page.get_by_role("searchbox", name="Filter this list")
    field.fill(words)
    status = page.locator(".filter [role=status]")
    expect(status).to_contain_text("shown")
    left = page.locator(f"main {kind} > li:visible")
    assert 0 < left.count() < every
    expect(status).to_contain_text(f"{left.count()} ")
    for text in left.all_inner_texts():
        assert all(word.casefold() in text.casefold() for word in words.split())
    field.fill("no title has this")
    expect(status).to_contain_text("0 entries shown")
    field.fill("")
    expect(status).to_be_empty()
    assert page.locator(f"main {kind} > li:not([hidden])").count() == every
    assert page.locator("main details.group[open]").count() == folded


def test_products_that_a_filter_hides_are_not_seen(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / "en/products/index.html").as_uri())
    entry = page.locator("main .tallies > li").first
    expect(entry).to_be_visible()
    entry.evaluate("(element) => { element.hidden = true; }")
    expect(entry).to_be_hidden()


def test_a_link_to_a_part_of_a_folded_list_opens_it(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / "en/codes/index.html").as_uri() + "#family-sop")
    expect(page.get_by_role("link", name="SOP-330011")).to_be_visible()


def test_without_scripts_a_list_is_complete_and_has_no_filter(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / "en/codes/index.html").as_uri(), java_script_enabled=False)
    expect(page.get_by_label("Filter this list")).to_be_hidden()
    assert page.locator("main .code-index > li").count() > 20
