"""First queries on a slow network: how long a reader waits, and for how many answers in a row.

A query is asked in two ways, each time with nothing kept: its address is opened, and it is put into
the box of the search page, loaded and with nothing under way, and Enter is pressed. The answer is
there when its cards and its first six articles can be read, in the order that they keep; the rest
of the page and the counts of the facets follow below and beside them.

Opened, the time counts from the arrival of the page; "with page" adds the page itself. A round trip
is one after another of scripts and data: a file counts after those that had arrived when it was
asked for. The server speaks HTTP/1.1, so that a browser asks for six files at once; what waits
for a connection is in the time, and in no round trip.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page

    from bench.browser_queries import Row

# Chromium's "Slow 4G", as its DevTools set it: bytes a second and milliseconds.
SLOW_4G: Final = {
    "offline": False,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 750e3 / 8 * 0.9,
    "latency": 150 * 3.75,
}
_ROUNDS: Final = """() => {
  const all = performance.getEntriesByType("resource");
  const files = all.filter(({ name }) => name.includes(".js"));
  const page = performance.getEntriesByType("navigation")[0].responseEnd;
  const from = globalThis.askedAt ?? page;
  const own = files.filter(({ startTime }) => startTime >= (globalThis.askedAt ?? 0));
  const rounds = new Map();
  for (const file of own.sort((one, other) => one.responseEnd - other.responseEnd)) {
    const before = own.filter(({ responseEnd }) => responseEnd <= file.startTime);
    rounds.set(file, 1 + Math.max(0, ...before.map((other) => rounds.get(other))));
  }
  const until = globalThis.askedAt ? globalThis.typedAnswer : globalThis.answered;
  // What was asked for after the answer is no part of it.
  const awaited = own.filter(({ startTime }) => startTime < until).map((file) => rounds.get(file));
  return { ms: until - from, whole: until, rounds: Math.max(0, ...awaited) };
}"""
_ASK: Final = """(query) => {
  const area = document.querySelector("[data-results]");
  const input = document.querySelector("main input[type=search]");
  globalThis.askedAt = performance.now();
  new MutationObserver(() => {
    const isDone = area.getAttribute("aria-busy") === "false" && area.dataset.query === query;
    if (isDone) globalThis.typedAnswer ??= performance.now();
    if (isDone) document.documentElement.dataset.typed = "";
  }).observe(area, { attributes: true });
  input.value = query;
  input.form.requestSubmit();
}"""


@dataclass(frozen=True, slots=True)
class Wait:
    """A reader's wait."""

    ms: float
    whole: float
    """Time from the beginning of the page's own load."""
    rounds: int


def measure_waits(
    browser: Browser, address: str, rows: Sequence[Row], watch: str, count: int
) -> Iterator[tuple[str, Wait, Wait]]:
    """Yield locale and kind of sampled queries, the wait from the address, and when typed.

    Of each kind and locale, so many queries are asked.
    """
    requests: dict[str, int] = defaultdict(int)
    for row in rows:
        name = f"{row['locale']} {row['kind']}"
        requests[name] += 1
        if requests[name] <= count:
            with browser.new_context() as context:
                yield name, *_measure(context.new_page(), address, row, watch)


def _measure(page: Page, address: str, row: Row, watch: str) -> tuple[Wait, Wait]:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    page.add_init_script(watch)
    place = f"{address}{row['locale']}/search/index.html"
    page.goto(f"{place}?q={quote(row['query'], safe='')}")
    page.wait_for_selector("[data-results][aria-busy=false][data-query]", state="attached")
    opened = _read(page)
    page.goto(place)
    page.wait_for_load_state("networkidle")
    page.evaluate(_ASK, row["query"])
    page.wait_for_selector("html[data-typed]", state="attached")
    return opened, _read(page)


def _read(page: Page) -> Wait:
    read: dict[str, Any] = page.evaluate(_ROUNDS)
    return Wait(read["ms"], read["whole"], read["rounds"])


def print_waits(waits: Sequence[tuple[str, Wait, Wait]]) -> None:
    """Print median and worst by locale and kind, of both ways."""
    groups: Mapping[str, list[tuple[Wait, Wait]]] = defaultdict(list)
    for name, opened, typed in waits:
        groups[name].append((opened, typed))
        groups[f"all {name.partition(' ')[2]}"].append((opened, typed))
    print("\n== Slow 4G: median (worst) of round trips and milliseconds")
    print(f"{'':18}{'query in the address':36}{'with the page':18}{'Enter on the page'}")
    print(f"{'locale and kind':18}{'trips':12}{'ms':24}{'ms':18}{'trips':12}{'ms'}")
    for name, some in sorted(groups.items()):
        from_address = [wait for wait, _ in some]
        from_key = [other for _, other in some]
        cells = (
            f"{_both(wait.rounds for wait in from_address):12}",
            f"{_both(wait.ms for wait in from_address):24}",
            f"{_both(wait.whole for wait in from_address):18}",
            f"{_both(wait.rounds for wait in from_key):12}{_both(wait.ms for wait in from_key)}",
        )
        print(f"{name:18}{''.join(cells)}", flush=True)


def _both(values: Iterable[float]) -> str:
    ordered = sorted(values)
    return f"{median(ordered):.0f} ({ordered[-1]:.0f})"
