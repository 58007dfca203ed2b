"""Finds the articles that belong next to each article: by code, message and words, by rarity.

1. An article's features are its codes, its messages' templates, and words of title and keywords.
2. A feature weighs by kind and by rarity; one that many articles share says nothing.
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
# A feature of more articles says nothing of any two of them, and would make their pairs many.
_MOST_SHARING: Final = 12
# Among 1,162 articles a code that two of them have scores 19, a word that three have 5.96: such a
# word alone is not enough, two are.
_MIN_SCORE: Final = 6.0
# A code says most. That of a wrapper, which passes on the errors of others, says little.
_CODE, _WRAPPER, _TEMPLATE, _WORD = 3.0, 0.4, 2.0, 1.0
# Words of four letters and more: "tracking", "2024"; not "the" or "v7".
_WORDS: Final = re.compile(r"[^\W_]{4,}")


def related_articles(
    visible: Mapping[str, Sequence[Article]], families: Mapping[str, Family]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(locale, number) -> numbers of at most six other articles of that locale.

    `visible` are the articles of each locale that lists may name.
    """
    return {
        (locale, number): related
        for locale, articles in visible.items()
        for number, related in _relate(articles, families)
    }


def _relate(
    articles: Sequence[Article], families: Mapping[str, Family]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    weights: dict[tuple[str, str], float] = {}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        own = _features(article, families)
        weights.update(own)
        for feature in own:
            holders[feature].append(at)
    scores: list[dict[int, float]] = [defaultdict(float) for _ in articles]
    for feature, sharing in holders.items():
        if 1 < len(sharing) <= _MOST_SHARING:
            rarity = log(1 + len(articles) / len(sharing))
            for at in sharing:
                for other in sharing:
                    scores[at][other] += weights[feature] * rarity
    for at, article in enumerate(articles):
        scores[at].pop(at, None)
        yield article.number, _best(scores[at], articles)


def _best(scores: Mapping[int, float], articles: Sequence[Article]) -> tuple[str, ...]:
    close = [at for at, score in scores.items() if score >= _MIN_SCORE]
    ranked = sorted(close, key=lambda at: (-round(scores[at], 6), articles[at].number))
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
            found["code", mention.code] = _WRAPPER if family and family.wrapper else _CODE
    return found
