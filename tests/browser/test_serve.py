"""`errata serve` in a browser: an edit is shown in place, and what cannot be read over its page."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from tests.browser.test_accessibility import AXE, RUN
from tests.commands.running import Command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.support.fork_server import RunningCommand

PANEL = "#errata-findings"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A knowledge base and the address at which it is shown."""
    errata = Command(tmp_path)
    assert errata("init").returncode == 0
    process = errata.start("serve", "--port", "0")
    try:
        yield tmp_path, _address(process)
    finally:
        process.end()


def _address(process: RunningCommand) -> str:
    line = next(line for line in process.stderr if line.startswith("serving "))
    return line.split()[1]


def _write_until_shown(page: Page, file: Path, text: str, *, is_shown: bool) -> None:
    """A watch needs a moment to begin: the file is written again until the page has heard of it."""
    for _ in range(10):
        file.write_text(text, "utf-8")
        for _ in range(20):
            page.wait_for_timeout(200)
            if page.locator(PANEL).is_visible() is is_shown:
                return _wait_for_quiet(page)
    return expect(page.locator(PANEL)).to_be_visible(visible=is_shown)


def _wait_for_quiet(page: Page) -> None:
    """Until no build follows from what was written before."""
    build = ""
    while build != (build := str(page.locator("script[data-build]").get_attribute("data-build"))):
        page.wait_for_timeout(2000)


def test_a_broken_article_keeps_its_page_under_what_is_wrong(
    browser: Browser, served: tuple[Path, str]
) -> None:
    folder, address = served
    file = folder / "kb/en/KA-00001.md"
    good = file.read_text("utf-8")
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}en/KA-00001/")
    main = page.locator("main")
    before = main.inner_text()

    broken = good.replace("title: ", "title: '<img src=x onerror=alert(1)> ", 1)
    _write_until_shown(page, file, broken, is_shown=True)
    panel = page.get_by_role("alert")
    expect(panel).to_contain_text("This article cannot be read")
    expect(panel).to_contain_text("help: ")
    assert "^" in panel.locator("pre").inner_text()
    assert panel.locator("img").count() == 0, "the author's text is text"
    link = panel.get_by_role("link")
    assert str(link.get_attribute("href")).startswith(
        f"vscode://file{file.resolve().as_posix()}:2:"
    )
    assert main.inner_text() == before
    # In one step: a page that hears of another build is loaded again.
    assert page.evaluate(f"{AXE.read_text('utf-8')};({RUN})(['{PANEL}', []])") == []

    page.goto(f"{address}en/")
    expect(page.get_by_role("status").filter(has_text="KA-00001.md:2:")).to_be_visible()
    expect(page.locator(PANEL)).to_have_count(0)
    page.goto(f"{address}en/KA-00001/")
    page.locator(PANEL).get_by_role("button").click()
    expect(page.locator(PANEL)).to_have_count(0)
    page.reload()
    expect(page.locator(PANEL)).to_be_visible()

    _write_until_shown(page, file, good, is_shown=False)
    expect(page.get_by_role("status").filter(has_text="KA-00001.md")).to_have_count(0)
    assert errors == []
    page.close()


# How many listeners the site's scripts have given the window and the document.
LISTENING = """window.listening = 0; for (const target of [window, document]) {
  const add = target.addEventListener;
  target.addEventListener = function (...rest) {
    if (new Error().stack.includes("/assets/js/")) listening += 1;
    return add.apply(this, rest);
  };
}"""


def _write_until_so(page: Page, file: Path, text: str, condition: str) -> None:
    """As above, until something is true in the page."""
    for _ in range(10):
        file.write_text(text, "utf-8")
        with suppress(PlaywrightTimeout):
            page.wait_for_function(condition, timeout=4000)
            return _wait_for_quiet(page)
    raise AssertionError(condition)


def test_an_edited_article_takes_the_place_of_its_page_and_a_configuration_loads_it_anew(
    browser: Browser, served: tuple[Path, str]
) -> None:
    folder, address = served
    file, config = folder / "kb/en/KA-00001.md", folder / "errata.toml"
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(LISTENING)
    page.goto(f"{address}en/KA-00001/")
    page.evaluate("window.kept = true")
    listening = page.evaluate("listening")

    text = file.read_text("utf-8").replace("title: ", "title: Zyxtitle ", 1)
    more = f"{text}\n```\nzyxtext\n```\n"
    is_shown = (
        "() => document.title.includes('Zyxtitle') && document.body.textContent.includes('zyxtext')"
    )
    _write_until_so(page, file, more, is_shown)
    assert page.evaluate("window.kept"), "the page was not loaded again"
    assert page.evaluate("listening") == listening, "nothing listens for the page before it"
    expect(
        page.locator("pre", has_text="zyxtext").locator("xpath=..").locator(".copy")
    ).to_have_count(1)

    name = config.read_text("utf-8").replace('name = "', 'name = "Zyxname ', 1)
    _write_until_so(page, config, name, "() => document.body.textContent.includes('Zyxname')")
    assert page.evaluate("window.kept === undefined"), "styles and scripts may be others"
    assert errors == []
    page.close()


# Everything on a page but what live reload adds.
SHOWN = """[...document.querySelectorAll("body > :not(script, [role=status], #errata-findings)")]
  .map((element) => element.outerHTML).join()"""
READY = "() => document.querySelector('.theme[data-ready]') !== null"


def test_a_code_that_comes_changes_its_list_alone_and_the_page_is_as_if_loaded(
    browser: Browser, served: tuple[Path, str]
) -> None:
    folder, address = served
    file = folder / "kb/en/KA-00001.md"
    codes = "".join(f"`APP-200{index}` is a fault.\n\n" for index in range(6))
    page, loaded = browser.new_page(), browser.new_page()
    page.goto(f"{address}en/codes/")
    listed = "() => document.body.textContent.includes('APP-2005')"
    _write_until_so(page, file, f"{file.read_text('utf-8')}\n{codes}", listed)
    page.wait_for_function(READY)
    page.evaluate("document.querySelector('main li').kept = true")

    more = f"{file.read_text('utf-8')}\n`APP-2009` is another.\n"
    _write_until_so(page, file, more, listed.replace("2005", "2009"))
    page.wait_for_function(READY)
    assert page.evaluate("document.querySelector('main li').kept"), "what is equal stays"
    loaded.goto(page.url)
    loaded.wait_for_function(READY)
    loaded.wait_for_function(f"shown => {SHOWN} === shown", arg=page.evaluate(SHOWN))
    page.close()
    loaded.close()


def test_an_open_search_page_answers_from_the_edited_article(
    browser: Browser, served: tuple[Path, str]
) -> None:
    folder, address = served
    file = folder / "kb/en/KA-00001.md"
    page = browser.new_page()
    page.goto(f"{address}en/search/?q=zyxword")
    expect(page.locator("[data-results][aria-busy=false]")).to_have_count(1)
    page.evaluate("window.kept = true")
    has_answer = "() => document.querySelector('main ol a[href*=KA-00001]') !== null"
    assert not page.evaluate(has_answer)
    _write_until_so(page, file, f"{file.read_text('utf-8')}\nIt is zyxword again.\n", has_answer)
    assert page.evaluate("window.kept"), "the page was not loaded again"
    page.close()
