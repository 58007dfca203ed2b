"""A real Chromium over the site that ships."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts.chromium import launch
from tests.browser.every_page import Planned, planned, write
from tests.commands.running import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

# As long as Playwright waits for anything else: on a busy machine five seconds are not enough.
expect.set_options(timeout=30_000)


_OPEN: list[tuple[ExitStack, Browser]] = []
"""Chromium, once a test of this folder has asked for it."""


@pytest.fixture(scope="module")
def browser() -> Browser:
    """The same for all tests of this folder that come one after another."""
    if not _OPEN:
        stack = ExitStack()
        playwright = stack.enter_context(sync_playwright())
        _OPEN.append((stack, stack.enter_context(launch(playwright, windows=False))))
    return _OPEN[0][1]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Close it before any other test: Playwright's event loop is the thread's own."""
    try:
        return (yield)
    finally:
        if _OPEN and (nextitem is None or nextitem.path.parent != Path(__file__).parent):
            stack, _ = _OPEN.pop()
            stack.close()


@pytest.fixture(scope="session")
def every(
    make_once: Callable[[str, Callable[[Path], None]], Path],
) -> tuple[Path, list[Planned]]:
    """A site of which every template has a page, and its pages."""
    folder = make_once("every", _make_every)
    pages = json.loads((folder / "planned.json").read_text("utf-8"))
    return folder / "site", [Planned(*page) for page in pages]


def _make_every(folder: Path) -> None:
    write(folder)
    done = Command(folder)("build")
    assert done.returncode == 0, done.stderr
    pages = [(page.path, page.template, page.locale) for page in planned(folder)]
    (folder / "planned.json").write_text(json.dumps(pages), "utf-8")


def engine(site: Path) -> list[str]:
    """The scripts of the search engine, as the pages name them."""
    page = (site / "en/search/index.html").read_text("utf-8")
    listed = re.findall(r'data-scripts="([^"]+)"', page)
    names = {name for names in listed for name in names.split()}
    return sorted(names - {"search/box"})


@pytest.fixture(scope="session")
def standing_in(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site with a search engine that answers by rule."""
    site = tmp_path_factory.mktemp("standing-in") / "site"
    shutil.copytree(shipped, site)
    stand_in = (Path(__file__).parent / "engine.js").read_text("utf-8")
    for name in engine(site):
        file = site / f"assets/js/{name}.js"
        # The search page has the engine within its own script; of two engines the first counts.
        own = file.read_text("utf-8") if name == "search/view" else ""
        file.write_text(stand_in + own, "utf-8")
    return site


class Quiet(SimpleHTTPRequestHandler):
    """The files of a folder, without a word about who asks for which."""

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


@contextmanager
def served(site: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """A folder over http, on a free port of this machine: its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def addressed(site: Path, scheme: str) -> Iterator[str]:
    """The same folder from the disk or over http."""
    if scheme == "http":
        with served(site) as address:
            yield address
    else:
        yield site.as_uri()


# "The resource codes.js was preloaded using link preload but not used within a few seconds": this
# depends on how busy the machine is. `test_what_a_page_preloads_it_uses` asks without a clock.
TIMED = re.compile(r"was preloaded using link preload but not used within a few seconds")

# Chromium reports most violations on the console too, but not all of them.
LISTENER = """addEventListener("securitypolicyviolation", (report) =>
  console.error(`policy: ${report.effectiveDirective} ${report.blockedURI} ${report.sample}`))"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages whose consoles must stay empty; options are those of a browser context.

    A server has to outlive its pages, whose icon may come last: ask for it before this one.
    """
    contexts = []
    complaints: list[str] = []

    def note(text: str) -> None:
        if not TIMED.search(text):
            complaints.append(text)

    def open_page(address: str = "", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type] # passed on
        contexts.append(context)
        context.add_init_script(LISTENER)
        page = context.new_page()
        page.on("console", lambda message: note(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


SCHEMES = ["file", pytest.param("http", marks=pytest.mark.soak)]
"""From the disk, where browsers allow least; over http too in `make soak`, and in some tests."""


@pytest.fixture(params=SCHEMES)
def site(standing_in: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the site whose search engine is a stand-in, from the disk and over http."""
    with addressed(standing_in, request.param) as address:
        yield address
