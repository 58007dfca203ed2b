"""Articles that share much of their text, found without comparing each with each.

A text is its runs of five terms (shingles). Those that many articles have are a template's and are
left out, so that each of the others names a few articles only, and the work grows with the text.
Of the shingles only those that begin with a term of one in eight are looked at first, which by its
hash is the same sample in all articles; pairs that share enough of these are compared as a whole.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Article

Shingle = tuple[str, ...]

_SIZE: Final = 5
# A shingle that stands in as many articles is a template's (of 416 pairs found without this limit,
# 407 were templates).
_TEMPLATE: Final = 8
# One term in so many begins a shingle of the sample.
_SAMPLE: Final = 4
# What a pair must have in common of the sample to be compared, and of the whole to be reported. Of
# 1,138 real articles all twelve pairs above 0.3 answer one question; the next, at 0.21, does not.
_WORTH_A_LOOK: Final = 0.15
_NEARLY_ALL: Final = 0.3
# Articles on different codes follow one pattern on purpose: each code has its own.
_NEARLY_ALL_OF_CODES: Final = 0.6
# Shorter articles are alike by chance.
_FEWEST: Final = 20


class Overlap(NamedTuple):
    """An article, another one before it, and how much of the text of the two is in both."""

    article: Article
    other: Article
    share: float


def find_overlaps(articles: Sequence[Article]) -> Iterator[Overlap]:
    """The pairs of articles of one language that say nearly the same, in their order."""
    by_language: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_language[article.locale].append(article)
    for each in by_language.values():
        yield from _find(each)


def _find(articles: Sequence[Article]) -> Iterator[Overlap]:
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        for shingle in {one for one in _shingles(article) if _is_sampled(one[0])}:
            holders[shingle].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    sizes: Counter[int] = Counter()
    for having in holders.values():
        if len(having) < _TEMPLATE:
            sizes.update(having)
            shared.update(combinations(having, 2))
    likely = [
        pair
        for pair, count in sorted(shared.items())
        if count >= _WORTH_A_LOOK * max(1, min(sizes[pair[0]], sizes[pair[1]]))
    ]
    whole = _rare_shingles(articles, {index for pair in likely for index in pair})
    for first, second in likely:
        one, other = whole[first], whole[second]
        if min(len(one), len(other)) < _FEWEST:
            continue
        share = len(one & other) / len(one | other)
        if share >= _least_share(articles[first], articles[second]):
            yield Overlap(articles[second], articles[first], share)


def _least_share(one: Article, other: Article) -> float:
    codes = set(one.codes), set(other.codes)
    on_others = all(codes) and codes[0].isdisjoint(codes[1])
    return _NEARLY_ALL_OF_CODES if on_others else _NEARLY_ALL


def _rare_shingles(articles: Sequence[Article], wanted: set[int]) -> dict[int, set[Shingle]]:
    """All shingles of some articles but those of templates."""
    own = {index: set(_shingles(articles[index])) for index in sorted(wanted)}
    if not own:
        return own
    looked_at = set().union(*own.values())
    counts: Counter[Shingle] = Counter()
    for article in articles:
        counts.update(looked_at.intersection(_shingles(article)))
    return {
        index: {one for one in found if counts[one] < _TEMPLATE} for index, found in own.items()
    }


def _shingles(article: Article) -> Iterator[Shingle]:
    terms = article.search.body.split()
    return zip(*(terms[start:] for start in range(_SIZE)), strict=False)


@cache
def _is_sampled(term: str) -> bool:
    # Not `hash`: it differs from run to run.
    return zlib.crc32(term.encode("utf-8", "replace")) % _SAMPLE == 0
