"""An article in a real browser: copied code, links to headings, what is printed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import addressed
from tests.browser.test_accessibility import EACH_FORM, in_forms
from tests.commands.running import Command
from tests.conftest import BODY, front_matter
from tests.support.validator import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

ARTICLE = "en/KA-17298/index.html"
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", {value: undefined});
document.execCommand = () => false;
"""


SETTINGS = """
[site]
edit = "https://git.example.com/{path}"
[redirects]
"KA-00009" = "gone"
"KA-00008" = "KA-00002"
"""
ARTICLES = {
    "en/KA-00001.md": {},
    "en/KA-00002.md": {"hide": "true", "replaced_by": "KA-00001"},
    "en/KA-00003.md": {"version_number": "4"},
    "ar/KA-00001.md": {},
    "de/KA-00003.md": {"version_number": "3", "workflow_type": "tm+mt", "ht_degree": "60%"},
}
SPECIAL = ("en/KA-00002", "de/KA-00003", "de/KA-00001", "en/KA-00009", "de/KA-00008")
"""Archived and replaced, an old translation by machine, a missing one, removed, moved."""


@pytest.fixture(scope="module")
def special(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that has each kind of page of which the shipped one has none."""
    folder = tmp_path_factory.mktemp("special")
    (folder / "errata.toml").write_text(SETTINGS)
    for path, keys in ARTICLES.items():
        target = folder / "kb" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = front_matter(target.stem, **keys) + f"# {target.stem}\n{BODY}"
        target.write_text(f"{text}\n```\nConnection refused by the server\n```\n")
    assert Command(folder)("build", "--fail-on", "never").returncode == 0
    return folder / "site"


@pytest.fixture(params=["file", "http"])
def address(shipped: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with addressed(shipped, request.param) as base_address:
        yield f"{base_address}/{ARTICLE}"


def test_a_button_copies_a_block_of_code_and_says_so(
    address: str, opened: Callable[..., Page]
) -> None:
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".copyable").first
    block.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    expect(block.get_by_role("button")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (block.locator("code").text_content() or "").removesuffix("\n")


def test_where_a_page_may_not_copy_the_text_is_selected_and_that_is_said(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened()
    page.add_init_script(NO_CLIPBOARD)
    page.goto((shipped / ARTICLE).as_uri())
    block = page.locator(".copyable").last
    block.get_by_role("button").click()
    expect(page.get_by_role("status").filter(has_text="selected")).to_have_count(1)
    expect(block.locator(".copy-note")).to_be_visible()
    assert (
        page.evaluate("String(getSelection())").strip() == block.locator("pre").inner_text().strip()
    )


def test_buttons_and_links_of_headings_are_large_enough_to_hit(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), viewport={"width": 360, "height": 800})
    expect(page.get_by_role("button", name="Copy")).to_have_count(2)
    sizes = page.locator(".copy, .heading-link, .leads a, .lead-codes a").evaluate_all(
        "found => found.map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert len(sizes) > 6
    assert min(sizes) >= 24


def test_headings_keep_their_names_and_have_a_link_named_after_them(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), java_script_enabled=False)
    expect(page.get_by_role("heading", name="Resolution", exact=True)).to_have_count(1)
    page.get_by_role("link", name="Link to this section: Resolution", exact=True).click()
    assert page.url.endswith("#resolution")
    expect(page.get_by_role("region", name="Resolution", exact=True)).to_have_count(1)


def test_the_way_to_the_resolution_is_one_link_from_the_top(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), java_script_enabled=False)
    links = page.get_by_role("navigation", name="Jump to").get_by_role("link")
    assert links.all_inner_texts()[0] == "Symptoms"
    links.filter(has_text="Resolution").click()
    expect(page.get_by_role("region", name="Resolution", exact=True)).to_be_in_viewport()
    expect(page.locator("header").get_by_role("link", name="IOB-090020")).to_have_count(1)


def test_paper_shows_the_date_and_nothing_to_click(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri())
    expect(page.locator(".printed")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("Updated")
    for name in (".copy", ".heading-link", ".leads", ".site-header"):
        expect(page.locator(name).first).to_be_hidden()


def test_paper_shows_what_a_screen_scrolls_or_folds(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), viewport={"width": 700, "height": 800})
    # The policy of the page refuses markup that is a text.
    page.locator(".body").evaluate(
        """(body, text) => {
          const table = body.appendChild(document.createElement("table"));
          table.id = "wide";
          const row = table.insertRow();
          for (let at = 0; at < 4; at += 1) row.insertCell().textContent = text;
          const details = body.appendChild(document.createElement("details"));
          details.appendChild(document.createElement("summary")).textContent = "More";
          const folded = details.appendChild(document.createElement("p"));
          folded.id = "folded";
          folded.textContent = "Text";
        }""",
        "/etc/httpd/conf.d" * 4,
    )
    beyond = "table => table.scrollWidth - table.clientWidth"
    assert page.locator("#wide").evaluate(beyond) > 0
    expect(page.locator("#folded")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator("#wide").evaluate(beyond) == 0
    assert page.locator("#wide").evaluate("table => table.offsetWidth") < 700
    assert page.locator("#folded").evaluate("text => text.checkVisibility()")


def test_the_scripts_of_an_article_weigh_less_than_twelve_kilobytes(
    opened: Callable[..., Page], shipped: Path
) -> None:
    requests: list[str] = []
    page = opened()
    page.on("request", lambda request: requests.append(request.url))
    page.goto((shipped / ARTICLE).as_uri())
    expect(page.locator(".copy").first).to_be_visible()
    names = [url.rpartition("/assets/js/")[2] for url in requests if url.endswith(".js")]
    assert sorted(names) == ["article.js", "main.js"]
    files = [(shipped / "assets/js" / name).read_bytes() for name in names]
    assert sum(len(gzip.compress(file)) for file in files) < 12_000


def test_a_title_that_is_not_translated_stands_where_its_text_does(
    opened: Callable[..., Page], special: Path
) -> None:
    page = opened(f"{special.as_uri()}/ar/KA-00003/index.html")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    starts = [
        page.locator(name).first.evaluate(
            """element => {
                const text = document.createRange();
                text.selectNodeContents(element);
                return text.getBoundingClientRect().left;
            }"""
        )
        for name in ("h1", ".body p")
    ]
    assert starts[0] == pytest.approx(starts[1], abs=2)


def test_pages_out_of_the_ordinary_are_valid_html(special: Path) -> None:
    assert faults(special) == []


def test_axe_finds_nothing_on_pages_out_of_the_ordinary(
    opened: Callable[..., Page], special: Path
) -> None:
    page, faults = opened(), {}
    for path in SPECIAL:
        page.goto(f"{special.as_uri()}/{path}/index.html")
        faults[path] = in_forms(page, EACH_FORM)
    assert {path: wrong for path, wrong in faults.items() if wrong} == {}


def test_each_notice_leads_to_where_the_reader_should_go(
    opened: Callable[..., Page], special: Path
) -> None:
    page = opened(java_script_enabled=False)
    for path, end in (
        ("en/KA-00002", "en/KA-00001/index.html"),
        ("de/KA-00003", "en/KA-00003/index.html"),
        ("de/KA-00001", "en/KA-00001/index.html"),
    ):
        page.goto(f"{special.as_uri()}/{path}/index.html")
        page.locator(".notice a").click()
        assert page.url.endswith(end)
    expect(page.get_by_role("link", name="Edit this page")).to_have_attribute(
        "href", "https://git.example.com/en/KA-00001.md"
    )


def test_the_link_of_a_heading_and_of_a_code_is_copied_and_that_is_said(
    opened: Callable[..., Page], shipped: Path
) -> None:
    site, allowed = shipped.as_uri(), ["clipboard-read", "clipboard-write"]
    page = opened(f"{site}/{ARTICLE}", permissions=allowed)
    page.get_by_role("link", name="Link to this section: Resolution", exact=True).click()
    status = page.get_by_role("status").filter(has_text="Link copied")
    expect(status).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/{ARTICLE}#resolution"
    page.goto(f"{site}/en/codes/RED-520025/index.html")
    button = page.locator(".copy-link")
    button.click()
    expect(button).to_have_text("Link copied")
    expect(status).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/e/RED-520025/index.html"


def test_on_a_phone_the_text_of_an_article_begins_on_the_first_screen(
    opened: Callable[..., Page], shipped: Path
) -> None:
    page = opened((shipped / ARTICLE).as_uri(), viewport={"width": 360, "height": 740})
    box = page.locator(".body").bounding_box()
    assert box
    assert box["y"] < 560
    assert page.locator(".facts").first.is_hidden()
    page.set_viewport_size({"width": 1280, "height": 740})
    assert page.locator(".facts").first.is_visible()
