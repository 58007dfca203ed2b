"""The whole search index of one locale, in memory: what is written is what the engine reads.

The root, as it is written, is an object of
- `version`, `locale`, `docs` (how many articles),
- `numbers`: the articles' numbers by place, see `names.write_names`; the places are those of the
  sorted numbers,
- `files`: place -> the last part of its fragment's name, where it is not the number itself,
- `products`: names, sorted; `sets`: arrays of places in it; `of`: for each article the place of its
  set, as `numbers`,
- `firsts`: the first word of each shard, front coded as words are in `shards`; `shards`: their
  names, seven characters each,
- `bits`, `levels`, `sketch`: see `sketch`,
- `totals`, `rarities`: a word in `totals[n]` or more articles, and in fewer than `totals[n + 1]`,
  has the rarity `rarities[n]`,
- `endings`: the stemmer's table, see `stems`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from errata.search import sketch
from errata.search.codes import write_codes
from errata.search.names import write_names
from errata.search.numbers import write_all
from errata.search.postings import Indexed, Posting, postings
from errata.search.shards import Shard, front_coded, shards
from errata.search.stems import Stemmer, stemmer_for
from errata.text.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.model import Article
    from errata.search.codes import CodeRow
    from errata.search.fragments import Fragment

VERSION: Final = 1
_GROWTH: Final = 1.15


@dataclass(frozen=True)
class Index:
    """Everything that is searched in one locale."""

    locale: str
    stemmer: Stemmer
    numbers: tuple[str, ...]
    """Of the articles, by place; sorted."""
    products: tuple[tuple[str, ...], ...]
    """Of each article."""
    shards: tuple[Shard, ...]
    bits: int
    levels: tuple[int, ...]
    sketch: str
    totals: tuple[int, ...]
    rarities: tuple[float, ...]
    codes: tuple[CodeRow, ...]
    fragments: Mapping[str, Fragment]
    """By article number."""

    def files(self) -> Iterator[tuple[str, object]]:
        """Name and value of every file that answers need: all but the cards of codes."""
        yield "root", self.root()
        yield "codes", write_codes(self.codes)
        for shard in self.shards:
            yield shard.name, [shard.words, shard.postings]
        for number, fragment in self.fragments.items():
            yield f"f/{safe_segment(number)}", fragment.written()

    def root(self) -> dict[str, object]:
        """The root as it is written."""
        names = sorted({name for products in self.products for name in products})
        sets = sorted(set(self.products))
        return {
            "version": VERSION,
            "locale": self.locale,
            "docs": len(self.numbers),
            "numbers": write_names(self.numbers),
            "files": {
                str(place): safe_segment(number)
                for place, number in enumerate(self.numbers)
                if safe_segment(number) != number
            },
            "products": names,
            "sets": [[names.index(name) for name in products] for products in sets],
            "of": write_all(sets.index(products) for products in self.products),
            "firsts": front_coded(shard.first for shard in self.shards),
            "shards": "".join(shard.name for shard in self.shards),
            "bits": self.bits,
            "levels": list(self.levels),
            "sketch": self.sketch,
            "totals": list(self.totals),
            "rarities": list(self.rarities),
            "endings": self.stemmer.table,
        }


def build(
    locale: str,
    articles: Sequence[tuple[Article, Indexed]],
    codes: Sequence[CodeRow],
    fragments: Mapping[str, Fragment],
) -> Index:
    """Index visible articles of one locale, sorted by number."""
    found = postings([indexed for _, indexed in articles])
    bits, levels = sketch.bits_for(len(found)), sketch.levels_for(len(articles))
    totals = _totals(len(articles))
    return Index(
        locale=locale,
        stemmer=stemmer_for(locale),
        numbers=tuple(article.number for article, _ in articles),
        products=tuple(_products(article) for article, _ in articles),
        shards=tuple(shards(found)),
        bits=bits,
        levels=levels,
        sketch=sketch.write(_counts(found), bits, levels),
        totals=totals,
        rarities=tuple(_rarity(total, len(articles)) for total in totals),
        codes=tuple(codes),
        fragments=fragments,
    )


def _counts(found: Mapping[str, Posting]) -> dict[str, int]:
    return {word: posting.total for word, posting in found.items()}


def _products(article: Article) -> tuple[str, ...]:
    return tuple(sorted(set(article.metadata.products)))


def _totals(articles: int) -> tuple[int, ...]:
    """Rising by about a seventh, each at least by one."""
    totals = [1]
    while totals[-1] < articles:
        totals.append(max(totals[-1] + 1, int(totals[-1] * _GROWTH)))
    return tuple(totals)


def _rarity(total: int, articles: int) -> float:
    return round(log(1 + (articles - min(total, articles) + 0.5) / (total + 0.5)), 3)
