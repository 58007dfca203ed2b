"""The engine in Chromium and the one in Python: every article of every answer in its place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from errata.commands._console import Settings
from errata.commands._project import Project, library_of, open_project
from errata.commands._remembered import remembered
from errata.mapper import serially
from errata.outputs.search import index_of
from errata.search.engine import Searcher
from tests.search.knowledge import queries
from tests.site.validator import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

    from tests.conftest import CorpusSite


GOLD = Path(os.environ.get("ERRATA_GOLD", ROOT.parent / "shared" / "gold"))
ASK = """async ([locale, queries]) => {
  const searcher = errata.searcher({ base: "../../", locale });
  const answers = [];
  for (const query of queries) {
    const { kind, near, numbers } = await searcher.ask(query);
    answers.push({ query, kind, near: near.map(({ code }) => code), numbers });
  }
  return answers;
}"""
Answers = list[dict[str, Any]]


def test_chromium_answers_as_python_does_over_the_shipped_articles(
    browser: Browser, shipped: Path
) -> None:
    asked = {locale: list(dict.fromkeys(queries(locale))) for locale in ("en", "pt-BR")}
    _compare(browser, shipped, open_project(ROOT / "errata.toml", None), asked)


@pytest.mark.timeout(900)
def test_chromium_answers_the_judged_queries_as_python_does(
    browser: Browser, corpus: Path, corpus_site: CorpusSite
) -> None:
    labels = GOLD / "queries_dev.jsonl"
    if not labels.is_file():
        pytest.skip("the judged queries are not here: set ERRATA_GOLD")
    asked: dict[str, list[str]] = {}
    for row in map(json.loads, labels.read_text("utf-8").splitlines()):
        asked.setdefault(row["locale"], []).append(row["query"])
    _compare(browser, corpus_site.site, open_project(ROOT / "errata.toml", corpus), asked)


def _compare(browser: Browser, site: Path, project: Project, asked: dict[str, list[str]]) -> None:
    library = library_of(project, remembered(serially, Settings(), project))
    for locale, wanted in asked.items():
        searcher = Searcher(index_of(library, locale, project.config))
        expected = list(_python(searcher, wanted))
        found = _chromium(browser, site, locale, wanted)
        assert [row["query"] for row in found] == wanted
        for mine, theirs in zip(found, expected, strict=True):
            assert mine == theirs


def _python(searcher: Searcher, wanted: Iterable[str]) -> Iterator[dict[str, object]]:
    for query in wanted:
        answer = searcher.ask(query)
        yield {
            "query": query,
            "kind": answer.kind,
            "near": list(answer.near),
            "numbers": list(answer.numbers),
        }


def _chromium(browser: Browser, site: Path, locale: str, wanted: list[str]) -> Answers:
    """From the disk, on the search page, one query after another."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / locale / "search/index.html").as_uri())
        while not page.evaluate("globalThis.errata?.searcher !== undefined"):
            page.wait_for_timeout(20)
        answers: Answers = page.evaluate(ASK, [locale, wanted])
        return answers
