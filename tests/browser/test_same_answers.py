"""The search page in Chromium and `errata search`: every article of every answer in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from errata.commands._project import link_library, make_cached_mapper, open_project
from errata.mapper import map_serially
from tests.search.knowledge import queries
from tests.search.searching import searcher_of
from tests.support.validator import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ASK = """async ([locale, queries]) => {
  const searcher = errata.createSearcher({ base: "../../", locale });
  const answers = [];
  for (const query of queries) {
    const { kind, near, numbers } = await searcher.ask(query);
    answers.push({ query, kind, near: near.map(({ code }) => code), numbers });
  }
  return answers;
}"""
Answers = list[dict[str, Any]]


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.soak)])
def test_chromium_answers_as_the_command_does_over_the_shipped_articles(
    browser: Browser, shipped: Path, step: int
) -> None:
    """Each language is asked another half of the questions."""
    project = open_project(ROOT / "errata.toml", None)
    library = link_library(project, make_cached_mapper(map_serially, project))
    for index, locale in enumerate(("en", "pt-BR")):
        wanted = list(dict.fromkeys(queries(locale)))[index % step :: step]
        searcher = searcher_of(library, locale, project.config)
        found = _chromium(browser, shipped, locale, wanted)
        assert [row["query"] for row in found] == wanted
        for row in found:
            answer = searcher.ask(row["query"])
            assert (row["kind"], row["near"]) == (answer.kind, list(answer.near)), row["query"]
            assert row["numbers"] == list(answer.numbers), row["query"]


def _chromium(browser: Browser, site: Path, locale: str, wanted: list[str]) -> Answers:
    """From the disk, on the search page, one query after another."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / locale / "search/index.html").as_uri())
        while not page.evaluate("globalThis.errata?.createSearcher !== undefined"):
            page.wait_for_timeout(20)
        answers: Answers = page.evaluate(ASK, [locale, wanted])
        return answers
