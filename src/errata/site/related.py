"""Finds the articles that belong next to each article: by code, message and words, by rarity.

1. An article's features are its codes, its messages' templates, and words of title and keywords.
2. A feature weighs by kind and by rarity; one that many articles share says nothing.
3. Articles of one locale that share enough are related, the strongest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import Final

from errata.data.patterns import compile_late
from errata.model import Article, Family
from errata.site.facts import RowsOnDemand

Feature = tuple[str, str]

MOST_RELATED: Final = 6
# A feature of more articles says nothing of any two of them, and would make their pairs many.
_MOST_SHARING: Final = 12
# Among 1,162 articles a code that two of them have scores 19, a word that three have 5.96: such a
# word alone is not enough, two are.
_MIN_SCORE: Final = 6.0
# A code says most. That of a wrapper, which passes on the errors of others, says little.
_CODE, _WRAPPER, _TEMPLATE, _WORD = 3.0, 0.4, 2.0, 1.0
# Words of four letters and more: "tracking", "2024"; not "the" or "v7".
_WORDS: Final = compile_late(r"[^\W_]{4,}")


def related_articles(
    visible: Mapping[str, Sequence[Article]], families: Mapping[str, Family]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Map locale and number to the numbers of at most six other articles of that locale.

    `visible` are the articles of each locale that lists may name. Related articles are found on
    look-up: a preview shows one page of thousands.
    """
    features: dict[str, _Features] = {}

    def find(key: tuple[str, str]) -> tuple[str, ...]:
        locale, number = key
        if locale not in features:
            features[locale] = _Features(visible[locale], families)
        return features[locale].find_related(number)

    keys = ((tag, article.number) for tag, articles in visible.items() for article in articles)
    return RowsOnDemand(keys, find)


class _Features:
    """What articles of one locale have in common."""

    def __init__(self, articles: Sequence[Article], families: Mapping[str, Family]) -> None:
        self._articles = articles
        self._places = {article.number: index for index, article in enumerate(articles)}
        self._own = [_list_features(article, families) for article in articles]
        self._holders: dict[Feature, list[int]] = defaultdict(list)
        for index, own in enumerate(self._own):
            for feature in own:
                self._holders[feature].append(index)

    def find_related(self, number: str) -> tuple[str, ...]:
        """Return related articles, the strongest first."""
        index = self._places[number]
        scores: dict[int, float] = defaultdict(float)
        for feature in self._list_shared(index):
            sharing = self._holders[feature]
            weight = self._own[sharing[-1]][feature]
            score = weight * log(1 + len(self._articles) / len(sharing))
            for other in sharing:
                scores[other] += score
        scores.pop(index, None)
        return _best(scores, self._articles)

    def _list_shared(self, index: int) -> list[Feature]:
        """List an article's features that others have, by where each is first found.

        Sums of fractions depend on their order.
        """
        shared = {f for f in self._own[index] if 1 < len(self._holders[f]) <= _MOST_SHARING}
        firsts = sorted({self._holders[feature][0] for feature in shared})
        return [
            feature
            for first in firsts
            for feature in self._own[first]
            if feature in shared and self._holders[feature][0] == first
        ]


def _best(scores: Mapping[int, float], articles: Sequence[Article]) -> tuple[str, ...]:
    close = [index for index, score in scores.items() if score >= _MIN_SCORE]
    ranked = sorted(close, key=lambda index: (-round(scores[index], 6), articles[index].number))
    numbers = dict.fromkeys(articles[index].number for index in ranked)
    return tuple(numbers)[:MOST_RELATED]


def _list_features(article: Article, families: Mapping[str, Family]) -> dict[Feature, float]:
    data = article.metadata
    words = _WORDS.findall(" ".join((data.title, *data.keywords)).casefold())
    features = {("word", word): _WORD for word in words}
    features.update({("message", message.template): _TEMPLATE for message in article.messages})
    for mention in article.mentions:
        if mention.kind == "error":
            family = families.get(mention.family)
            features["code", mention.code] = _WRAPPER if family and family.wrapper else _CODE
    return features
