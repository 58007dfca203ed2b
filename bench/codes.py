"""How well error codes are found: precision and recall against labels, beside a naive pattern.

Only articles with a label count. A code found is right when it is a labelled error's code or one of
its surfaces; rows marked ambiguous count neither way. A translation has its source's codes too.
Usage: `python bench/codes.py [LABELS] [CORPUS]`; `--misses` lists what is wrong, and
`--check` fails below the bars. By default the labels are those of ERRATA_GOLD.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.codes.index import salience_of
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from errata.model import Article, Mention

    Row = Mapping[str, Any]
    Codes = Callable[[str, str], frozenset[str]]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
NAIVE = re.compile(r"[A-Z]{2,}-\d+")
VENDOR = "vendor-code"
BARS = {"precision": 0.97, "primary": 0.93, "vendor": 1.0}
"""Bars for English and the errata extractor."""


@dataclass(slots=True)
class Score:
    """Counts of one extractor in one locale."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def recall(self, group: str) -> float:
        """Return the share of a group's rows that were found; 1 if there are none."""
        return self.hits[group] / self.rows[group] if self.rows[group] else 1.0

    @property
    def precision(self) -> float:
        """Share of finds that are errors; 1 if nothing was found."""
        total = self.right + len(self.wrong)
        return self.right / total if total else 1.0


def main() -> int:
    """Print the tables; return 1 below a bar with `--check`, 2 without labels or corpus."""
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    labels = Path(paths[0] if paths else os.environ.get("ERRATA_GOLD", SHARED / "gold"))
    corpus = Path(
        paths[1] if len(paths) > 1 else os.environ.get("ERRATA_CORPUS", SHARED / "corpus")
    )
    if labels.is_dir():
        labels /= "error_codes_dev.jsonl"
    if not labels.is_file() or not corpus.is_dir():
        print(f"no labels at {labels} or no corpus at {corpus}", file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in labels.read_text("utf-8").splitlines()]
    articles = _articles(corpus, rows)
    scores = {
        (locale, name): _score(rows, locale, codes)
        for locale in sorted({row["locale"] for row in rows})
        if (corpus / locale).is_dir()
        for name, codes in (("errata", _ours(articles)), ("naive", _naive(articles)))
    }
    _report(scores, rows, articles)
    own = scores["en", "errata"]
    values = {
        "precision": own.precision,
        "primary": own.recall("primary"),
        "vendor": own.recall("vendor"),
    }
    below = [name for name, bar in BARS.items() if values[name] < bar]
    return int(bool(below) and "--check" in sys.argv)


def _articles(corpus: Path, rows: Iterable[Row]) -> dict[tuple[str, str], Article]:
    families = choose_families(["default", "adobe-campaign"])
    parse = ArticleParser(ParseOptions(families=families))
    wanted = {row["article"] for row in rows}
    articles: dict[tuple[str, str], Article] = {}
    for path in sorted(corpus.rglob("*.md")):
        if path.stem.upper() in wanted:
            locale = path.relative_to(corpus).parts[0]
            source = path.relative_to(corpus).as_posix()
            article = parse(Source(source, locale, path.read_bytes())).article
            if article is not None:
                articles[locale, path.stem.upper()] = article
    return articles


def _ours(articles: Mapping[tuple[str, str], Article]) -> Codes:
    def codes(locale: str, number: str) -> frozenset[str]:
        mentions = [
            mention
            for key in {(locale, number), ("en", number)} & articles.keys()
            for mention in articles[key].mentions
        ]
        kinds = {"error", "status", "masked", "suspect"}
        return frozenset(mention.code for mention in mentions if mention.kind in kinds)

    return codes


def _naive(articles: Mapping[tuple[str, str], Article]) -> Codes:
    def codes(locale: str, number: str) -> frozenset[str]:
        article = articles.get((locale, number))
        if article is None:
            return frozenset()
        data = article.metadata
        texts = [data.title, data.description, *data.keywords, *article.body.parts]
        return frozenset(NAIVE.findall("\n".join(texts)))

    return codes


def _score(rows: Sequence[Row], locale: str, codes: Codes) -> Score:
    score = Score()
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["locale"] == locale:
            by_article[row["article"]].append(row)
    for number, own in sorted(by_article.items()):
        _score_article(score, number, own, codes(locale, number))
    return score


def _score_article(score: Score, number: str, rows: list[Row], codes: frozenset[str]) -> None:
    errors = [row for row in rows if row["is_error"]]
    known = {text for row in errors for text in _accepted(row)}
    sure = {text for row in errors if not row["ambiguous"] for text in _accepted(row)}
    score.right += len(codes & sure)
    score.wrong.extend(f"{number} {code}" for code in sorted(codes - known))
    for row in errors:
        if row["ambiguous"]:
            continue
        groups = {"all", str(row["salience"]), f"kind {row['kind']}"}
        groups |= {"vendor"} if row["kind"] == VENDOR else set()
        score.rows.update(groups)
        if codes & _accepted(row):
            score.hits.update(groups)
        else:
            score.missed.append(f"{number} {row['code']} ({row['salience']})")


def _accepted(row: Row) -> set[str]:
    return {row["code"], *row["surfaces"]}


def _report(
    scores: Mapping[tuple[str, str], Score],
    rows: Iterable[Row],
    articles: Mapping[tuple[str, str], Article],
) -> None:
    print(f"{'locale':8}{'by':8}{'precision':>10}{'recall':>8}{'primary':>9}{'vendor':>8}")
    for (locale, name), score in scores.items():
        shares = (score.precision, *map(score.recall, ("all", "primary", "vendor")))
        print(
            f"{locale:8}{name:8}{shares[0]:10.3f}{shares[1]:8.3f}{shares[2]:9.3f}{shares[3]:8.3f}"
        )
    own = scores["en", "errata"]
    print("\nenglish, by kind")
    for group in sorted(own.rows):
        if group.startswith("kind "):
            print(f"  {group[5:]:20}{own.hits[group]:4} of {own.rows[group]}")
    right, of = _salience(rows, articles)
    print(f"\nsalience as labelled: {right} of {of}")
    if "--misses" in sys.argv:
        for (locale, name), score in scores.items():
            if name == "errata":
                print(f"\n{locale}: found, no label\n  " + "\n  ".join(score.wrong))
                print(f"{locale}: missed\n  " + "\n  ".join(score.missed))


def _salience(rows: Iterable[Row], articles: Mapping[tuple[str, str], Article]) -> tuple[int, int]:
    right = of = 0
    for row in rows:
        article = articles.get((row["locale"], row["article"]))
        mentions: list[Mention] = (
            [m for m in article.mentions if m.code == row["code"]] if article else []
        )
        if row["is_error"] and not row["ambiguous"] and mentions:
            of += 1
            right += salience_of(mentions) == row["salience"]
    return right, of


if __name__ == "__main__":
    raise SystemExit(main())
