"""The site's budgets against the site of the real articles, as a reader's browser sees it.

Weights are gzip at level 9. "Without its own text" is an article's page with the body, the title
and the contents taken out. Times are Lighthouse's of a phone, and those of Chromium here. Prints a
line for each budget; 1 where one is exceeded. Usage: `python -m bench.budgets [KB]`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from lxml import html
from playwright.sync_api import sync_playwright

from bench.browser_queries import query_site
from bench.diagnose import TASKS, read_log, written_logs
from bench.lighthouse import built, chosen, measured
from scripts.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from bench.serving import Host

OWN_TEXT: Final = ("div[@class='body']", "h1", "nav[@class='contents']")
CODES: Final = 60
"""Number of codes to query, spread over all."""
PHONE: Final = "phone"


@dataclass(frozen=True, slots=True)
class Line:
    """One budget and what was measured."""

    what: str
    found: float
    budget: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        return self.found <= self.budget


def main() -> int:
    """Print every line; return 1 if a budget is exceeded."""
    kb, exceeded = chosen(), False
    with tempfile.TemporaryDirectory() as folder, built(Path(folder), kb) as host:
        for line in _lines(host, kb, Path(folder)):
            exceeded |= not line.kept
            verdict = "ok" if line.kept else "OVER"
            measure = f"{line.found:9.2f} of {line.budget:g} {line.unit}"
            print(f"{line.what:54} {measure:28} {verdict}", flush=True)
    return int(exceeded)


def _lines(host: Host, kb: Path, folder: Path) -> Iterator[Line]:
    yield from _weights(host.folder)
    for report in measured(host):
        if report.form == PHONE:
            yield Line(f"LCP, {report.page}", report.metrics["LCP ms"] / 1000, 1.2, "s")
            yield Line(f"TBT, {report.page}", report.metrics["TBT ms"], 50, "ms")
            yield Line(f"CLS, {report.page}", report.metrics["CLS"], 0.01, "")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield from _answers(browser, host)
        yield from _log(browser, host, kb, folder)
        yield from _manners(browser, host)
        browser.close()


def _weights(site: Path) -> Iterator[Line]:
    chrome = sorted(_chrome(page) for page in site.glob("*/K?-*/index.html"))
    yield Line("article page without its own text, HTML, median", median(chrome), 5, "kB")
    yield Line("article page without its own text, HTML, worst", chrome[-1], 5, "kB")
    yield Line("style sheet", _packed(site / "assets/css/errata.css"), 8, "kB")
    scripts = ("main", "article", "search/box", "search/engine")
    weight = sum(_packed(site / f"assets/js/{name}.js") for name in scripts)
    yield Line("scripts of an article page, search for a code included", weight, 12, "kB")
    words = sum(_packed(site / f"assets/js/search/{name}.js") for name in ("questions", "words"))
    print(f"{'':4}of a search for words {words:.2f} kB more")
    longest = max(len(path.read_text("utf-8")) for path in site.rglob("llms*.txt"))
    yield Line("longest file for language models", longest / 1000, 50, "thousand characters")


def _chrome(page: Path) -> float:
    document = html.fromstring(page.read_bytes())
    for where in OWN_TEXT:
        for element in document.iterfind(f".//{where}"):
            for child in list(element):
                element.remove(child)
            element.text = ""
    return len(gzip.compress(html.tostring(document), 9)) / 1000


def _packed(file: Path) -> float:
    return len(gzip.compress(file.read_bytes(), 9)) / 1000


def _answers(browser: Browser, host: Host) -> Iterator[Line]:
    """Query each code in a context that has fetched nothing before."""
    listed = json.loads((host.folder / "api/v1/codes/index.json").read_bytes())["codes"]
    codes = [entry["code"] for entry in listed if entry["kind"] == "error"]
    some = codes[:: max(1, len(codes) // CODES)]
    rows: list[dict[str, Any]] = [
        {"id": code, "query": code, "kind": "code", "locale": "en"} for code in some
    ]
    firsts = [
        answer.first for answer in query_site(browser, host.address, rows, host) if answer.first
    ]
    kilobytes = sorted(first.bytes / 1000 for first in firsts)
    times = sorted(first.ms for first in firsts)
    p95 = int(len(firsts) * 0.95)
    yield Line("first answer to a code, transferred, median", median(kilobytes), 30, "kB")
    yield Line("first answer to a code, transferred, 95 of 100", kilobytes[p95], 30, "kB")
    yield Line("first answer to a code, after its files, 95 of 100", times[p95], 50, "ms")


def _log(browser: Browser, host: Host, kb: Path, folder: Path) -> Iterator[Line]:
    page = browser.new_page()
    page.goto(f"{host.address}en/diagnose/index.html", wait_until="commit")
    page.wait_for_selector("[data-form]:not([hidden])")
    page.evaluate(TASKS)
    taken = read_log(page, written_logs(kb, folder)["10,000 lines"])
    yield Line("a log of 10,000 lines, with all that is to be loaded", taken.seconds, 1, "s")
    yield Line("longest task of the page meanwhile", taken.longest, 50, "ms")
    page.close()


def _manners(browser: Browser, host: Host) -> Iterator[Line]:
    """Open one page of each kind, and note every request, cookie and inline script."""
    requests: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    inline = 0
    for path in _one_of_each(host.folder):
        page.goto(host.address + path)
        inline += page.locator("script:not([src]):not([type='application/ld+json'])").count()
        inline += page.locator("[style], style, [onclick], [onload]").count()
    own = (host.address, "data:", "blob:")
    yield Line("requests to another host", sum(not url.startswith(own) for url in requests), 0, "")
    yield Line("cookies", len(context.cookies()), 0, "")
    yield Line("scripts and styles inside the pages", inline, 0, "")
    context.close()


def _one_of_each(site: Path) -> list[str]:
    """Return the first page of each form of address, without regard to numbers and names."""
    paths: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        parts = name.split("/")
        shape = re.sub(r"K[AT]-\d+", "KA", "/".join(parts[:2] if len(parts) > 3 else parts))  # noqa: PLR2004 - below a list
        paths.setdefault(shape, name)
    return sorted(paths.values())


if __name__ == "__main__":
    sys.exit(main())
