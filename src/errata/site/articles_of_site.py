"""The articles that lists of a site may name, and the sections that they lie in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from errata.site.categories import build_category_tree, category_folder, common_folder
from errata.site.facts import FactsOfSite, RowsOnDemand, shared
from errata.text.paths import folders_above

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import Article
    from errata.site.categories import Category, CategoryTree


class ArticlesOfSite(FactsOfSite):
    """What every page may ask for of them."""

    @shared
    def visible(self) -> tuple[Article, ...]:
        """The articles that lists may name."""
        return self.library.visible

    @shared
    def visible_by_locale(self) -> Mapping[str, tuple[Article, ...]]:
        """Locale -> its articles that lists may name, by number."""
        found: dict[str, list[Article]] = {tag: [] for tag in self.library.locales}
        for article in self.visible:
            found[article.locale].append(article)
        return {tag: tuple(articles) for tag, articles in found.items()}

    @shared
    def categories(self) -> Mapping[str, CategoryTree]:
        """Locale -> the sections that its visible articles lie in."""
        articles, top = self.visible_by_locale, self.category_top
        return RowsOnDemand(
            articles, lambda tag: build_category_tree(articles[tag], self.library, top)
        )

    @shared
    def category_top(self) -> str:
        """The folder that wraps everything, which is no section."""
        pages = self.library.pages
        return common_folder(pages.get(a.source, "") for a in self.library.articles)

    @shared
    def category_steps(self) -> Mapping[str, Mapping[str, Category]]:
        """Locale -> path without regard to case -> section, without what is in it.

        So a page that names where it is depends on no title of its neighbours.
        """
        return RowsOnDemand(self.categories, self._steps)

    def _steps(self, locale: str) -> dict[str, Category]:
        return {
            path: replace(category, children=(), articles=(), total=0)
            for path, category in self.categories[locale].by_path.items()
        }

    @shared
    def has_categories(self) -> Mapping[str, bool]:
        """Locale -> whether its articles lie in sections."""
        trees = self.categories
        return RowsOnDemand(trees, lambda locale: bool(trees[locale].root.children))

    def find_trail(self, locale: str, page: str) -> tuple[Category, ...]:
        """The sections that lead to a page by its path below the locale, from the top down.

        They are without what is in them.
        """
        steps = self.category_steps[locale]
        folder = category_folder(page, self.category_top).casefold()
        paths = [folder, *folders_above(folder)] if folder else []
        return tuple(step for path in reversed(paths) if (step := steps.get(path)))
