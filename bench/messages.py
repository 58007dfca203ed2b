"""Pasted log lines and messages against the development labels, and silence on foreign logs.

Prints the share of quoted messages that are extracted, of queries whose first answer is right, of
messages found again in disguise, and the hits on 20,000 unrelated lines, each with its failures
where `--failures` is given. Usage: `python -m bench.messages [--failures]`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from bench.corpus import link_corpus
from bench.labels import folders, read_queries
from bench.noise import disguised, unrelated
from errata.codes.scanner import Scanner
from errata.logs.reader import LogReader
from errata.messages.mask import mask_message
from errata.messages.match import MessageIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Library

ROOT: Final = Path(__file__).parents[1]
UNRELATED: Final = 20_000
ENOUGH: Final = 0.9
LOCALES: Final = ("en", "ja-JP", "pt-BR")


class Finder:
    """Codes and messages of one locale together, as the search and `errata scan` combine them."""

    def __init__(self, library: Library, scanner: Scanner, locale: str) -> None:
        self.scanner = scanner
        self.codes = {code: by.get(locale, ()) for code, by in library.codes.items()}
        self.messages = MessageIndex(
            (article.number, message)
            for article in library.articles
            if article.locale == locale and not article.metadata.hidden
            for message in article.messages
        )

    def __call__(self, line: str) -> list[str]:
        """Return article numbers, the best first."""
        scores: defaultdict[str, float] = defaultdict(float)
        for match in self.messages.find(line, limit=10, question=True):
            scores[match.number] += match.score
        for span in self.scanner.scan(line):
            numbers = self.codes.get(span.code, ()) if span.kind == "error" else ()
            for rank, number in enumerate(numbers):
                scores[number] += 12 / (1 + len(numbers)) ** 0.5 - rank / 1000
        return sorted(scores, key=lambda number: (-scores[number], number))


def main() -> int:
    """Print the table; return 2 if the labels or the corpus are missing."""
    if (choice := folders()) is None:
        return 2
    corpus, gold = choice
    library = link_corpus(corpus)
    scanner = Scanner(tuple(library.families.values()))
    finders = {locale: Finder(library, scanner, locale) for locale in LOCALES}
    _extraction(_rows(gold / "error_messages_dev.jsonl"), library)
    _queries(read_queries(gold), finders)
    _disguises(_rows(gold / "error_messages_dev.jsonl"), finders["en"])
    _noticed(_rows(gold / "error_messages_dev.jsonl"), library, finders["en"])
    _silence(finders["en"])
    return 0


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _extraction(rows: list[dict[str, Any]], library: Library) -> None:
    for locale in LOCALES:
        own = [row for row in rows if row["locale"] == locale]
        missed = [row["message"] for row in own if not _is_extracted(row, library)]
        _print(f"messages extracted, {locale}", len(own), missed)


def _is_extracted(row: dict[str, Any], library: Library) -> bool:
    article = library.by_key.get((row["locale"], row["article"]))
    wanted = mask_message(row["message"])
    words = _words(wanted)
    return article is not None and any(
        wanted in message.template or len(words & _words(message.template)) >= ENOUGH * len(words)
        for message in article.messages
    )


def _words(template: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"\{[a-z]+\}", " ", template).lower()))


def _queries(rows: list[dict[str, Any]], finders: dict[str, Finder]) -> None:
    counts: Counter[str] = Counter()
    missed: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["kind"] in {"logline", "message"}:
            kind = f"{row['kind']}, {row['locale']}: right article first"
            counts[kind] += 1
            matches = finders["en"](row["query"]) or finders[row["locale"]](row["query"])
            if not matches or matches[0] not in row["relevant"]:
                missed[kind].append(f"{row['query'][:160]} {row['relevant']} {matches[:3]}")
    for kind, count in counts.items():
        _print(kind, count, missed[kind])


def _disguises(rows: list[dict[str, Any]], finder: Finder) -> None:
    random = Random(7)  # noqa: S311 - repeatable disguises, no secret
    for code in (True, False):
        own = [row for row in rows if row["locale"] == "en" for _ in range(4)]
        missed = list(_missed(own, finder, random, code=code))
        _print(f"in disguise, {'with' if code else 'without'} code: first", len(own), missed)


def _missed(
    rows: list[dict[str, Any]], finder: Finder, random: Random, *, code: bool
) -> Iterator[str]:
    for row in rows:
        line = disguised(row["message"], random, code=code)
        matches = finder(line)
        if not matches or matches[0] not in row["articles_same_template"]:
            yield f"{line[:160]} {row['articles_same_template']} {matches[:3]}"


def _noticed(rows: list[dict[str, Any]], library: Library, finder: Finder) -> None:
    """Print what the index knows and `errata scan` overlooks."""
    random = Random(7)  # noqa: S311 - as above
    diagnoser = LogReader(library, locale="en", messages=finder.messages)
    own = [row["message"] for row in rows if row["locale"] == "en" for _ in range(4)]
    lines = [disguised(text, random, code=False) for text in own]
    known = [line for line in lines if finder.messages.find(line)]
    missed = [line for line in known if not [*diagnoser.feed(line.encode()), *diagnoser.end()]]
    _print("of these, known ones that `errata scan` finds", len(known), missed)


def _silence(finder: Finder) -> None:
    lines = unrelated(UNRELATED)
    start = perf_counter()
    loud = [line for line in lines if finder.messages.find(line)]
    each = (perf_counter() - start) / len(lines) * 1000
    _print("unrelated lines without a message", len(lines), loud)
    answered = [line for line in lines if finder.messages.find(line, question=True)]
    _print("the same, each looked up as a question", len(lines), answered)
    print(f"{each:.3f} ms a line, {len(finder.messages.anchors()):,} anchors")


def _print(name: str, count: int, missed: list[str]) -> None:
    share = 1 - len(missed) / count if count else 0.0
    print(f"{name:48} {count - len(missed):6,} of {count:6,}  {share:.3f}")
    if "--failures" in sys.argv:
        for line in sorted(set(missed))[:60]:
            print("   ", line)


if __name__ == "__main__":
    sys.exit(main())
