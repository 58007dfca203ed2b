"""The states of articles on the search page: badges of answers, and a choice of states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.every_page import Planned


def test_answers_have_badges_and_can_be_limited_to_a_state(
    every: tuple[Path, list[Planned]], opened: Callable[..., Page]
) -> None:
    site, _ = every
    page = opened(f"{site.as_uri()}/en/search/index.html?q=zeppelins")
    hits = page.locator("[data-results] li.card")
    expect(hits).to_have_count(3)
    expect(page.locator("[data-results] .badge")).to_have_count(3)
    choice = page.locator("[data-facet=state]")
    expect(choice).to_contain_text("Not validated")
    choice.get_by_role("checkbox", name="Validated", exact=False).last.check()
    expect(hits).to_have_count(1)
    expect(hits.locator(".badge")).to_have_text("Validated")
    assert page.url.endswith("?q=zeppelins&state=validated")
    page.reload()
    expect(hits).to_have_count(1)
    expect(choice.locator("input:checked")).to_have_value("validated")


def test_a_language_whose_articles_have_no_state_offers_no_choice(
    every: tuple[Path, list[Planned]], opened: Callable[..., Page]
) -> None:
    site, _ = every
    page = opened(f"{site.as_uri()}/de/search/index.html?q=markup")
    expect(page.locator("[data-results] li.card")).to_have_count(1)
    expect(page.locator("[data-states], .badge")).to_have_count(0)
