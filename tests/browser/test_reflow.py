"""Pages bend to how a reader reads: zoomed, with wide spacing, without movement, in own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.every_page import LOCALES, TRANSLATED, Planned, chosen
from tests.browser.test_accessibility import ZOOMED
from tests.browser.test_keyboard import PROBES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

Pages = tuple["Path", list[Planned]]


def asked(page: Page, every: Pages, locale: str, *questions: str) -> dict[str, list[str]]:
    """What the probes find on a page of each template, by path."""
    site, pages = every
    found: dict[str, list[str]] = {}
    for path in chosen(pages, locale):
        page.goto(f"{site.as_uri()}/{path}")
        page.evaluate(PROBES.read_text("utf-8"))
        for question in questions:
            found[path] = [*found.get(path, ()), *page.evaluate(f"probes.{question}()")]
    return {path: faults for path, faults in found.items() if faults}


@pytest.mark.parametrize("locale", LOCALES)
def test_wide_spacing_of_text_cuts_nothing_off(
    every: Pages, opened: Callable[..., Page], locale: str
) -> None:
    page = opened(viewport=ZOOMED)
    assert asked(page, every, locale, "spaced", "clipped", "sideways") == {}


def test_the_name_of_the_language_that_a_phone_leaves_out_takes_no_room(
    every: Pages, opened: Callable[..., Page]
) -> None:
    path = f"{every[0].as_uri()}/pt-BR/{TRANSLATED[0]}/index.html"
    page = opened(path, viewport={"width": 360, "height": 740})
    page.evaluate(PROBES.read_text("utf-8"))
    assert page.evaluate("probes.sideways()") == []


def test_nothing_moves_for_who_wants_no_movement(every: Pages, opened: Callable[..., Page]) -> None:
    page = opened(reduced_motion="reduce")
    assert asked(page, every, LOCALES[0], "moving") == {}


def test_controls_and_the_focus_are_seen_in_forced_colours(
    every: Pages, opened: Callable[..., Page]
) -> None:
    page = opened(forced_colors="active")
    assert asked(page, every, LOCALES[0], "borderless", "unmarked") == {}


FAULTS = {
    "clipped": "document.querySelector('h1').style.cssText = 'height: 3px; overflow: hidden'",
    "sideways": "document.querySelector('h1').style.minWidth = '3000px'",
    "moving": "document.querySelector('h1').style.transition = 'color 1s'",
    "borderless": "document.querySelector('button').style.border = 'none'",
    "unmarked": "document.querySelector('button').style.outline = 'none'",
    "dead": "document.querySelector('main').append(document.createElement('button'))",
}


@pytest.mark.parametrize("question", FAULTS)
def test_the_probes_would_see_a_fault(
    every: Pages, opened: Callable[..., Page], question: str
) -> None:
    page = opened(f"{every[0].as_uri()}/en/codes/index.html", reduced_motion="reduce")
    page.evaluate(PROBES.read_text("utf-8"))
    assert page.evaluate(f"probes.{question}()") == []
    page.evaluate(FAULTS[question])
    assert len(page.evaluate(f"probes.{question}()")) == 1
