"""Without scripts every page is complete: the text, the links, and no control that does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.browser.every_page import Planned
from tests.browser.test_accessibility import SHARES, looked_at
from tests.browser.test_keyboard import PROBES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

Pages = tuple["Path", list[Planned]]


@pytest.fixture
def unscripted(opened: Callable[..., Page]) -> Page:
    return opened(java_script_enabled=False)


def written(element: html.HtmlElement) -> Iterator[str]:
    """The texts of an element that a reader should see at once, not on paper, unfolded or later."""
    kinds = element.get("class", "").split()
    later = element.get("hidden") is not None or {"printed", "scripted"} & {*kinds}
    if later or element.tag in {"template", "details"}:
        return
    for text in (
        element.text,
        *(part for child in element for part in (*written(child), child.tail)),
    ):
        if text and text.strip():
            yield " ".join(text.split())


@pytest.mark.parametrize(("locale", "share"), SHARES)
def test_every_text_and_link_of_a_page_is_shown_and_no_control_does_nothing(
    every: Pages, unscripted: Page, locale: str, *, share: bool
) -> None:
    site, pages = every
    faults_by_path = {}
    for path in looked_at(pages, locale, share=share):
        unscripted.goto(f"{site.as_uri()}/{path}")
        unscripted.evaluate(PROBES.read_text("utf-8"))
        shown_text = " ".join(unscripted.locator("main").inner_text().split())
        main = html.fromstring((site / path).read_bytes()).find(".//main")
        lost = [text for text in written(main) if text.casefold() not in shown_text.casefold()]
        if faults := [*lost, *unscripted.evaluate("probes.dead()")]:
            faults_by_path[path] = faults
    assert faults_by_path == {}


@pytest.mark.parametrize("path", ["index.html", "en/index.html", "en/KA-19371/index.html"])
def test_the_search_form_leads_to_the_codes(every: Pages, unscripted: Page, path: str) -> None:
    unscripted.goto(f"{every[0].as_uri()}/{path}")
    field = unscripted.locator("input[name=q]").first
    field.fill("RED-520025")
    field.press("Enter")
    assert unscripted.url.startswith(f"{every[0].as_uri()}/en/codes/index.html")
    unscripted.locator("main a", has_text="RED-520025").first.click()
    assert unscripted.url == f"{every[0].as_uri()}/en/codes/RED-520025/index.html"


def test_a_section_that_is_closed_opens(every: Pages, unscripted: Page) -> None:
    unscripted.goto(f"{every[0].as_uri()}/en/KA-00900/index.html")
    section = unscripted.locator("details.collapsible")
    section.locator("summary").click()
    assert section.get_by_text("Hidden until asked for.").is_visible()


def test_languages_are_changed(every: Pages, unscripted: Page) -> None:
    unscripted.goto(f"{every[0].as_uri()}/en/KA-00900/index.html")
    unscripted.locator(".site-header summary").click()
    unscripted.locator("header a[hreflang=de]").click()
    assert unscripted.url == f"{every[0].as_uri()}/de/KA-00900/index.html"
