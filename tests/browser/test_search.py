"""The search page: cards, near codes, facets, paging, history, and its state in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ANSWERED = "[data-results][aria-busy=false][data-query]"


@pytest.fixture
def search(site: str, opened: Callable[..., Page]) -> Callable[[str], Page]:
    """Opens the search page with a query string and waits for its answer."""
    page = opened()

    def ask(query: str) -> Page:
        page.goto(f"{site}/en/search/index.html{query}")
        page.wait_for_selector(ANSWERED)
        return page

    return ask


def hits(page: Page) -> list[str]:
    return page.locator("ol.results h2").all_inner_texts()


def test_a_code_has_its_card_before_its_articles(search: Callable[[str], Page]) -> None:
    page = search("?q=RED-520025")
    card = page.locator("[data-card]")
    expect(card).to_contain_text("Communication failed with tracking server")
    expect(card).to_contain_text("Start the server.")
    expect(page.locator("[data-status]")).to_have_text("2 results")
    expect(page.locator("[data-help]")).to_be_hidden()
    card.get_by_role("link", name="Everything about this code").click()
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_the_articles_of_a_code_on_one_page_load_no_filters(search: Callable[[str], Page]) -> None:
    page = search("?q=SHARED-1")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("Reflect.errata.createExtras === undefined")
    expect(page.locator("ol.results h2")).to_have_count(2)
    page = search("?q=tracking")
    expect(page.locator("[data-facet=product] label:visible")).to_have_count(2)


def test_near_codes_are_asked_back(search: Callable[[str], Page]) -> None:
    page = search("?q=SOP-30011")
    expect(page.locator("p[data-near]")).to_have_text("Did you mean SOP-330011?")
    page.locator("p[data-near] a").click()
    page.wait_for_url("**/en/codes/SOP-330011/index.html")


def test_a_slow_answer_dims_the_one_before_it_and_a_new_one_is_readable_at_once(
    search: Callable[[str], Page],
) -> None:
    page = search("?q=tracking")
    opacity = "(it) => Number(getComputedStyle(it).opacity)"
    results = page.locator("[data-results]")
    results.evaluate("(it) => it.setAttribute('aria-busy', 'true')")
    expect(results).not_to_have_css("opacity", "1")
    results.evaluate("(it) => it.setAttribute('aria-busy', 'false')")
    assert results.evaluate(opacity) == 1


def test_a_line_of_the_article_is_shown_with_its_marks_as_text(
    search: Callable[[str], Page],
) -> None:
    page = search("?q=tracking")
    assert page.locator("[data-excerpt] mark").first.inner_text() == "<img src=x onerror=alert(1)>"
    assert page.locator("main img").count() == 0
    assert "KA-10000 · Commerce · April 17, 2024" in page.locator("ol.results").inner_text()
    assert page.get_attribute("[data-results]", "data-query") == "tracking"


def test_results_follow_the_typing_and_the_address_follows_the_results(
    search: Callable[[str], Page],
) -> None:
    page = search("")
    expect(page.get_by_role("heading", name="Error codes you can look up")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.locator("ol.results li")).to_have_count(10)
    page.wait_for_url("**/search/index.html?q=tracking")
    assert page.title().startswith("tracking · ")


def facet(page: Page, name: str) -> list[str]:
    """The values of a facet, each with how many results it has."""
    rows = page.locator(f"[data-facet={name}] label:visible")
    return [" ".join(text.split()) for text in rows.all_inner_texts()]


def test_values_of_a_facet_are_chosen_together_and_the_back_button_takes_one_back(
    search: Callable[[str], Page],
) -> None:
    page = search("?q=tracking")
    assert facet(page, "product") == ["Commerce 14", "Campaign 13"]
    page.get_by_label("Campaign").check()
    expect(page.locator("[data-status]")).to_have_text("13 results")
    assert page.url.endswith("?q=tracking&product=Campaign")
    assert page.title().startswith("tracking")
    expect(page.get_by_label("Campaign")).to_be_focused()
    page.get_by_label("Commerce").check()
    expect(page.locator("[data-status]")).to_have_text("27 results")
    assert page.url.endswith("?q=tracking&product=Commerce&product=Campaign")
    page.go_back()
    expect(page.locator("[data-status]")).to_have_text("13 results")
    expect(page.get_by_label("Commerce")).not_to_be_checked()
    page.locator("[data-facets]").get_by_role("link", name="Remove all filters").click()
    expect(page.locator("[data-status]")).to_have_text("27 results")
    expect(page.get_by_label("Campaign")).not_to_be_checked()
    assert page.evaluate("document.activeElement.type") == "checkbox"


def test_on_a_phone_the_facets_are_folded_and_say_how_many_are_chosen(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/en/search/index.html?q=tracking&product=Campaign")
    page.wait_for_selector(ANSWERED)
    expect(page.get_by_label("Campaign")).to_be_hidden()
    expect(page.locator("[data-facets] summary")).to_have_text("Filters (1)")
    first = page.locator("ol.results h2").first.bounding_box()
    assert first is not None
    assert first["y"] <= 300
    page.locator("[data-facets] summary").click()
    page.get_by_label("Campaign").uncheck()
    expect(page.locator("[data-status]")).to_have_text("27 results")
    expect(page.get_by_label("Campaign")).to_be_visible()


def test_a_page_that_is_not_there_is_the_last_one(search: Callable[[str], Page]) -> None:
    page = search("?q=tracking&page=99")
    expect(page.locator(".pages")).to_contain_text("Page 3 of 3")
    assert page.url.endswith("?q=tracking&page=3")


def test_nothing_lies_over_the_results_while_the_reader_types(
    search: Callable[[str], Page],
) -> None:
    page = search("")
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.locator("ol.results li")).to_have_count(10)
    expect(page.get_by_role("listbox")).to_have_count(0)
    first = page.locator("ol.results h2 a").first
    expect(first.locator("mark")).to_have_text("Tracking")
    first.click(trial=True)
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("form input")).to_be_focused()


def test_pages_of_results_can_be_walked_and_linked(search: Callable[[str], Page]) -> None:
    page = search("?q=tracking&page=2")
    assert hits(page)[0] == "Tracking 10"
    expect(page.locator(".pages")).to_contain_text("Page 2 of 3")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".pages")).to_contain_text("Page 3 of 3")
    expect(page.locator("ol.results h2 a").first).to_be_focused()
    expect(page.get_by_role("link", name="Next")).to_be_hidden()
    assert hits(page) == [f"Tracking {n}" for n in range(20, 27)]
    page.go_back()
    expect(page.locator(".pages")).to_contain_text("Page 2 of 3")
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".pages")).to_contain_text("Page 1 of 3")
    assert page.url.endswith("?q=tracking")


def test_the_kind_divides_codes_from_articles(search: Callable[[str], Page]) -> None:
    page = search("?q=RED-520025&kind=code")
    expect(page.locator("[data-card]")).to_have_count(1)
    expect(page.locator("ol.results")).to_have_count(0)
    assert facet(page, "kind") == ["Articles 1", "Error codes 1"]
    page.get_by_label("Articles").check()
    expect(page.locator("ol.results li")).to_have_count(1)
    expect(page.locator("[data-card]")).to_have_count(1)
    page.get_by_label("Error codes").uncheck()
    expect(page.locator("[data-card]")).to_have_count(0)
    search("?q=tracking&kind=code")
    expect(page.locator("[data-status]")).to_have_text("Nothing found")
    page.locator("[data-help]").get_by_role("link", name="Everything").click()
    expect(page.locator("ol.results li")).to_have_count(10)


def test_another_language_is_asked_the_same(search: Callable[[str], Page]) -> None:
    page = search("?q=RED-520025")
    page.locator("[data-facets]").get_by_role("link", name="Português").click()
    page.wait_for_url("**/pt-BR/search/index.html?q=RED-520025")
    expect(page.locator("[data-card]")).to_contain_text("Tudo sobre este código")


def test_who_was_not_led_to_a_code_is_not_led_to_one_by_the_next_link(
    search: Callable[[str], Page],
) -> None:
    page = search("?q=tracking&go=1")
    expect(page.locator("[data-help] [data-unfiltered]")).to_have_attribute("href", "?q=tracking")


def test_go_follows_no_address_but_the_site_s_own(search: Callable[[str], Page]) -> None:
    page = search("?q=EVIL-1&go=1")
    assert "/search/index.html" in page.url


def test_the_last_searches_are_kept_here_until_they_are_cleared(
    search: Callable[[str], Page],
) -> None:
    page = search("")
    page.locator("form input").fill("tracking")
    page.locator("ol.results h2 a").first.click()
    page.wait_for_url("**/en/KA-19371/index.html")
    page = search("?q=RED-520025")
    page = search("")
    queries_kept = page.locator("[data-history] a")
    expect(queries_kept).to_have_text(["RED-520025", "tracking"])
    queries_kept.last.click()
    expect(page.locator("[data-status]")).to_have_text("27 results")
    assert page.locator("form input").input_value() == "tracking"
    page = search("")
    page.get_by_role("button", name="Clear the list").click()
    expect(page.locator("[data-history]")).to_be_hidden()
    page = search("")
    expect(page.locator("[data-history]")).to_be_hidden()


def test_a_browser_that_keeps_nothing_still_searches(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    page.goto(f"{site}/en/search/index.html?q=tracking")
    expect(page.locator("ol.results li")).to_have_count(10)


def test_who_finds_nothing_is_helped(search: Callable[[str], Page]) -> None:
    page = search("?q=zzzz")
    expect(page.locator("[data-status]")).to_have_text("Nothing found")
    expect(page.get_by_role("heading", name="What you can do")).to_be_visible()
    page.get_by_role("heading", name="Error codes you can look up").click()
    expect(page.get_by_role("link", name="RED-520")).to_be_visible()


def test_a_question_without_an_answer_has_the_articles_that_share_words_with_it(
    search: Callable[[str], Page],
) -> None:
    page = search("?q=tracking+zebra+giraffe")
    status = "Nothing found · Not in any article: zebra, giraffe"
    expect(page.locator("[data-status]")).to_have_text(status)
    expect(page.get_by_role("heading", name="Articles with some of these words")).to_be_visible()
    expect(page.locator("ol.results h2")).to_have_count(3)
    expect(page.get_by_role("heading", name="What you can do")).to_be_visible()
    search("?q=tracking+zebra+giraffe&kind=code")
    expect(page.locator("ol.results")).to_have_count(0)
    search("?q=SOP-30011")
    expect(page.get_by_role("heading", name="Articles with some of these words")).to_have_count(0)


def test_an_answer_that_cannot_be_loaded_is_told(search: Callable[[str], Page]) -> None:
    page = search("")
    page.locator("form input").fill("broken")
    expect(page.get_by_role("alert").first).to_contain_text("could not be loaded")


@pytest.mark.parametrize(
    "query",
    [
        "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&product=%3Cb%3E&kind=__proto__&page=-1",
        "?q=%00%FF",
    ],
)
def test_a_hostile_address_is_text(search: Callable[[str], Page], query: str) -> None:
    page = search(query)
    expect(page.locator("[data-status]")).to_have_text("Nothing found")
    assert page.locator("main img, main b").count() == 0


def test_without_scripts_the_page_leads_on(site: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{site}/en/search/index.html?q=x", java_script_enabled=False)
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    expect(page.locator("[data-facets]")).to_be_hidden()
    page.get_by_role("link", name="Every error code").click()
    page.wait_for_url("**/en/codes/index.html")


def test_the_language_switch_keeps_the_query(search: Callable[[str], Page]) -> None:
    page = search("?q=RED-520025&kind=code&page=2")
    page.locator("header a[hreflang=pt-BR]").click()
    page.wait_for_url("**/pt-BR/search/index.html?q=RED-520025&kind=code")
    page.wait_for_selector(ANSWERED)
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first).to_have_value(
        "RED-520025"
    )
