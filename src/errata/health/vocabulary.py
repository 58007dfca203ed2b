"""Repetitions and variants: articles that say the same, and names that differ in spelling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz, process

from errata.checks.overlaps import Overlap, find_overlaps
from errata.checks.places import title_place
from errata.health.panels import Cell, Column, HealthSubject, Panel
from errata.messages.telling import tells_of_failure
from errata.messages.words import are_common, constant_words, weigh_letters
from errata.model import Article, Message
from errata.site.answers import resolve_article
from errata.text.display import pluralise

# How much is shown of a resolution beside another.
_SHOWN: Final = 280
# A message of fewer words ("Access denied") has more than one cause by right.
_FEWEST_WORDS: Final = 4
# A message in more articles than this is a wrapper around others.
_MOST_ARTICLES: Final = 6
# Resolutions that are alike to this degree (0 to 100, words in any order) are one in other words.
_ALIKE: Final = 60
# A name that so few articles have may be a slip.
_RARE: Final = 2
# Names that are similar to this degree (0 to 100) are shown together: "Campagin" and "Campaign"
# (88) yes, "Experience Manager Guides" and "Experience Manager Sites" (85) no.
_ALIKE_NAMES: Final = 87
# A shorter name may be another one: "AEM" and "AAM".
_SHORTEST: Final = 6
# What `_show_pair` shows before and after what is said about both articles.
_PAIR: Final = (
    Column("number", "Article"),
    Column("resolution", "Its resolution", "long"),
    Column("other_number", "Other article"),
    Column("other_resolution", "Its resolution", "long"),
)
_PLACES: Final = (Column("place", "File", "place"), Column("other_place", "Other file", "place"))


def pair_duplicates(subject: HealthSubject) -> Panel:
    """List pairs of articles that say nearly the same."""
    rows = [
        _show_pair(subject, overlap.article, overlap.other, round(overlap.share, 3))
        for overlap in sorted(find_overlaps(subject.originals), key=_order)
    ]
    summary = (
        f"{pluralise(len(rows), 'pair')} of articles are very similar" if rows else "none was found"
    )
    return Panel(
        "duplicates",
        "Duplicates side by side",
        summary,
        "The share of five-word sequences that both have, of those that either has. Sequences that "
        "many articles have are a template's and do not count.",
        (*_PAIR, Column("share", "Same text", "share"), *_PLACES),
        tuple(rows),
        measures={"pairs": len(rows)},
    )


def _order(overlap: Overlap) -> tuple[float, str, str]:
    return (-round(overlap.share, 3), overlap.article.number, overlap.other.number)


def _show_pair(
    subject: HealthSubject, article: Article, other: Article, *between: Cell
) -> tuple[Cell, ...]:
    """Return the numbers and resolutions of two articles, the values between, and their places."""
    texts = (
        article.number,
        _resolution(subject, article),
        other.number,
        _resolution(subject, other),
    )
    return (*texts, *between, title_place(article).span, title_place(other).span)


def find_contradictions(subject: HealthSubject) -> Panel:
    """List pairs of articles that quote one message and resolve it differently."""
    rows = tuple(_contradictions(subject))
    summary = (
        f"{pluralise(len(rows), 'message')} with different resolutions: readers must choose"
        if rows
        else "no message has two different resolutions"
    )
    return Panel(
        "contradictions",
        "One message, different resolutions",
        summary,
        "Messages that two articles quote word for word, apart from values, where the resolutions "
        "have little in common. Both may be right: say in each article which case it is about.",
        (Column("message", "Message", "long"), *_PAIR, *_PLACES),
        rows,
        measures={"messages": len(rows)},
    )


def _contradictions(subject: HealthSubject) -> Iterator[tuple[Cell, ...]]:
    for text, articles in _articles_by_message(subject):
        if pair := _most_different(subject, articles):
            yield (text, *_show_pair(subject, *pair))


def _articles_by_message(subject: HealthSubject) -> Iterator[tuple[str, Sequence[Article]]]:
    by_message: dict[tuple[str, str], dict[str, Article]] = defaultdict(dict)
    texts: dict[tuple[str, str], str] = {}
    for article in subject.originals:
        for message in filter(_is_telling, article.messages):
            key = (article.locale, message.template)
            texts.setdefault(key, message.text)
            by_message[key][article.number] = article
    numbers_seen: set[tuple[str, ...]] = set()
    for key in sorted(by_message):
        numbers = tuple(sorted(by_message[key]))
        # Articles that share one message often share its neighbours: one row says it.
        if 1 < len(numbers) <= _MOST_ARTICLES and numbers not in numbers_seen:
            numbers_seen.add(numbers)
            yield texts[key], [by_message[key][number] for number in numbers]


def _is_telling(message: Message) -> bool:
    words = constant_words(message.template)
    return (
        weigh_letters(words) >= _FEWEST_WORDS
        and not are_common(words)
        and tells_of_failure(message.text)
    )


def _most_different(
    subject: HealthSubject, articles: Sequence[Article]
) -> tuple[Article, Article] | None:
    """Return the two articles with the least similar resolutions; None if all are similar."""
    with_text = [(article, _resolution(subject, article)) for article in articles]
    scored = [
        (fuzz.token_set_ratio(first_text.casefold(), second_text.casefold()), first, second)
        for (first, first_text), (second, second_text) in combinations(with_text, 2)
        if first_text and second_text
    ]
    score, first, second = min(scored, key=lambda item: item[0], default=(100.0, None, None))
    return (first, second) if first and second and score < _ALIKE else None


def _resolution(subject: HealthSubject, article: Article) -> str:
    text = " ".join(resolve_article(subject.site, article).plain_text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def find_drift(subject: HealthSubject) -> Panel:
    """List rare names, each with the most similar frequent one."""
    rows: list[tuple[Cell, ...]] = []
    names = 0
    for key, counts in _counts(subject).items():
        names += len(counts)
        rows += _find_drift(key, counts)
    alike = sum(bool(row[3]) for row in rows)
    summary = (
        f"{pluralise(len(rows), 'name')} of {names:,} appear in one or two articles; "
        f"{alike:,} resemble a name of more"
        if rows
        else f"each of the {pluralise(names, 'name')} appears in several articles"
        if names
        else "no article names a product, a solution or a keyword"
    )
    rows.sort(key=lambda row: (not row[3], str(row[0]), str(row[1])))
    return Panel(
        "vocabulary",
        "Vocabulary",
        summary,
        "Values of `product`, `solution`, `applies-to` and `keywords` that one or two articles "
        "have, with the more frequent one that is most like each. List the right names in "
        "`[metadata.vocabulary]`, and `errata check` enforces them.",
        (
            Column("key", "Key"),
            Column("name", "Name"),
            Column("articles", "Articles", "number"),
            Column("like", "Like"),
            Column("like_articles", "In articles", "number"),
        ),
        tuple(rows),
        measures={"rare names": len(rows), "alike": alike},
    )


def _counts(subject: HealthSubject) -> Mapping[str, Counter[str]]:
    keys = ("product", "solution", "applies-to", "keywords")
    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for article in subject.originals:
        data = article.metadata
        values = (data.products, data.solutions, data.applies_to, data.keywords)
        for key, texts in zip(keys, values, strict=True):
            counts[key].update(set(texts))
    return counts


def _find_drift(key: str, counts: Counter[str]) -> Iterator[tuple[Cell, ...]]:
    frequent = sorted(name for name, n in counts.items() if n > _RARE)
    for name in sorted(name for name, n in counts.items() if n <= _RARE):
        match = process.extractOne(
            name, frequent, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE_NAMES
        )
        like = match[0] if match and len(name) >= _SHORTEST else ""
        # Every article has keywords of its own; only those that resemble another one drift.
        if like or key != "keywords":
            yield (key, name, counts[name], like, counts[like] if like else 0)
