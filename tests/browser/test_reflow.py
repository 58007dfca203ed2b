"""Pages bend to how a reader reads: zoomed, with wide spacing, without movement, in own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.every_page import TRANSLATED, Planned
from tests.browser.test_accessibility import SHARES, ZOOMED, looked_at
from tests.browser.test_keyboard import PROBES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

Pages = tuple["Path", list[Planned]]


def asked(
    page: Page, every: Pages, *questions: str, locale: str = "en", share: bool = False
) -> dict[str, list[str]]:
    """What the probes find on a page of each template, by path."""
    site, pages = every
    answers: dict[str, list[str]] = {}
    for path in looked_at(pages, locale, share=share):
        page.goto(f"{site.as_uri()}/{path}")
        page.evaluate(PROBES.read_text("utf-8"))
        for question in questions:
            answers[path] = [*answers.get(path, ()), *page.evaluate(f"probes.{question}()")]
    return {path: faults for path, faults in answers.items() if faults}


@pytest.mark.parametrize(("locale", "share"), SHARES)
def test_wide_spacing_of_text_cuts_nothing_off(
    every: Pages, opened: Callable[..., Page], locale: str, *, share: bool
) -> None:
    page, questions = opened(viewport=ZOOMED), ("spaced", "clipped", "sideways")
    assert asked(page, every, *questions, locale=locale, share=share) == {}


def test_the_name_of_the_language_that_a_phone_leaves_out_takes_no_room(
    every: Pages, opened: Callable[..., Page]
) -> None:
    path = f"{every[0].as_uri()}/pt-BR/{TRANSLATED[0]}/index.html"
    page = opened(path, viewport={"width": 360, "height": 740})
    page.evaluate(PROBES.read_text("utf-8"))
    assert page.evaluate("probes.sideways()") == []


def test_nothing_moves_for_who_wants_no_movement(every: Pages, opened: Callable[..., Page]) -> None:
    page = opened(reduced_motion="reduce")
    assert asked(page, every, "moving") == {}


def test_controls_and_the_focus_are_seen_in_forced_colours(
    every: Pages, opened: Callable[..., Page]
) -> None:
    page = opened(forced_colors="active")
    assert asked(page, every, "borderless", "unmarked") == {}


FAULTS = {
    "clipped": "document.querySelector('h1').style.cssText = 'height: 3px; overflow: hidden'",
    "sideways": "document.querySelector('h1').style.minWidth = '3000px'",
    "moving": "document.querySelector('h1').style.transition = 'color 1s'",
    "borderless": "document.querySelector('button').style.border = 'none'",
    "unmarked": "document.querySelector('button').style.outline = 'none'",
    "dead": "document.querySelector('main').append(document.createElement('button'))",
}


def test_the_probes_would_see_a_fault(every: Pages, opened: Callable[..., Page]) -> None:
    page = opened(reduced_motion="reduce")
    for question, fault in FAULTS.items():
        page.goto(f"{every[0].as_uri()}/en/codes/index.html")
        page.evaluate(PROBES.read_text("utf-8"))
        assert page.evaluate(f"probes.{question}()") == []
        page.evaluate(fault)
        assert len(page.evaluate(f"probes.{question}()")) == 1
