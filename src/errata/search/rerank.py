"""Puts the best articles in order by how their lines say what the query says.

Of a query's words (the first 64), each weighs its rarity, an unknown one nothing. For each line of
a fragment, the title first, a line's words are compared with the query's:

- `line`: the weight of the distinct words that the line has, of all; times the share of the line's
  own distinct words that are the query's, plus one, by two; the best line counts;
- `pairs`: the weight of the query's neighbouring words that neighbour in some line, of all pairs;
  a pair weighs the sum of its words;
- `triples`: the same for three.

    score * (1 + A * line + B * pairs + C * triples)

The best line is the excerpt. Of equal lines the first counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.search.rank import added
from errata.search.tokens import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.search.fragments import Fragment
    from errata.search.stems import Stemmer

MOST_WORDS: Final = 64
_QUESTION: Final = (0.6, 0.6, 0.4)
_LOG: Final = (2.0, 3.0, 3.0)


@dataclass(frozen=True, slots=True)
class Close:
    """How close an article's lines are to a query."""

    factor: float
    line: str
    """The best line; empty if none has a word of the query."""


class Reranker:
    """Compares fragments with one query."""

    def __init__(
        self, asked: Sequence[str], rarities: Mapping[str, float], stemmer: Stemmer, *, log: bool
    ) -> None:
        self._asked = asked[:MOST_WORDS]
        self._rarities = rarities
        self._stemmer = stemmer
        self._factors = _LOG if log else _QUESTION
        self._words = list(dict.fromkeys(self._asked))
        self._total = self._weight(self._words)
        self._pairs = _runs(self._asked, 2)
        self._triples = _runs(self._asked, 3)

    def close(self, fragment: Fragment) -> Close:
        """How close one article is."""
        pairs: set[tuple[str, ...]] = set()
        triples: set[tuple[str, ...]] = set()
        top, line = 0.0, ""
        for text in (fragment.title, *fragment.lines):
            told = list(words(text, self._stemmer))
            pairs.update(_runs(told, 2))
            triples.update(_runs(told, 3))
            has = set(told)
            shared = [word for word in self._words if word in has]
            weight = self._weight(shared) * (1 + _share(len(shared), len(has))) / 2
            if weight > top:
                top, line = weight, text
        a, b, c = self._factors
        part = a * _share(top, self._total)
        part += b * self._shared(self._pairs, pairs)
        part += c * self._shared(self._triples, triples)
        return Close(1 + part, line)

    def _shared(self, asked: Sequence[tuple[str, ...]], told: set[tuple[str, ...]]) -> float:
        total = added(self._weight(run) for run in asked)
        return _share(added(self._weight(run) for run in asked if run in told), total)

    def _weight(self, some: Sequence[str]) -> float:
        return added(self._rarities.get(word, 0.0) for word in some)


def _runs(told: Sequence[str], size: int) -> list[tuple[str, ...]]:
    runs = zip(*(told[start:] for start in range(size)), strict=False)
    return list(dict.fromkeys(runs))


def _share(part: float, total: float) -> float:
    return part / total if total else 0.0
