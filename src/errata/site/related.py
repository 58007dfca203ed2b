"""Finds the articles that belong scored each article: by code, message and words, by rarity.

1. An article's features are its codes, its messages' templates, and words of title and keywords.
2. A feature weighs by kind and by rarity; what more than twelve articles share tells nothing, and
   the code of a wrapper family little.
3. Articles of one locale that share enough are related, the strongest first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.model import Article, Family

MOST_RELATED: Final = 6
_MOST_SHARED = 12
_ENOUGH = 6.0
_CODE, _WRAPPER, _TEMPLATE, _WORD = 3.0, 0.4, 2.0, 1.0
_WORDS = re.compile(r"[^\W_]{4,}")


def related_articles(
    visible: Mapping[str, Sequence[Article]], families: Mapping[str, Family]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(locale, number) -> numbers of at most six other articles of that locale.

    `visible` are the articles of each locale that lists may name.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for articles in visible.values():
        found.update(_relate(articles, families))
    return found


def _relate(
    articles: Sequence[Article], families: Mapping[str, Family]
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    weights: dict[tuple[str, str], float] = {}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        own = _features(article, families)
        weights.update(own)
        for feature in own:
            holders[feature].append(at)
    scores: list[dict[int, float]] = [defaultdict(float) for _ in articles]
    for feature, sharing in holders.items():
        if 1 < len(sharing) <= _MOST_SHARED:
            _share(sharing, weights[feature] * log(1 + len(articles) / len(sharing)), scores)
    for article, scored in zip(articles, scores, strict=True):
        yield (article.locale, article.number), _best(scored, articles)


def _share(sharing: Sequence[int], weight: float, scores: Sequence[dict[int, float]]) -> None:
    for one in sharing:
        scored = scores[one]
        for other in sharing:
            if other != one:
                scored[other] += weight


def _best(scored: Mapping[int, float], articles: Sequence[Article]) -> tuple[str, ...]:
    close = [at for at, score in scored.items() if score >= _ENOUGH]
    ranked = sorted(close, key=lambda at: (-round(scored[at], 6), articles[at].number))
    numbers = dict.fromkeys(articles[at].number for at in ranked)
    return tuple(numbers)[:MOST_RELATED]


def _features(article: Article, families: Mapping[str, Family]) -> dict[tuple[str, str], float]:
    data = article.metadata
    words = _WORDS.findall(" ".join((data.title, *data.keywords)).casefold())
    found = {("word", word): _WORD for word in words}
    found.update({("message", message.template): _TEMPLATE for message in article.messages})
    for mention in article.mentions:
        if mention.kind == "error":
            family = families.get(mention.family)
            weight = _WRAPPER if family and family.wrapper else _CODE
            found["code", mention.code] = weight
    return found
