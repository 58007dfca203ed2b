"""Finds articles that share much of their text, without comparing each with each.

A text is its runs of five terms (shingles). Those that many articles have are a template's and are
left out, so that each of the others names only a few articles, and the work grows with the text.
First only the shingles that begin with one term in four are compared: chosen by hash, the sample
is the same in all articles. Pairs that share enough of it are compared as a whole.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import chain, combinations
from typing import Final, NamedTuple

from errata.checks.kept_overlaps import (
    MOST_EDITS,
    TEMPLATE,
    Holders,
    SavedOverlaps,
    Shingles,
    follow_edits,
    is_worth_a_look,
)
from errata.checks.subjects import KnowledgeBase, kept_key
from errata.data.patterns import compile_late
from errata.model import Article, digest
from errata.values import Record

# A hash of so many terms: 64 bits, of which no two are the same by chance in a million articles.
Shingle = int
_SIZE: Final = 5
# One term in so many begins a shingle of the sample.
_SAMPLE: Final = 4
# How much a pair must share to be reported. Among 1,138 real articles all twelve pairs above 0.3
# answer one question; the next, at 0.21, does not.
_NEARLY_ALL: Final = 0.3
# Articles on different codes follow one pattern on purpose: each code has its own. Of 41 pairs of
# runbooks for alerts, each named after its alert, those below 0.6 are on different faults.
_NEARLY_ALL_OF_CODES: Final = 0.6
# "KubeNodeNotReady", "etcd_members_down" and "CVE-2024-1"; not "Mail is late", "Mail" and "環境".
_NAME: Final = compile_late(r"[A-Za-z](?=[\w.-]*[A-Z0-9_.-])[A-Za-z0-9_.-]{3,}")
# The most articles of a language whose overlaps are kept from one run to the next: 0.7 MB for
# 1,001.
_MOST_KEPT: Final = 5_000
# Shorter articles are alike by chance.
_FEWEST: Final = 20


class Overlap(NamedTuple):
    """An article, an earlier one, and the share of their text that is in both."""

    article: Article
    other: Article
    share: float


Look = Callable[[Article], Shingles]


class _Sample(Record, frozen=True):
    """The sampled shingles of the articles in one language, and their holders."""

    articles: tuple[Article, ...]
    holders: Holders
    sizes: Mapping[int, int]
    """Index of an article -> the number of its shingles in the sample, without those of templates.
    """


def find_overlaps(articles: Iterable[Article]) -> Iterator[Overlap]:
    """Yield the pairs of nearly equal articles of one language, in their order."""
    look = partial(_read_shingles, _TermNumbers())
    for sample in _take_samples(articles, look).values():
        yield from _compare(sample.articles, _likely_pairs(sample), look)


def find_judged_overlaps(kb: KnowledgeBase) -> Iterator[Overlap]:
    """Yield the same pairs of originals of which the later article is judged."""
    look = partial(_observe_shingles, kb, _TermNumbers())
    originals = _by_language(filter(kb.library.is_original, kb.library.visible))
    judged = _by_language(filter(kb.library.is_original, kb.visible))
    if kb.judged is None or (kb.links_digest and len(kb.library.visible) <= _MOST_KEPT):
        # What the last run kept of all articles is read in a tenth of the time that their shingles
        # take, even if only one is judged.
        for locale, articles in judged.items():
            sources = {article.source for article in articles}
            overlaps = _all_overlaps(kb, locale, originals[locale], look)
            yield from (overlap for overlap in overlaps if overlap.article.source in sources)
        return
    for locale, sample in kb.survey(_survey).items():
        if locale in judged:
            changed = {article.source for article in judged[locale]}
            others = [article for article in sample.articles if article.source not in changed]
            pairs = _pairs_of(judged[locale], sample, look)
            yield from _compare((*others, *judged[locale]), pairs, look)


def _all_overlaps(
    kb: KnowledgeBase, locale: str, articles: Sequence[Article], look: Look
) -> Iterator[Overlap]:
    """Find the overlaps of all articles in a language, keeping what the last run found."""
    if len(articles) > _MOST_KEPT:
        sample = _sample(articles, look)
        yield from _compare(articles, _likely_pairs(sample), look)
        return

    def renew(before: SavedOverlaps | None) -> SavedOverlaps:
        keys = tuple(map(kept_key, articles))
        old = before.keys if before and len(before.keys) == len(keys) else ("",) * len(keys)
        # An article without a key counts as changed.
        same = [bool(key) and key == was for key, was in zip(keys, old, strict=True)]
        if same.count(False) > MOST_EDITS:
            return _find_all(articles, keys, look)
        pairs = zip(articles, same, strict=True)
        overlaps = follow_edits(
            before, keys, [None if is_known else look(a) for a, is_known in pairs]
        )
        return overlaps or _find_all(articles, keys, look)

    kind, key = f"overlaps {locale}", digest([article.source for article in articles])
    for index, other, share in kb.keeper.renew(kind, SavedOverlaps, key, renew).pairs:
        first, second = articles[index], articles[other]
        if share >= _least_share(first, second):
            yield Overlap(second, first, share)


def _find_all(articles: Sequence[Article], keys: tuple[str, ...], look: Look) -> SavedOverlaps:
    """Find the overlaps of the articles in one language."""
    sample = _sample(articles, look)
    places = {article.source: index for index, article in enumerate(articles)}
    likely = list(_likely_pairs(sample))
    pairs = [
        (places[first.source], places[second.source], share)
        for first, second, share in _shares(articles, likely, look)
    ]
    sources = {article.source for pair in likely for article in pair}
    looked_at = set().union(
        *(look(article).all for article in articles if article.source in sources)
    )
    return SavedOverlaps(
        keys,
        tuple(sample.sizes[index] for index in range(len(articles))),
        sample.holders.save(),
        tuple(pairs),
        Holders.of(looked_at.intersection(look(a).all) for a in articles if looked_at).save(),
    )


def _survey(kb: KnowledgeBase) -> dict[str, _Sample]:
    look = partial(_observe_shingles, kb, _TermNumbers())
    return _take_samples(filter(kb.library.is_original, kb.library.visible), look)


def _by_language(articles: Iterable[Article]) -> dict[str, list[Article]]:
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.locale].append(article)
    return by_language


def _take_samples(articles: Iterable[Article], look: Look) -> dict[str, _Sample]:
    return {locale: _sample(articles, look) for locale, articles in _by_language(articles).items()}


def _sample(articles: Sequence[Article], look: Look) -> _Sample:
    holders = Holders.of(look(article).sampled for article in articles)
    # Counted in one go here and below: 140,000 calls of `update` took
    # a twentieth of a build after an edit.
    sizes = Counter(chain.from_iterable(_rare(holders)))
    return _Sample(tuple(articles), holders, sizes)


def _rare(holders: Holders) -> Iterator[Sequence[int]]:
    """Yield the holders of each shingle that is not a template's."""
    return (having for having in holders.values() if len(having) < TEMPLATE)


def _likely_pairs(sample: _Sample) -> Iterator[tuple[Article, Article]]:
    several = (having for having in _rare(sample.holders) if len(having) > 1)
    shared = Counter(chain.from_iterable(combinations(having, 2) for having in several))
    for (first, second), count in sorted(shared.items()):
        if is_worth_a_look(count, sample.sizes[first], sample.sizes[second]):
            yield sample.articles[first], sample.articles[second]


def _pairs_of(
    articles: Iterable[Article], sample: _Sample, look: Look
) -> Iterator[tuple[Article, Article]]:
    """Yield the pairs with one of these as the later article, by its text now."""
    current = {article.source: article for article in articles}
    for article in current.values():
        shared: Counter[int] = Counter()
        size = 0
        for shingle in look(article).sampled:
            having = [
                index
                for index in sample.holders.get(shingle)
                if sample.articles[index].source != article.source
            ]
            if len(having) + 1 < TEMPLATE:
                size += 1
                shared.update(having)
        for index, count in sorted(shared.items()):
            other = sample.articles[index]
            is_before = other.number < article.number
            if is_before and is_worth_a_look(count, size, sample.sizes.get(index, 0)):
                yield current.get(other.source, other), article


def _compare(
    articles: Sequence[Article], likely: Iterable[tuple[Article, Article]], look: Look
) -> Iterator[Overlap]:
    for first, second, share in _shares(articles, list(likely), look):
        if share >= _least_share(first, second):
            yield Overlap(second, first, share)


def _shares(
    articles: Sequence[Article], pairs: Sequence[tuple[Article, Article]], look: Look
) -> Iterator[tuple[Article, Article, float]]:
    """Yield each pair with the share of text that is in both; 0 if one is too short."""
    by_source = {article.source: article for pair in pairs for article in pair}
    shingles = _rare_shingles(articles, by_source, look)
    for first, second in pairs:
        first_shingles, second_shingles = shingles[first.source], shingles[second.source]
        is_long = min(len(first_shingles), len(second_shingles)) >= _FEWEST
        yield (
            first,
            second,
            len(first_shingles & second_shingles) / len(first_shingles | second_shingles)
            if is_long
            else 0.0,
        )


def _least_share(first: Article, second: Article) -> float:
    return _NEARLY_ALL_OF_CODES if have_different_subjects(first, second) else _NEARLY_ALL


def have_different_subjects(first: Article, second: Article) -> bool:
    """Whether two articles differ in codes, or in alerts and metrics by name."""
    codes = set(first.codes), set(second.codes)
    if all(codes) and codes[0].isdisjoint(codes[1]):
        return True
    names = [article.metadata.title.strip() for article in (first, second)]
    return names[0] != names[1] and all(map(_NAME.fullmatch, names))


def _rare_shingles(
    articles: Sequence[Article], by_source: Mapping[str, Article], look: Look
) -> dict[str, set[Shingle]]:
    """Map each wanted article to all its shingles except those of templates."""
    own = {source: set(look(article).all) for source, article in sorted(by_source.items())}
    if not own:
        return own
    looked_at = set().union(*own.values())
    counts: Counter[Shingle] = Counter()
    for article in articles:
        counts.update(looked_at.intersection(look(article).all))
    return {
        source: {shingle for shingle in shingles if counts[shingle] < TEMPLATE}
        for source, shingles in own.items()
    }


class _TermNumbers(dict[str, int]):
    """Term -> its number, made of its text and the same in every run; also which are sampled.

    It lives as long as a search: those of the 60,000 terms of 1,179 articles take 12 MB.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sampled: set[int] = set()

    def __missing__(self, term: str) -> int:
        text = term.encode("utf-8", "replace")
        self[term] = number = int.from_bytes(blake2b(text, digest_size=7).digest())
        # Not `hash`: it differs from run to run.
        if zlib.crc32(text) % _SAMPLE == 0:
            self.sampled.add(number)
        return number


def _observe_shingles(kb: KnowledgeBase, numbers: _TermNumbers, article: Article) -> Shingles:
    return kb.observe("shingles", Shingles, article, partial(_read_shingles, numbers, article))


def _read_shingles(numbers: _TermNumbers, article: Article) -> Shingles:
    terms = [numbers[term] for term in article.search.body.split()]
    runs = set(zip(*(terms[start:] for start in range(_SIZE)), strict=False))
    # Numbers have the same hash every time, and a tuple's hash is made of theirs. With a digest of
    # each of the 250,000 runs, the real articles took 0.55 s instead of 0.35.
    chosen = {hash(run) for run in runs if run[0] in numbers.sampled}
    return Shingles(tuple(sorted(chosen)), tuple(sorted(set(map(hash, runs)))))
