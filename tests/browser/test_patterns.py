"""Patterns of users in a reader's browser, where the same ones are tried as in a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.text.pattern_cases import HONEST, worst_texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Milliseconds that the slowest text takes.
TIME = """cases => cases.map(([pattern, texts]) => Math.max(...texts.map(text => {
  const start = performance.now();
  for (const _ of text.matchAll(new RegExp(pattern, "g")));
  return performance.now() - start;
})))"""


def test_patterns_that_are_taken_are_done_in_a_browser_at_once(browser: Browser) -> None:
    with browser.new_page() as page:
        times = page.evaluate(TIME, [[pattern, worst_texts(pattern)] for pattern in HONEST])
    assert [one for one in zip(HONEST, times, strict=True) if one[1] > 2000] == []


def test_patterns_that_are_taken_match_the_same_in_a_browser(browser: Browser) -> None:
    matches = "cases => cases.map(([pattern, text]) => new RegExp(`^(?:${pattern})$`).test(text))"
    examples = [[pattern, text] for pattern, text in HONEST.items() if text]
    with browser.new_page() as page:
        assert all(page.evaluate(matches, examples))
