"""From an edit to the reloaded page in Chromium, as an author with `errata serve` sees it.

Copies the articles of a folder, serves them, and makes `--edits N` edits, by turns of an article's
text, its title, and a code that comes or goes. The browser shows the article, the code's page, or
the answers of a search for a new word. The time is from before the file is written until the edit
is painted. Prints the median and the 95th percentile by kind, and compares a sample of files
with those that `errata build` writes.
Usage: `python -m bench.serving_edits DIR [--edits 50]`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict, deque
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep, time
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from scripts.chromium import launch

if TYPE_CHECKING:
    from playwright.sync_api import Page

# "title: It stops" at the beginning of a line.
_TITLE: Final = re.compile(r"^title: .*$", re.MULTILINE)
# "hide: true": no search and no list shows it; not "hide: false".
_HIDDEN: Final = re.compile(r"^hide: true$", re.MULTILINE)
_PATIENCE: Final = 60_000
KINDS: Final = ("text", "text in search", "title", "code comes", "code goes")
CODE: Final = "RED-529999"
# Seconds from a page to the next edit: an author reads what he has changed, and its event stream is
# open. The checks of the whole site have begun by then.
_PAUSE: Final = 1.0
# In each page: notes when it shows what is awaited, after the frame in which it does is painted.
# Playwright itself needs 80 ms to find its way in a page that was loaded again.
_WATCH: Final = """
const look = () => {
  const [where, word, gone] = JSON.parse(sessionStorage.awaited ?? "[]");
  if (where && document.readyState !== "loading") {
    const shown = [...document.querySelectorAll(where)];
    if (shown.some((element) => element.textContent.includes(word)) !== gone) {
      delete sessionStorage.awaited;
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        sessionStorage.seen = performance.timeOrigin + performance.now();
      };
      channel.port2.postMessage(0);
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# Files that are compared with those of a build: every 97th of the sorted ones.
_STEP: Final = 97


class Author:
    """An author who edits one article after the other and watches the browser."""

    def __init__(self, kb: Path, page: Page, root: str) -> None:
        self.page, self.root = page, root
        files = sorted((kb / "en").glob("*.md"))
        self.articles = [file for file in files if not _HIDDEN.search(file.read_text("utf-8"))]
        self.times: dict[str, list[float]] = defaultdict(list)

    def edit(self, number: int) -> None:
        """Make one edit, of each kind in turn."""
        kind = KINDS[number % len(KINDS)]
        article = self.articles[(number // len(KINDS) * 37) % len(self.articles)]
        word, text = f"zyxword{number}", article.read_text("utf-8")
        # The excerpt of a result need not have the word.
        result = f"main ol a[href*='/{article.stem}/']"
        own = f"{self.root}en/{article.stem}/"
        if kind == "title":
            self.measure(kind, own, article, _TITLE.sub(f"title: {word} stops", text, 1), word)
        elif kind == "code comes":
            address = f"{self.root}en/codes/"
            more = f"{text}\n\nThe log shows `{CODE} {word} failed`.\n"
            self.measure(kind, address, article, more, CODE)
        elif kind == "code goes":
            address, less = f"{self.root}en/codes/", re.sub(rf"\n.*{CODE}.*\n", "\n", text)
            self.measure(kind, address, article, less, CODE, gone=True)
        elif kind == "text in search":
            address = f"{self.root}en/search/?q={word}"
            self.measure(kind, address, article, f"{text}\n\nIt is {word} again.\n", "", result)
        else:
            self.measure(kind, own, article, f"{text}\n\nIt is {word} again.\n", word)

    def measure(  # noqa: PLR0913, PLR0917 - what is edited, and where it is to be seen
        self,
        kind: str,
        address: str,
        article: Path,
        text: str,
        word: str,
        where: str = "html",  # the title of the front matter is in the head
        *,
        gone: bool = False,
    ) -> None:
        """Open a page, write the article, and wait until the page shows it."""
        self.page.goto(address)
        self.page.wait_for_load_state("load")
        # With the first one, Playwright runs 330 kB of its own in the page, which takes 20 ms.
        self.page.wait_for_function("() => true")
        sleep(_PAUSE)
        self.page.evaluate(
            "awaited => { sessionStorage.awaited = JSON.stringify(awaited) }", [where, word, gone]
        )
        start = time()
        article.write_text(text, "utf-8")
        self.page.wait_for_function("() => 'seen' in sessionStorage", polling=50, timeout=_PATIENCE)
        loads = self.page.evaluate("sessionStorage.seen")
        self.page.evaluate("delete sessionStorage.seen")
        self.times[kind].append(float(loads) / 1000 - start)
        print(f"{kind}: {self.times[kind][-1] * 1000:.0f} ms", file=sys.stderr, flush=True)


def main() -> int:
    """Serve, edit, print."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("kb", type=Path)
    arguments.add_argument("--edits", type=int, default=50)
    options = arguments.parse_args()
    with TemporaryDirectory() as folder:
        kb = Path(folder) / "kb"
        shutil.copytree(options.kb, kb)
        (Path(folder) / "errata.toml").write_text('[site]\nname = "Help"\n')
        command = [sys.executable, "-m", "errata", "--config", f"{folder}/errata.toml"]
        server = subprocess.Popen(
            [*command, "serve", "--kb", str(kb), "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            author = _edit_all(kb, _wait_for_address(server), options.edits)
            differing = _compare(command, kb, author.root, Path(folder) / "site")
        finally:
            server.kill()
            server.wait()
    _print(author.times, len(author.articles))
    print(f"files that differ from a build's: {differing}")
    return 1 if differing else 0


def _wait_for_address(server: subprocess.Popen[str]) -> str:
    for line in server.stderr or ():
        if match := re.search(r"serving (http://\S+)", line):
            # A pipe that nobody reads would stop the server once it has reported enough.
            Thread(target=deque, args=(server.stderr, 0), daemon=True).start()
            return match[1]
    raise SystemExit("errata serve did not start")


def _edit_all(kb: Path, root: str, edits: int) -> Author:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.add_init_script(_WATCH)
        author = Author(kb, page, root)
        for number in range(edits):
            author.edit(number)
        browser.close()
    return author


def _compare(command: list[str], kb: Path, root: str, out: Path) -> int:
    """Count the sampled files that differ from those of a build."""
    options = ("--kb", str(kb), "--out", str(out), "--drafts", "--fail-on", "never")
    subprocess.run([*command, "build", *options], check=True, capture_output=True, env=os.environ)
    paths = sorted(path for path in out.rglob("*") if path.is_file() and path.name[0] != ".")
    return sum(
        _fetch(root + path.relative_to(out).as_posix()) != path.read_bytes()
        for path in paths[::_STEP]
    )


def _fetch(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 - of the server that was started here
        data: bytes = answer.read()
    return re.sub(rb'<script src="/_errata/reload.js"[^>]*></script>', b"", data)


def _print(times: dict[str, list[float]], articles: int) -> None:
    load = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    print(f"{articles} articles in English, {load}")
    print("| edit | n | median ms | p95 ms |\n|---|---|---|---|")
    rows = {
        **times,
        "all": [seconds for times_of_kind in times.values() for seconds in times_of_kind],
    }
    for kind, values in rows.items():
        late = quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
        print(f"| {kind} | {len(values)} | {median(values) * 1000:.0f} | {late * 1000:.0f} |")


if __name__ == "__main__":
    sys.exit(main())
