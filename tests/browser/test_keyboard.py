"""Whoever has a keyboard alone reaches everything in the order of the page, and sees where it is.

On every template, in a window of 1280 by 1024 at 400 per cent, where most could be covered.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.every_page import LOCALES, Planned, chosen
from tests.browser.test_accessibility import ZOOMED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PROBES = Path(__file__).with_name("probes.js")
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => done(probes.focused())))"


def walked(page: Page) -> tuple[list[int], list[str]]:
    """The stops that the Tab key comes to until it leaves the page, and what is wrong at them."""
    page.evaluate(PROBES.read_text("utf-8"))
    order: list[int] = []
    faults: list[str] = []
    for _ in range(page.evaluate("probes.stops()") + 5):
        page.keyboard.press("Tab")
        position = page.evaluate(SETTLED)
        if position["stop"] is None or (order and position["stop"] == order[0]):
            break
        order.append(position["stop"])
        faults += position["faults"]
    return order, faults


def test_the_tab_key_comes_to_everything_in_order_and_the_focus_is_always_seen(
    every: tuple[Path, list[Planned]], opened: Callable[..., Page]
) -> None:
    site, pages = every
    page, wrong = opened(viewport=ZOOMED), {}
    for path in chosen(pages, LOCALES[0]):
        page.goto(f"{site.as_uri()}/{path}")
        order, faults = walked(page)
        if order != list(range(page.evaluate("probes.stops()"))):
            faults.append(f"out of order: {order}")
        if faults:
            wrong[path] = faults
    assert wrong == {}
