"""The page that reads a log, in a real browser: from the disk, and over http in `make soak`."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bench.noise import unrelated
from tests.browser.conftest import SCHEMES, addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import FilePayload, Page

PAGE = "en/diagnose/index.html"
LOG = """\
2026-11-25 03:00:00,001 INFO started
2026-11-25 03:00:01,500 ERROR RED-520025 no answer
    at a.b.C.d(C.java:12)
2026-11-25 03:00:02,000 INFO fine
2026-11-25 03:00:03,000 ERROR red–520025 and RED-520052
2026-11-25 03:00:04,000 ERROR WDB-200001 again"""
HOSTILE = """\
<img src=x onerror=alert(1)> RED-520025 <script>alert(2)</script>
\x1b[31mRED-520025\x1b[0m \x00\x07 \u202eRED-520025\u2066 `|**[x](javascript:alert(3))
__proto__ constructor hasOwnProperty RED-520025"""
PAINTED = """() => {
  globalThis.painted = [];
  const progress = document.querySelector("[data-progress-text]");
  const note = () => {
    if (painted.at(-1) !== progress.textContent) painted.push(progress.textContent);
    requestAnimationFrame(note);
  };
  note();
}"""


@pytest.fixture(scope="module", params=SCHEMES)
def site(request: pytest.FixtureRequest, shipped: Path) -> Iterator[str]:
    with addressed(shipped, request.param) as address:
        yield address


@pytest.fixture(scope="module")
def over_http(shipped: Path) -> Iterator[str]:
    with addressed(shipped, "http") as address:
        yield address


def diagnosed(page: Page, data: str | bytes, name: str = "app.log") -> None:
    """Choose a file and wait for what is found in it."""
    content = data.encode() if isinstance(data, str) else data
    chosen: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content}
    page.set_input_files("[data-file]", chosen)
    page.wait_for_selector("[data-results]:not([hidden])[aria-busy=false]", timeout=60_000)


def test_a_log_is_told_by_fault_with_counts_times_and_articles(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, LOG)
    assert page.inner_text("[data-status]") == ("2 known faults. Lines with a fault: 3 of 6 lines.")
    assert page.locator(".more:visible").count() == 0
    first = page.locator(".fault").first
    assert first.locator("h4").inner_text() == "RED-520025"
    assert first.locator(".meta").inner_text() == (
        "2 lines · Lines 2 to 5 · 2026-11-25 03:00:01,500 – 2026-11-25 03:00:03,000"
    )
    assert page.locator(".explaining a").first.get_attribute("href") == (
        "../../en/KA-19371/index.html"
    )
    assert page.locator(".unknown-codes").inner_text().startswith("RED-520052")
    assert "Did you mean RED-520025?" in page.locator(".unknown-codes").inner_text()
    first.locator("h4 a").click()
    assert page.url.endswith("/en/codes/RED-520025/index.html")


def test_an_unknown_code_says_whose_it_is_on_the_page_and_in_the_report(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, "10:00 RED-529999\n10:01:00 RED-520052 user=alice RED-520025")
    slip, other = page.locator(".unknown-codes > li").all_inner_texts()
    if slip.startswith("RED-529999"):
        slip, other = other, slip
    assert "Did you mean RED-520025?" in slip
    assert "Codes of the same family: RED-5200" in other
    owner = "RED · Adobe Campaign: "
    assert owner in slip
    assert owner in other
    assert page.inner_text(".fault .fault-message") == "RED-520052 user=… RED-520025"
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error(); }; }")
    page.click("[data-copy]")
    report = page.input_value(".report textarea")
    assert "- RED-529999 (1 line · Line 1)\n  RED · Adobe Campaign · " in report
    assert "\n  Codes of the same family: RED-5200" in report
    assert "\n  Did you mean RED-520025?" in report


def test_codes_and_messages_are_marked_where_they_stand_and_lead_to_their_fault(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, LOG)
    marks = page.locator(".log-lines.whole mark").all_inner_texts()
    assert marks == ["RED-520025", "red–520025", "RED-520052", "WDB-200001"]
    lines = page.locator(".log-lines.whole li").all_inner_texts()
    assert [line.split(None, 1)[1] for line in lines] == [line.strip() for line in LOG.split("\n")]
    page.locator(".log-lines.whole mark a").first.click()
    assert page.url.endswith("#fault-1")


def test_what_is_pasted_is_read_at_once_and_a_long_text_stays_out_of_the_box(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    page.fill("[data-log]", LOG)
    page.wait_for_selector(".fault")
    paste = """(text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const options = { clipboardData: data, bubbles: true, cancelable: true };
      document.querySelector("[data-log]").dispatchEvent(new ClipboardEvent("paste", options));
    }"""
    page.evaluate(paste, "RED-520025\n" + "x" * 5_000_000)
    expect(page.locator("[data-status]")).to_contain_text("1 known fault.")
    assert page.input_value("[data-log]") == ""
    assert "5 MB" in page.inner_text("[data-taken]")
    page.click("[data-form] [type=submit]")
    assert page.is_visible("[data-results]")


def test_a_long_line_that_reaches_the_box_is_taken_out_before_it_is_laid_out(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    page.wait_for_selector("[data-form]:not([hidden])")
    page.evaluate(
        """(text) => {
          const box = document.querySelector("[data-log]");
          box.value = text;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        '{"a": "b"}, ' * 150_000,
    )
    page.wait_for_selector("[data-results][aria-busy=false]:not([hidden])")
    assert not page.input_value("[data-log]")
    assert "1.8 MB" in page.inner_text("[data-taken]")


def test_pasted_lines_are_read_as_a_log_without_pasting_them_again(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/en/KA-19371/index.html")
    page.keyboard.press("/")
    expect(page.locator("[role=combobox]")).to_be_focused()
    paste = """text => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data}));
    }"""
    page.evaluate(paste, "10:01 start\n10:02 RED-520025 Communication failed\n")
    page.get_by_role("link", name="Several lines").click()
    expect(page.locator("[data-log]")).to_have_value(
        "10:01 start\n10:02 RED-520025 Communication failed\n"
    )
    expect(page.locator("[data-status]")).to_contain_text("1 known fault")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_file_can_be_dropped_anywhere_on_the_page(site: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{site}/{PAGE}")
    page.wait_for_selector("[data-form]")
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.log"));
          const options = { dataTransfer: data, bubbles: true, cancelable: true };
          document.querySelector("h1").dispatchEvent(new DragEvent("drop", options));
        }""",
        LOG,
    )
    page.wait_for_selector(".fault")
    assert page.inner_text(".findings h2") == "dropped.log"


def test_hostile_text_is_shown_as_text_and_runs_nothing(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, HOSTILE, name="<img src=x onerror=alert(1)>.log")
    assert page.locator("main img, main script").count() == 0
    text = page.locator(".log-lines.whole").inner_text()
    assert "<img src=x onerror=alert(1)>" in text
    assert not set("\x1b\x00\x07\u202e\u2066") & set(text)


def test_nothing_of_a_log_is_sent_and_the_next_one_asks_for_nothing(
    over_http: str, shipped: Path, opened: Callable[..., Page]
) -> None:
    page = opened()
    requests: list[tuple[str, str | None, str]] = []
    page.on(
        "request", lambda request: requests.append((request.method, request.post_data, request.url))
    )
    page.goto(f"{over_http}/{PAGE}")
    diagnosed(page, LOG)
    page.locator(".fault summary").first.click()
    for method, sent, address in requests:
        assert (method, sent) == ("GET", None)
        assert (shipped / address.removeprefix(f"{over_http}/")).is_file()
    requests.clear()
    diagnosed(page, HOSTILE)
    page.locator(".fault summary").first.click()
    assert requests == []


def test_a_report_is_copied_or_offered_to_be_copied(site: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, HOSTILE)
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error(); }; }")
    page.click("[data-copy]")
    report = page.input_value(".report textarea")
    assert report.startswith("app.log\n\n1 known fault. Lines with a fault: 3 of 3 lines.\n")
    assert "1. RED-520025 (3 lines · Lines 1 to 3)\n    1: <img src=x" in report
    assert "\n   KA-19371 " in report
    assert ("   http" in report) == site.startswith("http")
    assert not set("\x1b\x00\x07\u202e\u2066") & set(report)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_report_is_saved_as_a_text_file(site: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, LOG)
    with page.expect_download() as saved:
        page.click("[data-download]")
    assert saved.value.suggested_filename == "errata-report.txt"
    assert "RED-520025" in saved.value.path().read_text("utf-8")


def test_several_files_are_read_as_one_log_packed_ones_too(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    files: list[FilePayload] = [
        {"name": name, "mimeType": "", "buffer": content}
        for name, content in (
            ("app.log", LOG.encode()),
            ("app.log.1.gz", gzip.compress(LOG.encode() * 20_000)),
            ("cut.gz", gzip.compress(LOG.encode() * 20_000)[:2_000]),
            ("all.zip", b"PK\x03\x04RED-520025"),
            ("wide.log", LOG.encode("utf-16-le")),
            ("noise.dat", bytes(range(1, 256)) * 9),
        )
    ]
    page.set_input_files("[data-file]", files)
    page.wait_for_selector("[data-results]:not([hidden])[aria-busy=false]", timeout=60_000)
    assert page.inner_text(".findings h2") == "6 files"
    problems = page.locator("[data-results] > .notice").all_inner_texts()
    assert [text.split(".")[0] for text in problems] == ["cut", "all", "noise"]
    assert problems[0].startswith("cut.gz is damaged.")
    assert problems[1].startswith("all.zip is a ZIP file, not text.")
    assert problems[2].startswith("noise.dat looks like binary data, not text.")
    assert "app.log:2 – wide.log:5" in page.locator(".fault .meta").first.inner_text()
    names = page.locator(".log-lines.whole .name").all_inner_texts()
    assert names[:2] == ["app.log", "app.log.1.gz"]


def test_an_article_explains_the_lines_that_its_own_messages_are_in(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, LOG)
    articles = page.locator(".page-aside > .growing .explaining > li").all_inner_texts()
    shares = [int(match) for text in articles for match in re.findall(r"(\d+)%", text)]
    # Each line is explained by one article for each of its faults, so nothing is counted twice.
    assert sum(shares) in range(99, 102)


def test_an_excerpt_of_a_long_line_begins_with_a_whole_word(
    site: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{site}/{PAGE}")
    diagnosed(page, f"{'harbours ' * 60}RED-520025 no answer")
    mark = page.locator("[data-results] mark").first
    before = mark.evaluate("(mark) => mark.previousSibling.textContent")
    assert set(before.split()) == {"harbours"}


@pytest.mark.parametrize("megabytes", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_a_large_log_is_read_with_progress_while_the_page_stays_awake(
    over_http: str, opened: Callable[..., Page], tmp_path: Path, megabytes: int
) -> None:
    log = tmp_path / "large.log"
    lines = unrelated(20_000)
    lines[::997] = ["2026-11-25 03:00:01 ERROR RED-520025 no answer"] * len(lines[::997])
    block = ("\n".join(lines) + "\n").encode()
    with log.open("wb") as file:
        for _ in range(megabytes * 1_000_000 // len(block) + 1):
            file.write(block)
    page = opened(f"{over_http}/{PAGE}")
    page.evaluate(PAINTED)
    page.set_input_files("[data-file]", log)
    page.wait_for_selector("[data-results]:not([hidden])[aria-busy=false]", timeout=120_000)
    painted = [text for text in page.evaluate("painted") if "MB" in text]
    assert len(painted) >= 3
    assert page.locator("main *").count() < 20_000


def test_cancelling_tells_at_once_what_was_found_until_then(
    site: str, opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened(f"{site}/{PAGE}")
    log = tmp_path / "x.log"
    log.write_text(("RED-520025\n" + "nothing of interest here\n" * 40_000) * 80)
    page.set_input_files("[data-file]", log)
    page.click("[data-cancel]")
    page.wait_for_selector("[data-results]:not([hidden])[aria-busy=false]")
    assert page.inner_text("[data-status]").startswith("Cancelled: ")
    assert page.is_hidden("[data-running]")


def test_the_page_works_by_keyboard_alone(site: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{site}/{PAGE}")
    page.wait_for_selector("[data-form]")
    page.focus("[data-log]")
    page.keyboard.insert_text(LOG)
    for name in ("BUTTON", "INPUT", "BUTTON"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == name
    page.wait_for_selector(".fault")
    page.focus(".fault summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".fault details[open] .log-lines mark")


def test_without_scripts_the_page_says_what_it_would_do_and_leads_on(
    over_http: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{over_http}/{PAGE}", java_script_enabled=False)
    assert page.locator("noscript code").inner_text() == "errata scan app.log"
    assert page.is_visible("noscript code")
    assert page.is_hidden("[data-form]")
    page.click("noscript a")
    assert page.url.endswith("/en/codes/index.html")
