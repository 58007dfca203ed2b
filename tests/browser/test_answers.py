"""The search of the shipped site as a reader meets it: the real index and the real engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Dialog, Page


@pytest.fixture(params=["http", pytest.param("file", marks=pytest.mark.soak)])
def site(shipped: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with addressed(shipped, request.param) as address:
        yield address


@pytest.fixture
def page(site: str, opened: Callable[..., Page]) -> Page:  # noqa: ARG001 - the server outlives the page
    return opened()


def asked(page: Page, site: str, query: str, locale: str = "en") -> list[str]:
    """The articles that answer, in order."""
    page.goto(f"{site}/{locale}/search/index.html?q={quote(query)}")
    page.wait_for_selector("[data-results][aria-busy=false][data-query]")
    links = page.locator("ol.results h2 a")
    return [str(href) for href in links.evaluate_all("all => all.map(link => link.href)")]


def test_a_result_leads_to_the_section_that_its_excerpt_is_from(page: Page, site: str) -> None:
    (first, *_) = asked(page, site, "Communication failed with tracking server")
    page.goto(first)
    below = page.locator(f"xpath=//*[@id='{first.partition('#')[2]}']/following::*")
    text = below.all_inner_texts()
    assert "Communication failed with tracking server" in " ".join(text)


def test_a_code_in_any_spelling_has_its_card_and_its_article(page: Page, site: str) -> None:
    for query in ("RED-520025", "red 520025", "red520025"):
        (first, *_) = asked(page, site, query)
        assert "/en/KA-19371/index.html" in first
        expect(page.locator("[data-card] h2")).to_have_text("RED-520025")
        assert "·" in page.locator("[data-card] .meta").first.inner_text()


@pytest.mark.parametrize(
    ("query", "needs_words"),
    [("red 520025", False), ("ＲＥＤ５２００２５", False), ("broken links", True)],
)
def test_a_code_in_the_address_is_answered_without_the_words_of_the_index(
    page: Page, site: str, query: str, *, needs_words: bool
) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    asked(page, site, query)
    assert any(address.endswith("/search/en/codes.js") for address in loaded)
    # Names of shards have four characters.
    shards = re.findall(r"/search/en/(?!root)[0-9a-z]{4}\.js", "\n".join(loaded))
    assert bool(shards) == needs_words


# The names of what a page preloads that no script element has asked for by now.
UNUSED = """() => {
  const names = (tag, key) => [...document.querySelectorAll(tag)].map((element) => element[key]);
  return names("link[rel=preload]", "href").filter((name) => !asked.includes(name));
}"""
# Scripts are taken out of the page once they have run.
ASKED = """window.asked = []; new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  asked.push(...added.map((node) => node.src).filter(Boolean));
}).observe(document, { childList: true, subtree: true })"""


@pytest.mark.parametrize("query", ["RED-520025", "broken links", "10:22:11 ERROR it failed"])
def test_what_a_page_preloads_it_uses(page: Page, site: str, query: str) -> None:
    page.add_init_script(ASKED)
    asked(page, site, query)
    assert page.locator("link[rel=preload]").count() > 1
    page.wait_for_function(f"() => !({UNUSED})().length")


@pytest.mark.parametrize("word", ["RED-520025", "broken links"])
def test_what_the_box_preloads_it_uses(page: Page, site: str, word: str) -> None:
    page.add_init_script(ASKED)
    page.goto(f"{site}/en/index.html")
    page.locator("main input[name=q]").press_sequentially(word)
    page.locator("main [role=option]").first.wait_for()
    assert page.locator("link[rel=preload]").count() > 1
    page.wait_for_function(f"() => !({UNUSED})().length")


def test_a_mistyped_code_is_asked_back_and_an_unknown_one_finds_nothing(
    page: Page, site: str
) -> None:
    assert asked(page, site, "SOP-30011")
    expect(page.locator("p[data-near]")).to_contain_text("SOP-330011")
    assert asked(page, site, "RED-999999") == []
    expect(page.locator("[data-status]")).to_have_text("Nothing found")


def test_a_code_that_no_article_explains_is_answered_with_what_its_family_is(
    page: Page, site: str
) -> None:
    assert asked(page, site, "RED-529999") == []
    expect(page.locator("[data-status]")).to_have_text("No article explains this code.")
    expect(page.locator("[data-card] h2")).to_have_text("RED-529999")
    asked(page, site, "RED-52")
    expect(page.locator("[data-card] [data-codes] a")).to_have_text(["RED-520005", "RED-520025"])
    # The two codes and their article.
    expect(page.locator("[data-status]")).to_have_text("3 results")


def test_the_beginning_of_a_code_suggests_the_codes_that_it_may_become(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/en/index.html")
    page.locator("main input[name=q]").press_sequentially("red-52")
    options = page.locator("main [role=option] span")
    expect(options.nth(0)).to_have_text("RED-520005")
    expect(options.nth(1)).to_have_text("RED-520025")


def test_a_line_of_a_log_and_words_find_the_article(page: Page, site: str) -> None:
    line = "2024-04-17 10:22:11 ERROR Communication failed with tracking server 'http://a.b'."
    for query in (line, "tracking links stop", "trakcing links stop"):
        assert "/en/KA-19371/index.html" in asked(page, site, query)[0]


def test_a_translation_answers_in_its_language(page: Page, site: str) -> None:
    assert "/pt-BR/KA-19371/index.html" in asked(page, site, "RED-520025", "pt-BR")[0]
    expect(page.locator("[data-status]")).to_have_text("2 resultados")


def test_go_leads_to_the_page_of_the_code(page: Page, site: str) -> None:
    page.goto(f"{site}/en/search/index.html?q=RED-520025&go=1")
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_the_box_of_an_article_suggests(page: Page, site: str) -> None:
    page.goto(f"{site}/en/KA-17298/index.html")
    page.keyboard.press("/")
    page.keyboard.type("red 520025")
    expect(page.locator("[role=option]").first).to_contain_text("RED-520025")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_half_a_word_suggests_what_it_may_become_and_enter_finds_it_too(
    page: Page, site: str
) -> None:
    page.goto(f"{site}/en/KA-19371/index.html")
    page.keyboard.press("/")
    page.keyboard.type("recipie")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/index.html?q=recipie")
    expect(page.locator("ol.results h2").first).to_be_visible()


def test_a_name_that_every_object_has_is_a_word_like_others(page: Page, site: str) -> None:
    assert asked(page, site, "__proto__") == asked(page, site, "proto")


@pytest.mark.parametrize("query", ["__lookupGetter__", "constructor", "<zxq onzxq=zxqv(1)>"])
def test_a_hostile_query_finds_nothing_and_does_nothing(page: Page, site: str, query: str) -> None:
    assert asked(page, site, query) == []


def test_markup_in_a_query_is_never_run(page: Page, site: str) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    asked(page, site, "<img src=x onerror=alert(1)>")
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_five_megabytes_hang_nothing(page: Page, site: str) -> None:
    page.goto(f"{site}/en/search/index.html", wait_until="networkidle")
    page.evaluate(
        "() => { const box = document.querySelector('form input');"
        " box.value = 'tracking <b> '.repeat(400000); box.dispatchEvent(new Event('input')); }"
    )
    page.wait_for_selector("[data-results][aria-busy=false][data-query^=tracking]")
