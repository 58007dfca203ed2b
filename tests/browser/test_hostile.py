"""Hostile articles in a browser: nothing runs, asks another host, or becomes live in its DOM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import LISTENER, served
from tests.commands.running import Command
from tests.invalid.hostile_articles import HOST, write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

# What a parser as lxml's may see otherwise than a browser: only the browser's own DOM decides.
LIVE = """() => [...document.querySelectorAll("main *")].filter((one) =>
  ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "STYLE", "LINK", "META", "BASE"].includes(one.nodeName) ||
  one.namespaceURI !== "http://www.w3.org/1999/xhtml" ||
  [...one.attributes].some(({ name, value }) => /^on|^style$|^srcdoc$|^formaction$/.test(name) ||
    /^[\\s\\0-\\x1f]*((java|vb)script[\\s\\0]*:|data:text)/i.test(value) && name !== "content")
).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the hostile knowledge base."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "kb")
    done = Command(folder)("build")
    assert "bug in errata" not in done.stderr
    return folder / "site"


class Witness:
    """What a page did that no page may do."""

    def __init__(self, page: Page, server: str) -> None:
        self.seen: list[str] = []
        self._server = server
        page.on("dialog", self._see_dialog)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("console", self._hear)
        page.on("request", self._see_request)
        page.on("popup", lambda popup: self.note(popup.url))

    def note(self, seen: str) -> None:
        """Keep it for the end."""
        self.seen.append(seen)

    def _see_dialog(self, dialog: Dialog) -> None:
        self.note(dialog.message)
        dialog.dismiss()

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((self._server, "data:image")):
            self.note(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # Pictures that nobody has are missing on purpose.
        if "404" not in message.text:
            self.note(message.text)


def test_nothing_of_hostile_articles_lives_in_a_browser(browser: Browser, site: Path) -> None:
    pages = sorted(path.relative_to(site).as_posix() for path in site.glob("en/*/index.html"))
    assert len(pages) > 30
    with served(site) as server, browser.new_context() as context:
        context.add_init_script(LISTENER)
        context.route(f"**://{HOST}/**", lambda route: route.abort())
        page = context.new_page()
        witness = Witness(page, server)
        for path in pages:
            page.goto(f"{server}/{path}")
            # As a reader who clicks and points at things.
            page.evaluate(
                """() => document.querySelectorAll("main a, main summary, main p").forEach((one) =>
                  ["mouseover", "focus", "toggle"].forEach((name) =>
                    one.dispatchEvent(new Event(name))))"""
            )
            assert page.evaluate(LIVE) == [], path
            assert witness.seen == [], path
        page.goto(f"{server}/en/search/index.html?q=__proto__")
        page.goto(f"{server}/en/search/index.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(4711)%3E")
        page.wait_for_function("() => document.querySelector('[aria-busy=false], main')")
        assert witness.seen == []


def test_the_witness_sees_what_runs(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        witness = Witness(page, "http://127.0.0.1")
        page.set_content("<main><img src='data:image/gif,x' onerror='alert(4711)'></main>")
        page.wait_for_function("() => document.images[0].complete")
        assert len(page.evaluate(LIVE)) == 1
        for _ in range(100):
            if "4711" not in witness.seen:  # the handler is called after the picture is complete
                page.wait_for_timeout(100)
        assert "4711" in witness.seen
