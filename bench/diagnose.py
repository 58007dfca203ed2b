"""The page that reads logs, in Chromium over http: sizes, times, memory, how awake it stays.

Builds the site of a knowledge base, then reads 10,000 lines of which every twentieth holds a quoted
message in disguise (first with everything still to be loaded, then again), 20,000 unrelated lines,
and 50 MB. Usage: `python -m bench.diagnose [KB]`.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from bench.noise import disguised, unrelated
from bench.serving import serving
from errata.commands._project import link_library, open_project
from errata.site.context import SiteContext
from errata.site.pages.diagnose import data_files
from scripts.chromium import launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT: Final = Path(__file__).parents[1]
LINES: Final = 10_000
UNRELATED: Final = 20_000
LARGE: Final = 50_000_000
EVERY: Final = 20
TASKS: Final = """() => {
  globalThis.tasks = [0];
  const note = (list) => list.getEntries().forEach((task) => globalThis.tasks.push(task.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""


def main() -> int:
    """Print the figures; return 1 if an unrelated line was taken for a fault."""
    kb = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "kb"
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build = [sys.executable, "-m", "errata", "build", "--kb", str(kb), "--out", str(site)]
        subprocess.run(build, check=False, capture_output=True)
        logs = written_logs(kb, Path(folder))
        with (
            serving(site) as host,
            sync_playwright() as playwright,
            launch(playwright) as browser,
        ):
            loud = _measure(browser, f"{host.address}en/diagnose/index.html", logs)
    return int(loud)


def written_logs(kb: Path, folder: Path) -> dict[str, Path]:
    """Map the name of each log to its file; print the size of the page's data."""
    project = open_project(None, kb)
    library = link_library(project)
    site = SiteContext(library, project.config)
    for locale in library.locales:
        sizes = [_packed(file.content) for file in data_files(site, locale)]
        print(f"data for {locale}: {sum(sizes) / 1e3:.0f} kB gzip in {len(sizes)} file(s)")
    texts = sorted({m.text for a in library.articles if a.locale == "en" for m in a.messages})
    random = Random(7)  # noqa: S311 - the same log every time
    lines = unrelated(LINES)
    lines[::EVERY] = [disguised(random.choice(texts), random, code=True) for _ in lines[::EVERY]]
    strange = "\n".join(unrelated(UNRELATED)) + "\n"
    contents = {
        "10,000 lines": "\n".join(lines),
        "20,000 unrelated lines": strange,
        "50 MB": strange * (LARGE // len(strange) + 1),
    }
    logs = {name: folder / f"{index}.log" for index, name in enumerate(contents)}
    for name, path in logs.items():
        path.write_text(contents[name], "utf-8")
    return logs


def _packed(content: object) -> int:
    return len(gzip.compress(content, 9)) if isinstance(content, bytes) else 0


def _measure(browser: Browser, address: str, logs: dict[str, Path]) -> bool:
    page = browser.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("[data-form]:not([hidden])")
    page.evaluate(TASKS)
    lines = logs["10,000 lines"]
    for name in ("10,000 lines, nothing loaded yet", "10,000 lines, again"):
        _print(name, page, lines)
    loud = "Nothing known" not in _print(
        "20,000 unrelated lines", page, logs["20,000 unrelated lines"]
    )
    _print("50 MB", page, logs["50 MB"])
    _cancel(page, logs["50 MB"])
    return loud


@dataclass(frozen=True, slots=True)
class Taken:
    """The cost of reading one log."""

    seconds: float
    """Time from the choice of the file to the findings on the page."""
    reading: float
    """Milliseconds of that for the log itself."""
    longest: float
    """Milliseconds of the longest task of the page so far."""
    told: str


def read_log(page: Page, log: Path) -> Taken:
    """Choose a file and wait for the findings in it; the page has run `TASKS`."""
    started = perf_counter()
    page.set_input_files("[data-file]", log)
    page.wait_for_selector("[data-results][aria-busy=true]", state="attached")
    page.wait_for_selector("[data-results][aria-busy=false]:not([hidden])", timeout=300_000)
    seconds = perf_counter() - started
    reading = float(page.get_attribute("[data-results]", "data-milliseconds") or 0)
    longest = float(page.evaluate("Math.max(...tasks)"))
    return Taken(seconds, reading, longest, page.inner_text("[data-status]"))


def _print(name: str, page: Page, log: Path) -> str:
    taken = read_log(page, log)
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    print(
        f"{name:36} {taken.seconds:6.2f} s in all, {taken.reading:6.0f} ms reading, longest task of"
    )
    print(f"{'':36} the page {taken.longest:.0f} ms, its heap {heap:.0f} MB: {taken.told}")
    return taken.told


def _cancel(page: Page, log: Path) -> None:
    page.set_input_files("[data-file]", log)
    page.wait_for_selector("[data-results][aria-busy=true]")
    started = perf_counter()
    page.click("[data-cancel]")
    page.wait_for_selector("[data-results][aria-busy=false]")
    print(f"{'cancelled':36} {perf_counter() - started:6.2f} s: {page.inner_text('[data-status]')}")


if __name__ == "__main__":
    sys.exit(main())
