"""The names that have a product page: solutions, products, and what articles apply to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from errata.site.lists import visible_articles
from errata.site.urls import product_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.model import Article, Library


def product_names(article: Article) -> tuple[str, ...]:
    """An article's names in its own order, each once."""
    data = article.metadata
    return tuple(dict.fromkeys((*data.solutions, *data.products, *data.applies_to)))


def main_products(article: Article) -> tuple[str, ...]:
    """What it is about, as against what it only applies to."""
    return tuple(dict.fromkeys((*article.metadata.solutions, *article.metadata.products)))


def name_products(library: Library, locale: str) -> Mapping[str, tuple[Article, ...]]:
    """Name -> the visible articles of the locale that bear it, by number; sorted by name.

    Names that share an address, such as two that differ only in case, are one: the more frequent.
    """
    articles = tuple(visible_articles(library, locale))
    spelling = _spellings(articles, locale)
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in articles:
        for name in product_names(article):
            found[spelling[_key(name, locale)]][article.number] = article
    ordered = sorted(found, key=lambda name: (name.casefold(), name))
    return {name: tuple(found[name].values()) for name in ordered}


def product_pages(library: Library, locale: str) -> Mapping[str, str]:
    """Every such name as any visible article of the locale writes it -> site path of its page."""
    return {
        name: product_path(locale, own) for name, own in spellings_by_name(library, locale).items()
    }


def spellings_by_name(library: Library, locale: str) -> Mapping[str, str]:
    """Every such name as any visible article of the locale writes it -> as its page has it."""
    articles = tuple(visible_articles(library, locale))
    spelling = _spellings(articles, locale)
    written = sorted({name for article in articles for name in product_names(article)})
    return {name: spelling[_key(name, locale)] for name in written}


def is_about_product(article: Article, name: str) -> bool:
    """Whether it is a product of the article's; else the article only applies to it."""
    wanted = _key(name, article.locale)
    return any(_key(own, article.locale) == wanted for own in main_products(article))


def _key(name: str, locale: str) -> str:
    """The same for names that differ in case or in hyphens for blanks, whatever letters they have.

    Folded before and after: the name, and what the plan of the site compares.
    """
    return product_path(locale, name.casefold()).casefold()


def _spellings(articles: Iterable[Article], locale: str) -> dict[str, str]:
    counts = Counter(name for article in articles for name in product_names(article))
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return {_key(name, locale): name for name in reversed(ranked)}
