"""How well and how cheaply the search answers: the labelled queries, and some made of articles.

Prints the labels' table, then the share of right first answers by locale and kind of query, how
many titles are answered while they are typed, and the bytes of a first query (gzip, the engine's
script among them). With `--times N` the articles are there N times, each copy with words of its
own, to see how the index grows. With `--peer`, the table of SQLite's FTS5 over the same articles
follows.

With `--kb FOLDER`, which may be repeated, a knowledge base that nobody has tuned on is asked
instead, by queries made from its articles (see `bench.search_queries`), beside FTS5.

    python -m bench.search_engine [--times 10] [--failures] [--peer]
    python -m bench.search_engine --kb FOLDER [--kb FOLDER] [--failures]
"""

from __future__ import annotations

import argparse
import gzip
import re
import sqlite3
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from bench.corpus import link_corpus
from bench.labels import folders, read_queries, score_run
from bench.search_queries import queries, unseen_queries
from errata.config import Config
from errata.files import read_folder, read_theme
from errata.search.query import Searcher, search_script
from errata.site.context import SiteContext
from errata.site.feeds.search_index import emit, index_of
from errata.site.plan import list_files
from errata.text.paths import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.model import Library, Source
    from errata.search.query import Answer

ROOT: Final = Path(__file__).parents[1]
_WORD: Final = re.compile(r"\b[a-z]{6,}\b")
_NUMBER: Final = re.compile(r"\bKA-(\d{5})\b")
_SYLLABLES: Final = (
    *("ba", "ce", "di", "fo", "gu", "la", "me"),
    *("ni", "po", "ru", "sta", "tre", "vin"),
)
# a run of letters and digits: "RED" and "520025" of "RED-520025"; not "-"
_PEER_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = frozenset({"ja", "zh", "ko"})
_TRIGRAM: Final = 3
_MOST_OF_PEER: Final = 20
# Titles that are typed letter by letter, and how much of their beginnings is there already.
MOST_TYPED: Final = 100
LONGEST_TYPED: Final = 40
SHORTEST_TYPED: Final = 3
TYPED: Final = (0.25, 0.4, 0.55, 0.7, 0.85)
# Suggestions that the box shows.
IN_BOX: Final = 6
SEED: Final = 5


class PeerEngine:
    """One locale's articles in an FTS5 table of SQLite in memory: a peer that needs a server.

    It ranks words with BM25, with title, description and keywords weighted as in the search, and
    uses trigrams for languages without spaces. Any word of the query may match, because all of them
    rarely do.
    """

    def __init__(self, library: Library, locale: str) -> None:
        self._trigrams = locale.partition("-")[0] in _UNSPACED
        tokenizer = "trigram" if self._trigrams else "porter unicode61"
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE t USING"
            " fts5(number UNINDEXED, title, description, keywords, body,"
            f" tokenize='{tokenizer}')"
        )
        self._connection.executemany(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?)", _list_rows(library, locale)
        )

    def ask(self, query: str) -> list[str]:
        """Return article numbers, the best first."""
        words = _PEER_WORD.findall(query)
        pieces = [piece for word in words for piece in self._pieces(word)]
        if not pieces:
            return []
        expression = " OR ".join(f'"{piece}"' for piece in dict.fromkeys(pieces))
        order = "bm25(t, 0, 4.0, 1.5, 1.5, 1.0)"
        statement = f"SELECT number FROM t WHERE t MATCH ? ORDER BY {order} LIMIT {_MOST_OF_PEER}"  # noqa: S608 - constants only
        return [number for (number,) in self._connection.execute(statement, (expression,))]

    def _pieces(self, word: str) -> list[str]:
        if not self._trigrams:
            return [word]
        return [word[start : start + _TRIGRAM] for start in range(len(word) - _TRIGRAM + 1)]


def _list_rows(library: Library, locale: str) -> list[tuple[str, str, str, str, str]]:
    """Return the text of all sections, which readers of the article see."""
    articles = (a for a in library.articles if a.locale == locale and not a.metadata.hidden)
    return [
        (
            article.number,
            article.metadata.title,
            article.metadata.description,
            " ".join(article.metadata.keywords),
            "\n".join(text for s in article.sections for text in (s.title, s.text)),
        )
        for article in articles
    ]


class _Recorded(dict[str, object]):
    """Files by name, with a note of those that are read."""

    def __init__(self, files: Mapping[str, object]) -> None:
        super().__init__(files)
        self.read: list[str] = []

    def get(self, name: str, default: object = None) -> object:
        self.read.append(name)
        return super().get(name, default)


class Engine:
    """One locale's searcher with the sizes of its files."""

    def __init__(self, library: Library, locale: str, config: Config) -> None:
        self.folder = f"search/{safe_segment(locale)}"
        self.script = search_script(read_theme(None).assets)
        started = perf_counter()
        site = SiteContext(library, config)
        self.index = index_of(site, locale)
        self.seconds = perf_counter() - started
        self.files = dict(self.index.files())
        self.searcher = Searcher(self.script, self.files)
        self.sizes = {
            artifact.path: len(gzip.compress(artifact.content))
            for artifact in list_files(emit(site))
            if isinstance(artifact.content, bytes) and artifact.path.startswith(f"{self.folder}/")
        }

    def ask(self, query: str) -> Answer:
        """Answer one of many queries."""
        return self.searcher.ask(query)

    def ask_first(self, query: str) -> tuple[Answer, int, float]:
        """Return the answer, and the bytes and milliseconds of a first query."""
        files = _Recorded(self.files)
        started = perf_counter()
        answer = Searcher(self.script, files).ask(query)
        took = (perf_counter() - started) * 1000
        read = sum(self.sizes[f"{self.folder}/{name}.js"] for name in files.read)
        return answer, len(gzip.compress(self.script.encode())) + read, took

    def described(self) -> str:
        """Describe the sizes in one line."""
        root = self.sizes[f"{self.folder}/root.js"]
        codes = self.sizes[f"{self.folder}/codes.js"]
        kilobytes = sum(self.sizes.values()) // 1000
        return (
            f"{self.index.locale}: {len(self.index.numbers)} articles, "
            f"{len(self.index.shards)} shards, root {root:,}, codes {codes:,}, "
            f"all {kilobytes:,} kB, indexed in {self.seconds:.2f} s"
        )


def main() -> int:
    """Print the tables; return 2 if the articles or the labels are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--kb", type=Path, action="append", default=[])
    options = parser.parse_args()
    for folder in options.kb:
        _unseen(folder, failures=options.failures)
    if options.kb:
        return 0
    if (choice := folders()) is None:
        return 2
    corpus, gold = choice
    library = _library(corpus, options.times)
    engines = {locale: Engine(library, locale, Config()) for locale in library.locales}
    for engine in engines.values():
        print(engine.described())
    labelled = [query for query in read_queries(gold) if query["locale"] in engines]
    run = [_row(query, engines[query["locale"]]) for query in labelled]
    _bytes("labelled", labelled, run)
    with tempfile.TemporaryDirectory() as folder:
        score_run(gold, run, Path(folder))
        if options.peer:
            print("SQLite FTS5")
            score_run(gold, _peer_run(library, labelled), Path(folder))
    if options.times == 1:
        _made(library, engines, failures=options.failures)
        _typed(library, engines)
    return 0


def _unseen(folder: Path, *, failures: bool) -> None:
    """Print how often the first answer, and one of five, is right: the search's and FTS5's."""
    library = link_corpus(folder.resolve())
    ranks: dict[tuple[str, str, str], list[tuple[bool, ...]]] = defaultdict(list)
    for locale in library.locales:
        engine, peer = Engine(library, locale, Config()), PeerEngine(library, locale)
        for query in unseen_queries(library, locale):
            answer, others = engine.ask(query["query"]), peer.ask(query["query"])
            own, other = _ranks(query, answer.numbers), _ranks(query, others)
            ranks[locale, query["kind"], query["sub"]].append((*own, *other))
            if failures and not own[0]:
                print(locale, query["kind"], query["query"][:100], query["relevant"][:3])
                print("   ", answer.kind, answer.codes, answer.near, answer.numbers[:3])
    for (locale, kind, sub), rows in ranks.items():
        own1, own5, peer1, peer5 = (
            f"{statistics.fmean(column):.3f}" for column in zip(*rows, strict=True)
        )
        name = f"{folder.name} {locale:7} {kind:8} {sub:10} {len(rows):4}"
        print(f"{name}  s@1 {own1} s@5 {own5}  FTS5 {peer1} {peer5}")


def _ranks(query: Mapping[str, Any], numbers: Sequence[str]) -> tuple[bool, bool]:
    """Return whether the first is right, and one of the first five."""
    if query["kind"] == "none":
        return not numbers, not numbers
    right = [number in query["relevant"] for number in numbers[:5]]
    return right[:1] == [True], any(right)


def _library(corpus: Path, times: int) -> Library:
    folder = read_folder(corpus, Config())
    numbers = sorted(
        {number for article in folder.sources for number in _NUMBER.findall(article.path)}
    )
    places = {number: place for place, number in enumerate(numbers)}
    copies = (_copy(source, copy, places) for copy in range(times) for source in folder.sources)
    return link_corpus(corpus, replace(folder, sources=tuple(copies)))


def _copy(source: Source, copy: int, places: Mapping[str, int]) -> Source:
    """Return a copy with its own number and every fourth long word replaced."""
    if copy == 0:
        return source
    random = Random(f"{copy} {source.path}")  # noqa: S311 - repeatable, no secret
    words = tuple(
        "".join(random.choices(_SYLLABLES, k=random.choice((2, 3, 4)))) for _ in range(40)
    )
    text = source.data.decode("utf-8", "replace")
    head, mark, body = text.partition("\n---\n")
    body = _WORD.sub(lambda m: random.choice(words) if random.random() < 0.25 else m[0], body)  # noqa: PLR2004 - a share

    def other(match: re.Match[str]) -> str:
        place = places.get(match[1])
        return match[0] if place is None else f"KA-{30_000 + copy * len(places) + place}"

    full_text = _NUMBER.sub(other, head + mark + body)
    path = _NUMBER.sub(other, source.path)
    return replace(source, path=path, held=full_text.encode())


def _row(query: Mapping[str, Any], engine: Engine) -> dict[str, object]:
    answer, size, took = engine.ask_first(query["query"])
    return {
        "id": query["id"],
        "results": [*answer.hidden, *answer.numbers],
        "suggest": list(answer.near),
        "ms": took,
        "bytes": size,
    }


def _peer_run(library: Library, labelled: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    peers = {locale: PeerEngine(library, locale) for locale in library.locales}
    return [
        {"id": query["id"], "results": peers[query["locale"]].ask(query["query"]), "suggest": []}
        for query in labelled
    ]


def _bytes(name: str, rows: Iterable[Mapping[str, Any]], run: Iterable[Mapping[str, Any]]) -> None:
    sizes: dict[str, list[int]] = defaultdict(list)
    for query, row in zip(rows, run, strict=True):
        sizes[query["kind"]].append(row["bytes"])
        sizes["all"].append(row["bytes"])
    for kind, some in sizes.items():
        median = statistics.median(some)
        print(f"bytes, {name} {kind:8} median {median:8,.0f}  worst {max(some):8,}")


def _made(library: Library, engines: Mapping[str, Engine], *, failures: bool) -> None:
    right: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for locale, engine in engines.items():
        for query in queries(library, locale):
            answer = engine.ask(query["query"])
            good = _is_right(query, answer)
            right[locale, query["kind"], query["sub"]].append(good)
            if failures and not good:
                print(locale, query["kind"], query["query"][:100], query["relevant"][:3])
                print("   ", answer.kind, answer.codes, answer.near, answer.numbers[:3])
    for (locale, kind, sub), goods in right.items():
        print(f"made  {locale:6} {kind:8} {sub:10} {len(goods):4}  {statistics.fmean(goods):.3f}")


def _typed(library: Library, engines: Mapping[str, Engine]) -> None:
    """Print how many titles that are typed so far have an answer, and their article in the box."""
    for locale, engine in engines.items():
        articles = [article for article in library.articles if article.locale == locale]
        random = Random(SEED)  # noqa: S311 - the same articles in every run
        chosen = random.sample(articles, min(MOST_TYPED, len(articles)))
        for share in TYPED:
            rows: list[tuple[bool, bool]] = []
            for article in chosen:
                title = article.metadata.title
                begun = title[: max(int(len(title[:LONGEST_TYPED]) * share), SHORTEST_TYPED)]
                numbers = engine.searcher.ask(begun, typing=True).numbers
                rows.append((bool(numbers), article.number in numbers[:IN_BOX]))
            some, boxed = (statistics.fmean(column) for column in zip(*rows, strict=True))
            print(f"typed {locale:6} {share:4.0%}  answered {some:.3f}  in the box {boxed:.3f}")


def _is_right(query: Mapping[str, Any], answer: Answer) -> bool:
    if query["kind"] == "none":
        return not answer.numbers
    if "near" in query and not set(query["near"]) & set(answer.near):
        return False
    return bool(answer.numbers) and answer.numbers[0] in query["relevant"]


if __name__ == "__main__":
    sys.exit(main())
