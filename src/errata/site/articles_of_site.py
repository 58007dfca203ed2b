"""The articles that lists of a site may name, their sections, and product names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from errata.model import Article
from errata.site.categories import (
    Category,
    CategoryTree,
    build_category_tree,
    category_folder,
    common_folder,
    list_sections,
)
from errata.site.facts import FactsOfSite, RowsOnDemand, shared
from errata.site.urls import product_path
from errata.text.paths import folders_above
from errata.values import Record


class ArticlesOfSite(FactsOfSite):
    """Articles, sections and names, for every page."""

    @shared
    def visible(self) -> tuple[Article, ...]:
        """Return the articles that lists may name."""
        # Not `Library.visible`: with the metadata of all articles read, a title would change it.
        return tuple(article for article in self.library.articles if not article.is_hidden)

    @shared
    def visible_by_locale(self) -> Mapping[str, tuple[Article, ...]]:
        """Map each locale to its articles that lists may name, by number."""
        by_locale: dict[str, list[Article]] = {tag: [] for tag in self.library.locales}
        for article in self.visible:
            by_locale[article.locale].append(article)
        return {tag: tuple(articles) for tag, articles in by_locale.items()}

    @shared
    def categories(self) -> Mapping[str, CategoryTree]:
        """Map each locale to the sections of its visible articles."""
        articles, top = self.visible_by_locale, self.category_top
        return RowsOnDemand(
            articles, lambda tag: build_category_tree(articles[tag], self.library, top)
        )

    @shared
    def category_top(self) -> str:
        """Return the folder that wraps everything, which is not a section."""
        pages = self.library.pages
        return common_folder(pages.get(a.source, "") for a in self.library.articles)

    @shared
    def category_steps(self) -> Mapping[str, Mapping[str, Category]]:
        """Map each locale to sections by path without regard to case, without their contents.

        So a page that shows its sections depends on no title of its neighbours.
        """
        articles, top = self.visible_by_locale, self.category_top
        return RowsOnDemand(articles, lambda tag: list_sections(articles[tag], self.library, top))

    @shared
    def has_categories(self) -> Mapping[str, bool]:
        """Map each locale to whether its articles are in sections."""
        steps = self.category_steps
        return RowsOnDemand(steps, lambda locale: bool(steps[locale]))

    @shared
    def product_names(self) -> Mapping[str, ProductNames]:
        """Map each locale to all names of its products: a new one changes the row."""
        articles = self.visible_by_locale
        return RowsOnDemand(articles, lambda tag: collect_product_names(articles[tag], tag))

    @shared
    def products(self) -> Mapping[str, Mapping[str, tuple[Article, ...]]]:
        """Map each locale to the names that have a product page there, to their articles."""
        names = self.product_names
        return RowsOnDemand(names, lambda tag: names[tag].articles)

    @shared
    def product_spellings(self) -> Mapping[str, Mapping[str, str]]:
        """Map each locale to names as authors write them, to their spellings on product pages."""
        names = self.product_names
        return RowsOnDemand(names, lambda tag: names[tag].spellings)

    @shared
    def has_products(self) -> Mapping[str, bool]:
        """Map each locale to whether any product has a page there."""
        names = self.product_names
        return RowsOnDemand(names, lambda tag: bool(names[tag].articles))

    def find_trail(self, locale: str, page: str) -> tuple[Category, ...]:
        """Return the sections that lead to a page, from the top down, without their contents.

        `page` is the page's path below the locale.
        """
        steps = self.category_steps[locale]
        folder = category_folder(page, self.category_top).casefold()
        paths = [folder, *folders_above(folder)] if folder else []
        return tuple(step for path in reversed(paths) if (step := steps.get(path)))


class ProductNames(Record, frozen=True):
    """The names of one locale."""

    articles: Mapping[str, tuple[Article, ...]]
    """Name -> the visible articles with it, by number; sorted by name."""
    spellings: Mapping[str, str]
    """Every name as some visible article writes it -> its spelling on its page."""


def collect_product_names(articles: Sequence[Article], locale: str) -> ProductNames:
    """Collect the names of the locale's visible articles.

    Names that share an address, such as two that differ only in case, are one: the more frequent.
    """
    names_by_article = [(article, product_names(article)) for article in articles]
    counts = Counter(chain.from_iterable(names for _, names in names_by_article))
    keys = {name: _key(name, locale) for name in counts}
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    # The most frequent spelling comes last, so that it is the one that stays.
    chosen = {keys[name]: name for name in reversed(ranked)}
    by_product: dict[str, dict[str, Article]] = defaultdict(dict)
    for article, names in names_by_article:
        for name in names:
            by_product[chosen[keys[name]]][article.number] = article
    return ProductNames(
        {
            name: tuple(by_product[name].values())
            for name in sorted(by_product, key=lambda n: (n.casefold(), n))
        },
        {name: chosen[key] for name, key in keys.items()},
    )


def product_names(article: Article) -> tuple[str, ...]:
    """Return an article's names in its own order, without repetitions."""
    data = article.metadata
    return tuple(dict.fromkeys((*data.solutions, *data.products, *data.applies_to)))


def main_products(article: Article) -> tuple[str, ...]:
    """Return the products that an article is about, without those it only applies to."""
    data = article.metadata
    return tuple(dict.fromkeys((*data.solutions, *data.products)))


def is_about_product(article: Article, name: str) -> bool:
    """Whether it is a product of the article's; else the article only applies to it."""
    key = _key(name, article.locale)
    return any(_key(own, article.locale) == key for own in main_products(article))


def _key(name: str, locale: str) -> str:
    """Return a key that is the same for names that differ in case or in hyphens for blanks.

    Folded before and after: the name, and what the plan of the site compares.
    """
    return product_path(locale, name.casefold()).casefold()
