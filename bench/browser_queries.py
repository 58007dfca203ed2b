"""Runs queries in Chromium as a reader's first ones: nothing has been fetched before."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from bench.serving import Host

# Of another engine, one query in six is measured as a first one: each opens the page anew.
SAMPLE: Final = 6
# Files that belong to the page itself; what an engine needs are its scripts and its data.
UNCOUNTED: Final = (".html", ".css", ".svg", ".ico")
WATCH: Final = """
addEventListener("DOMContentLoaded", () => {
  const look = () => {
    const area = document.querySelector("[aria-busy][data-query]");
    if (area?.getAttribute("aria-busy") === "false") globalThis.answered ??= performance.now();
  };
  new MutationObserver(look).observe(document, {subtree: true, attributes: true, childList: true});
  look();
});
"""
_READ: Final = """() => {
  const area = document.querySelector("[aria-busy][data-query]");
  const links = [...area.querySelectorAll("ol li a[href]")].map((link) => link.href);
  const all = performance.getEntriesByType("resource").filter(({ name }) => name.includes(".js"));
  // What the rest of the page needs comes after the answer.
  const files = all.filter(({ startTime }) => startTime < globalThis.answered);
  return {
    results: links.map((href) => /\\/(KA-[^/]+)\\//.exec(href)?.[1] ?? href),
    suggest: [...area.querySelectorAll("[data-near] a")].map((link) => link.textContent.trim()),
    cards: [...area.querySelectorAll("[data-card]")].length,
    ms: globalThis.answered - Math.max(0, ...files.map((file) => file.responseEnd)),
  };
}"""


Row = dict[str, Any]
"""A line of the labels."""


@dataclass(frozen=True, slots=True)
class FirstQueryCost:
    """The cost of a reader's first query."""

    ms: float
    """Time from the arrival of the last file until the answer is in the page."""
    bytes: int
    requests: int


@dataclass(frozen=True, slots=True)
class QueryResult:
    """One query with its results."""

    id: str
    kind: str
    results: tuple[str, ...]
    suggest: tuple[str, ...]
    first: FirstQueryCost | None
    """None for a query on a page that had loaded files before."""

    def row(self) -> dict[str, object]:
        """Return the row in the form that `score.py` reads."""
        row = {"id": self.id, "results": self.results, "suggest": self.suggest}
        return row | ({"ms": self.first.ms, "bytes": self.first.bytes} if self.first else {})


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    """Yield a page without a cache: each visit fetches everything, as a reader's first one does."""
    with browser.new_context() as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        yield page


def query_site(
    browser: Browser, address: str, rows: Sequence[Row], host: Host | None = None
) -> Iterator[QueryResult]:
    """Query the site's own search page, with the query in its address."""
    with _page(browser) as page:
        page.add_init_script(WATCH)
        for row in rows:
            if host:
                host.reset()
            query = f"?q={quote(row['query'], safe='')}"
            page.goto(f"{address}{row['locale']}/search/index.html{query}")
            # Not by a function: the site's policy forbids to evaluate one again.
            page.wait_for_selector("[aria-busy=false][data-query]", state="attached")
            page.wait_for_load_state("networkidle")
            yield _result(row, page.evaluate(_READ), _sent(host) if host else [])


def query_peer(
    browser: Browser, peer: str, rows: Sequence[Row], host: Host
) -> Iterator[QueryResult]:
    """Query the page of another engine; of its first queries, a sample is measured."""
    with _page(browser) as page:
        opened = ""
        for index, row in enumerate(sorted(rows, key=lambda row: str(row["locale"]))):
            first = index % SAMPLE == 0
            host.reset()
            if first or opened != row["locale"]:
                page.goto(f"{host.address}bench/{peer}-{row['locale']}.html")
                opened = row["locale"]
            answer = page.evaluate("query => ask(query)", row["query"])
            yield _result(row, answer, _sent(host) if first else None)


def _sent(host: Host) -> list[int]:
    return [size for path, size in host.sent if not path.endswith(UNCOUNTED)]


def _result(row: Row, answer: dict[str, Any], sent: list[int] | None) -> QueryResult:
    return QueryResult(
        id=row["id"],
        kind=row["kind"],
        results=tuple(answer["results"]),
        suggest=tuple(answer["suggest"]),
        first=None if sent is None else FirstQueryCost(answer["ms"], sum(sent), len(sent)),
    )
