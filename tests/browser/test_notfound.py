"""The page for an address that does not exist, where its script runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Quiet, addressed, served
from tests.browser.test_accessibility import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route


@pytest.fixture
def root(standing_in: Path) -> Iterator[str]:
    with addressed(standing_in, "http") as address:
        yield address


@pytest.fixture
def missing(root: str, standing_in: Path, opened: Callable[..., Page]) -> Callable[[str], Page]:
    """Opens an address below a server that shows the page there, as it does for any other."""

    def shown(route: Route) -> None:
        route.fulfill(path=standing_in / "404.html", content_type="text/html")

    def ask(name: str) -> Page:
        page = opened()
        page.route(f"{root}/{name}", shown)
        page.goto(f"{root}/{name}")
        return page

    return ask


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("KA-99999", "KA-99999"),
        ("RED-520025.html", "RED-520025"),
        ("CJMRT-030012-422", "CJMRT-030012-422"),
        ("ERR_CERT_INVALID", "ERR_CERT_INVALID"),
        ("how-to-stop-tracking", "how to stop tracking"),
        ("the-10-best-ways-to-fail.php", "the 10 best ways to fail"),
        ("SMTP%20550", "SMTP 550"),
        ("%E3%82%A8%E3%83%A9%E3%83%BC", "エラー"),
        ("%3Cb%3Ebold", "<b>bold"),
        ("100%25%zz", "100%25%zz"),
    ],
)
def test_what_the_address_names_can_be_searched_for(
    missing: Callable[[str], Page], name: str, asked: str
) -> None:
    page = missing(name)
    link = page.get_by_role("link", name="Search for")
    expect(link).to_have_text(f"Search for “{asked}”")
    link.click()
    page.wait_for_url("**/en/search/index.html?q=*")
    expect(page.locator("main input[type=search]").first).to_have_value(asked)
    page.wait_for_selector("[data-results][aria-busy=false]", state="attached")


def test_a_code_in_the_address_has_its_card_and_words_their_articles(
    missing: Callable[[str], Page],
) -> None:
    page = missing("RED-520025.html")
    card = page.locator("main [data-card]")
    expect(card).to_contain_text("Communication failed with tracking server")
    card.get_by_role("link", name="Everything about this code").click()
    page.wait_for_url("**/en/codes/RED-520025/index.html")
    page = missing("stop-tracking")
    expect(page.locator("ol.results li")).to_have_count(3)
    page = missing("zzzz")
    expect(page.get_by_role("link", name="Search for")).to_be_visible()
    expect(page.get_by_role("heading", name="You may be looking for")).to_have_count(0)


@pytest.mark.parametrize("name", ["404.html", "en", "pt-BR", "zh-Hans", "xy"])
def test_an_address_that_names_nothing_offers_no_search(
    missing: Callable[[str], Page], name: str
) -> None:
    page = missing(name)
    expect(page.get_by_role("link", name="Search for")).to_have_count(0)
    expect(page.locator("[data-module=notfound]")).to_be_hidden()


def test_a_long_address_is_cut_to_a_question(missing: Callable[[str], Page]) -> None:
    link = missing("a-" * 300).get_by_role("link", name="Search for")
    expect(link).to_be_visible()
    assert len(link.inner_text()) < 130


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("kb_view.do?sysparm_article=KB7&lang=de", "/en/KA-1/index.html"),
        ("Kb_View.do?sysparm_article=KB7", "/en/KA-1/index.html"),
        ("kb_view.do?sysparm_article=KB8", "/kb_view.do?sysparm_article=KB8"),
        ("constructor?sysparm_article=KB7", "/constructor?sysparm_article=KB7"),
    ],
)
def test_an_old_address_with_a_query_leads_on(
    root: str, standing_in: Path, opened: Callable[..., Page], asked: str, ends: str
) -> None:
    table = '{"kb_view.do": [["sysparm_article=KB7", "en/KA-1/index.html"]]}'

    def serve(route: Route) -> None:
        if route.request.url.endswith("/old-addresses.js"):
            route.fulfill(body=f"errata.moved({table})", content_type="text/javascript")
        elif route.request.url.endswith("/index.html"):
            route.fulfill(body="<h1>Seven</h1>", content_type="text/html")
        else:
            route.fulfill(path=standing_in / "404.html", content_type="text/html")

    page = opened()
    page.route(lambda url: "sysparm" in url or "old-addresses" in url or "KA-1" in url, serve)
    page.goto(f"{root}/{asked}")
    page.wait_for_url(lambda url: url.endswith(ends))
    expect(page.locator("h1")).to_be_visible()


class _Host(Quiet):
    """Shows the page of the site that lies in `kb`, or at the root, for what is missing."""

    def send_error(self, code: int, *_: object) -> None:
        """As servers do that are told of the page."""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        pages = (Path(self.directory) / name for name in ("kb/404.html", "404.html"))
        self.wfile.write(next(page for page in pages if page.is_file()).read_bytes())


@pytest.mark.parametrize(
    ("below", "missing_page"),
    [("", "en/a/b/none"), ("", "none/"), ("kb/", "kb/none"), ("kb/", "kb/en/codes/none/")],
)
def test_without_a_configured_address_the_page_is_styled_and_its_links_work(
    standing_in: Path, browser: Browser, tmp_path: Path, below: str, missing_page: str
) -> None:
    root = standing_in
    if below:
        (tmp_path / "kb").symlink_to(standing_in)
        root = tmp_path
    with served(root, _Host) as address:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(f"{address}/{missing_page}")
        home = page.get_by_role("main").get_by_role("link", name="Home")
        expect(home).to_have_js_property("href", f"{address}/{below}en/index.html")
        expect(page.locator(".site-header")).to_have_css("display", "flex")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("searchbox").fill("RED-520025")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/{below}en/**")
        page.close()


@pytest.mark.parametrize("missing_page", ["kb/none", "kb/en/none/", "kb/en/codes/none/"])
def test_below_a_path_that_nobody_wrote_down_the_page_is_styled_without_scripts(
    standing_in: Path, browser: Browser, tmp_path: Path, missing_page: str
) -> None:
    (tmp_path / "kb").symlink_to(standing_in)
    with served(tmp_path, _Host) as address:
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{address}/{missing_page}")
        expect(page.locator(".site-header")).to_have_css("display", "flex")
        page.close()
