"""The site works wherever its folder is put: unpacked on a disk, without a network, below any path.

Nothing on it asks another host for anything, and no page complains.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Quiet, served
from tests.commands.running import Command
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

BELOW = "a/b/c"
LOG = b"2026-11-25 03:00:01,500 ERROR RED-520025 no answer\n"


def built(out: Path, *options: str, url: str = "") -> None:
    """The knowledge base that ships, at an address of its own."""
    settings = out.parent / "errata.toml"
    top = 'families = ["default", "adobe-campaign"]\n'
    settings.write_text(f'{top}[site]\nname = "errata"\nurl = "{url}"\n', "utf-8")
    places = ("--kb", str(ROOT / "kb"), "--out", str(out))
    done = Command(ROOT)("--config", str(settings), "build", *places, *options)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def unpacked(make_once: Callable[[str, Callable[[Path], None]], Path]) -> str:
    """The address of a pack's top folder; the site that it was made of is somewhere else."""

    def fill(folder: Path) -> None:
        site, pack = folder / "packed/site", folder / "help.zip"
        site.parent.mkdir()
        built(site, "--offline-pack", str(pack), url="https://help.example")
        with ZipFile(pack) as packed:
            packed.extractall(folder)
        shutil.rmtree(site)

    return (make_once("a reader's folder, 100%", fill) / "help").as_uri()


class _Host(Quiet):
    """A server that has the site below a path, and shows the site's page for what is missing."""

    def send_error(self, code: int, *_: object) -> None:
        """As the site's own page."""
        page = self.translate_path(f"/{BELOW}/404.html")
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        with open(page, "rb") as file:  # noqa: PTH123 - translate_path gives a text
            self.copyfile(file, self.wfile)


@pytest.fixture(scope="module")
def below(make_once: Callable[[str, Callable[[Path], None]], Path]) -> Iterator[str]:
    """The address of the site below a path of a server."""

    def fill(folder: Path) -> None:
        (folder / BELOW).parent.mkdir(parents=True)
        built(folder / BELOW, url=f"https://help.example/{BELOW}/")

    with served(make_once("host", fill), _Host) as server:
        yield f"{server}/{BELOW}"


@pytest.fixture(params=["unpacked", "below"])
def anywhere(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def page(anywhere: str, opened: Callable[..., Page]) -> Iterator[Page]:
    """A page that may ask for nothing outside the site; without a network if it is on the disk."""
    page = opened(offline=anywhere.startswith("file:"))
    strays: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith(anywhere) else strays.append(request.url),
    )
    yield page
    assert strays == []


def test_a_reader_walks_from_the_home_page_to_an_article_and_through_its_codes(
    page: Page, anywhere: str
) -> None:
    page.goto(f"{anywhere}/index.html")
    page.locator("main a[lang=en]").click()
    assert page.url == f"{anywhere}/en/index.html"
    page.locator("header a", has_text="Error codes").click()
    page.locator("main a", has_text="RED-520025").first.click()
    assert page.url == f"{anywhere}/en/codes/RED-520025/index.html"
    page.locator("main a[href*='KA-19371']").first.click()
    assert page.url.startswith(f"{anywhere}/en/KA-19371/index.html")
    page.locator("header a[lang='pt-BR']").click()
    assert page.url == f"{anywhere}/pt-BR/KA-19371/index.html"


def test_pictures_and_the_look_are_there(page: Page, anywhere: str) -> None:
    page.goto(f"{anywhere}/en/KA-19371/index.html")
    page.keyboard.press("End")
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    assert page.locator("main img").count()
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.href)")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")


def test_search_answers_a_code_and_a_question(page: Page, anywhere: str) -> None:
    for query in ("red520025", "tracking links stop"):
        page.goto(f"{anywhere}/en/index.html")
        page.locator("main input[name=q]").fill(query)
        page.locator("main input[name=q]").press("Enter")
        page.wait_for_selector("[data-results][aria-busy=false][data-query]")
        first = page.locator("ol.results h2 a").first
        address = first.evaluate("link => link.href").partition("#")[0]
        assert address == f"{anywhere}/en/KA-19371/index.html"


def test_a_log_is_diagnosed(page: Page, anywhere: str) -> None:
    page.goto(f"{anywhere}/en/diagnose/index.html")
    log = {"name": "app.log", "mimeType": "text/plain", "buffer": LOG}
    page.set_input_files("[data-file]", log)  # type: ignore[arg-type] # as its documentation says
    page.wait_for_selector("[data-results]:not([hidden])[aria-busy=false]")
    link = page.locator("[data-results] a[href*='KA-19371']").first
    assert str(link.evaluate("link => link.href")).startswith(f"{anywhere}/en/KA-19371/")


def test_no_page_complains_or_asks_for_anything_outside(page: Page, anywhere: str) -> None:
    for path in ("e/RED-520025", "en/codes", "en/articles", "en/recent", "pt-BR", "en/search"):
        page.goto(f"{anywhere}/{path}/index.html")
        assert page.locator("h1").count() == 1
    expect(page.get_by_label("Press / to go to the search box")).to_be_visible()


def test_the_page_for_what_is_missing_leads_home_from_any_depth(
    below: str, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    failed: list[str] = []
    page.on(
        "response", lambda request: failed.append(request.url) if request.status >= 400 else None
    )
    for missing in (f"{below}/nothing", f"{below}/en/no/such/page/"):
        page.goto(missing)
        assert failed.pop() == missing
        assert not failed
        page.locator("main li a[href$='en/index.html']").click()
        assert page.url == f"{below}/en/index.html"
    context.close()


# Ways in which a text becomes script, where a page does not take care.
SINKS = {
    "a script's address": "document.createElement('script').src = 'x.js'",
    "a script's text": "document.createElement('script').text = 'x'",
    "markup": "document.body.innerHTML = '<img src=x onerror=alert(1)>'",
    "markup beside": "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
    "a document": "document.write('<b>x</b>')",
    "a frame": "document.createElement('iframe').srcdoc = '<b>x</b>'",
    "a worker": "new Worker('x.js')",
    "code": "setTimeout('x', 0)",
    "another policy": "trustedTypes.createPolicy('other', { createHTML: (text) => text })",
    "a second policy": "trustedTypes.createPolicy('errata', { createHTML: (text) => text })",
    "another site": "errata.policy.createScriptURL('https://evil.example/x.js')",
    "a file that is not a script": "errata.policy.createScriptURL('index.md')",
}


def test_no_text_becomes_script(browser: Browser, unpacked: str, below: str) -> None:
    for address in (f"{unpacked}/en/search/index.html", f"{below}/en/search/index.html"):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(address)
            page.wait_for_function("() => window.errata?.policy")
            for name, sink in SINKS.items():
                tried = f"() => {{ try {{ {sink} }} catch (error) {{ return error.name }} }}"
                assert page.evaluate(tried) == "TypeError", (name, address)
