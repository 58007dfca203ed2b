"""The names that have a product page: solutions, products, and what articles apply to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from errata.model import Article
from errata.site.urls import product_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ProductNames:
    """The names of one locale."""

    articles: Mapping[str, tuple[Article, ...]]
    """Name -> the visible articles that bear it, by number; sorted by name."""
    spellings: Mapping[str, str]
    """Every name as some visible article writes it -> as its page has it."""


def collect_product_names(articles: Sequence[Article], locale: str) -> ProductNames:
    """The names of the locale's visible articles.

    Names that share an address, such as two that differ only in case, are one: the more frequent.
    """
    named = [(article, product_names(article)) for article in articles]
    counts = Counter(chain.from_iterable(names for _, names in named))
    keys = {name: _key(name, locale) for name in counts}
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    # The most frequent spelling comes last, so that it is the one that stays.
    chosen = {keys[name]: name for name in reversed(ranked)}
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    for article, names in named:
        for name in names:
            found[chosen[keys[name]]][article.number] = article
    return ProductNames(
        {
            name: tuple(found[name].values())
            for name in sorted(found, key=lambda n: (n.casefold(), n))
        },
        {name: chosen[key] for name, key in keys.items()},
    )


def product_names(article: Article) -> tuple[str, ...]:
    """An article's names in its own order, each once."""
    data = article.metadata
    return tuple(dict.fromkeys((*data.solutions, *data.products, *data.applies_to)))


def main_products(article: Article) -> tuple[str, ...]:
    """What it is about, as against what it only applies to."""
    data = article.metadata
    return tuple(dict.fromkeys((*data.solutions, *data.products)))


def is_about_product(article: Article, name: str) -> bool:
    """Whether it is a product of the article's; else the article only applies to it."""
    wanted = _key(name, article.locale)
    return any(_key(own, article.locale) == wanted for own in main_products(article))


def _key(name: str, locale: str) -> str:
    """The same for names that differ in case or in hyphens for blanks, whatever letters they have.

    Folded before and after: the name, and what the plan of the site compares.
    """
    return product_path(locale, name.casefold()).casefold()
