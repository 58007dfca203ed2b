"""Weighs the words of a locale's articles: BM25F, as whole numbers from 1 to 31.

For a word of an article, over the fields in which it stands:

    tf     = sum of weight * count / (1 - b + b * length / average length of the field)
    impact = 1 + floor(31 * tf / (k1 + tf)), at most 31

Rarity is not in it: a new article changes the impacts of no other. So that the averages do not
change at every edit either, each is rounded to a power of 1.25. A word in very many articles keeps
those with the highest impact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.model import SearchText

K1: Final = 2.0
B: Final = 0.6
LEVELS: Final = 31
MOST: Final = 400
"""Articles kept for one word."""
_STEP: Final = 1.25
_WEIGHTS: Final = (4.0, 1.5, 1.5, 1.0, 1.5, 1.0)
"""Of title, description, keywords, body, what a source adds to them, and synonyms."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One article as it is indexed."""

    text: SearchText
    added: str = ""
    """Words of its source's messages that a translation does not have itself."""
    synonyms: str = ""

    @property
    def fields(self) -> tuple[list[str], ...]:
        """The words of each field, in the order of the weights."""
        own = self.text
        texts = (own.title, own.description, own.keywords, own.body, self.added, self.synonyms)
        return tuple(text.split() for text in texts)


@dataclass(frozen=True, slots=True)
class Posting:
    """The articles that have a word."""

    total: int
    """How many have it; more than are kept, for a very common one."""
    kept: tuple[tuple[int, int], ...]
    """Article (by place in the list of all) and impact; by place."""


def postings(articles: Sequence[Indexed]) -> Mapping[str, Posting]:
    """Word -> its articles, sorted by `order`."""
    lengths = [[len(words) for words in article.fields] for article in articles]
    averages = [_average([row[at] for row in lengths]) for at in range(len(_WEIGHTS))]
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, article in enumerate(articles):
        for word, tf in _frequencies(article.fields, averages).items():
            found[word].append((place, _impact(tf)))
    return {
        word: Posting(len(found[word]), _kept(found[word])) for word in sorted(found, key=order)
    }


def order(word: str) -> bytes:
    """Sort key of words: UTF-16 code units, as the browser compares texts."""
    return word.encode("utf-16-be", "surrogatepass")


def _average(lengths: Iterable[int]) -> float:
    """Of the articles that have the field at all."""
    present = [length for length in lengths if length]
    mean = sum(present) / len(present) if present else 1.0
    return _STEP ** round(log(mean) / log(_STEP))


def _frequencies(fields: Sequence[Sequence[str]], averages: Sequence[float]) -> Mapping[str, float]:
    total: dict[str, float] = defaultdict(float)
    for words, weight, average in zip(fields, _WEIGHTS, averages, strict=True):
        share = weight / (1 - B + B * len(words) / average)
        for word, count in Counter(words).items():
            total[word] += share * count
    return total


def _impact(tf: float) -> int:
    return min(LEVELS, 1 + int(LEVELS * tf / (K1 + tf)))


def _kept(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    if len(found) <= MOST:
        return tuple(found)
    best = sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return tuple(sorted(best))
