"""The search box on every page: keyboard, pointer, screen reader, and no script at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import addressed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

ARTICLE = "en/KA-19371/index.html"


@pytest.fixture
def page(site: str, opened: Callable[..., Page]) -> Page:
    return opened(f"{site}/{ARTICLE}")


def typed(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)


def awaited(page: Page, condition: str) -> None:
    """Wait for a condition; the pages' policy forbids Playwright's own way."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(condition)


def test_slash_and_control_k_lead_to_the_box(page: Page) -> None:
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(page.locator("form[role=search] input")).to_be_focused()
        assert not page.locator("form[role=search] input").input_value()
        page.locator("h1").click()


def test_slash_typed_into_a_field_stays_there(page: Page) -> None:
    typed(page, "a/b")
    assert page.locator("form[role=search] input").input_value() == "a/b"


def test_suggestions_are_a_listbox_of_a_combobox_and_their_number_is_announced(page: Page) -> None:
    typed(page, "tracking")
    box = page.locator("[role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox").locator("[role=option]")
    expect(options).to_have_count(7)
    expect(options.last).to_contain_text("All results")
    expect(options.first.locator("[lang=en]")).to_have_text(re.compile("tracking", re.IGNORECASE))
    expect(options.last.locator("[lang]")).to_have_count(0)
    expect(page.locator("form [role=status]")).to_have_text("27 results")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")


@pytest.mark.parametrize("width", [320, 360, 768, 1056, 1440])
def test_suggestions_stay_on_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    typed(page, "tracking")
    expect(page.get_by_role("listbox")).to_be_visible()
    place = page.locator(".suggestions").bounding_box()
    assert place
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width


def test_arrows_choose_enter_opens(page: Page) -> None:
    typed(page, "RED-520025")
    box = page.locator("[role=combobox]")
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_enter_without_a_choice_opens_the_search_page(page: Page) -> None:
    typed(page, "tracking & more")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/index.html?q=tracking+%26+more")


def test_escape_closes_and_keeps_the_text_then_empties_the_box(page: Page) -> None:
    typed(page, "tracking")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box = page.locator("[role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "tracking"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not box.input_value()


def test_a_click_opens_a_suggestion_and_a_click_elsewhere_closes_them(page: Page) -> None:
    typed(page, "RED-520025")
    expect(page.locator("[role=option]")).to_have_count(2)
    page.mouse.click(5, 500)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.locator("form[role=search] input").click()
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_a_slow_answer_to_what_is_no_longer_asked_is_dropped(page: Page) -> None:
    typed(page, "slow")
    awaited(page, "errata.asked?.includes('slow')")
    page.locator("form[role=search] input").fill("RED-520025")
    expect(page.locator("[role=option]")).to_have_count(2)
    page.wait_for_timeout(700)
    expect(page.locator("[role=option]")).to_have_count(2)
    expect(page.locator("form [role=status]")).to_have_text("2 results")


def test_an_answer_that_comes_after_escape_opens_nothing(page: Page) -> None:
    typed(page, "tracking slow")
    awaited(page, "errata.asked?.includes('tracking slow')")
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_articles_that_share_words_with_a_question_are_no_results(page: Page) -> None:
    typed(page, "tracking zebra giraffe")
    expect(page.get_by_text("Nothing found · Articles with some of these words")).to_be_visible()
    expect(page.locator("[role=option]")).to_have_count(3)
    expect(page.locator("form [role=status]")).to_have_text("Nothing found")
    page.locator("form[role=search] input").fill("tracking")
    expect(page.locator(".suggestions").get_by_text("Nothing found")).to_be_hidden()


def test_nothing_is_asked_while_a_word_is_composed(page: Page) -> None:
    typed(page, "t")
    awaited(page, "errata.asked?.includes('t')")
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": "racking", "selectionStart": 7, "selectionEnd": 7}
    )
    page.wait_for_timeout(300)
    assert page.evaluate("errata.asked.filter((query) => query !== 't')") == []
    session.send("Input.insertText", {"text": "racking"})
    awaited(page, "errata.asked.includes('tracking')")
    expect(page.locator("[role=option]")).to_have_count(7)


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "a\u0001\u202e\ud800"]
)
def test_a_hostile_query_is_text(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.evaluate(
        "q => { const box = document.activeElement; box.value = q;"
        " box.dispatchEvent(new Event('input')); }",
        query,
    )
    expect(page.locator("form [role=status]")).to_have_text("Nothing found")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    expect(page.locator("[data-status]")).to_have_text("Nothing found")
    assert page.locator("main img").count() == 0


def test_five_megabytes_in_the_box_hang_nothing(page: Page) -> None:
    page.keyboard.press("/")
    page.evaluate(
        "() => { const i = document.activeElement; i.value = 'tracking '.repeat(600000);"
        " i.dispatchEvent(new Event('input')); }"
    )
    expect(page.locator("form [role=status]")).to_have_text("27 results")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    assert len(page.url) < 7000


def test_several_pasted_lines_offer_the_page_that_reads_logs(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("[role=combobox]")).to_be_focused()
    page.evaluate(
        "() => { const data = new DataTransfer(); data.setData('text/plain', 'one\\ntwo');"
        " const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true});"
        " document.activeElement.dispatchEvent(event); }"
    )
    expect(page.get_by_role("link", name="Several lines")).to_have_attribute(
        "href", "../diagnose/index.html"
    )


def test_an_empty_box_shows_the_last_searches_until_they_are_cleared(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("[role=combobox]")).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("RED-520025")
    expect(page.locator("[role=option]").first.locator("mark")).to_have_text("RED-520025")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/en/codes/RED-520025/index.html")
    page.keyboard.press("/")
    expect(page.locator("[role=option]")).to_have_text(["RED-520025"])
    assert page.get_by_role("listbox").get_attribute("aria-label") == "Recent searches"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/index.html?q=RED-520025")
    page.go_back()
    page.keyboard.press("/")
    page.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("[role=combobox]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_the_slash_can_be_turned_off_and_on_again(page: Page) -> None:
    article = page.url
    for wanted in (False, True):
        page.goto(article.replace("KA-19371", "search"))
        choice = page.get_by_label("Press / to go to the search box")
        expect(choice).to_be_visible()
        choice.set_checked(wanted)
        page.goto(article)
        page.keyboard.press("/")
        focused = page.locator("form[role=search] input").evaluate(
            "e => e === document.activeElement"
        )
        assert focused is wanted


def test_the_box_says_so_when_the_search_cannot_be_loaded(
    browser: object, standing_in: Path
) -> None:
    context = browser.new_context()  # type: ignore[attr-defined] # Playwright's
    page = context.new_page()
    for script in ("engine", "view"):
        page.route(f"**/search/{script}.js", lambda route: route.abort())
    with addressed(standing_in, "http") as site:
        page.goto(f"{site}/{ARTICLE}")
        typed(page, "tracking")
        expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/index.html?q=tracking")
        expect(page.get_by_role("alert").first).to_contain_text("could not be loaded")
        page.get_by_role("heading", name="Error codes you can look up").click()
        expect(page.get_by_role("link", name="RED-520")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", [ARTICLE, "en/index.html", "index.html"])
def test_without_scripts_the_box_leads_to_the_index_of_codes(
    site: str, opened: Callable[..., Page], path: str
) -> None:
    page = opened(f"{site}/{path}", java_script_enabled=False)
    page.locator("form[role=search] input").fill("RED-520025")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/codes/index.html?q=RED-520025")
    expect(page.locator("main a.code", has_text="RED-520025")).to_be_visible()


@pytest.mark.parametrize("site", ["file", "http"], indirect=True)
@pytest.mark.parametrize("path", [ARTICLE, "en/index.html", "index.html"])
def test_every_kind_of_page_has_one_box_that_works(
    site: str, opened: Callable[..., Page], path: str
) -> None:
    page = opened(f"{site}/{path}")
    assert page.locator("form[role=search]").count() == 1
    typed(page, "RED-520025")
    expect(page.locator("[role=option]")).to_have_count(2)
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/en/codes/RED-520025/index.html")


def test_a_page_asks_for_nothing_of_the_search_before_the_reader_comes_to_it(
    standing_in: Path, opened: Callable[..., Page]
) -> None:
    page = opened()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((standing_in / "en/codes/index.html").as_uri())
    scripts = [url for url in requests if url.endswith(".js")]
    assert any(url.endswith("/assets/js/main.js") for url in scripts)
    assert [url for url in scripts if "/search/" in url] == []
