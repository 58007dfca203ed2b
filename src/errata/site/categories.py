"""The sections of the site: the folders of articles, as a tree for each locale.

A folder with an `index.md` has that article as its page. A folder that only wraps everything, such
as a single `docs/`, is not a section, nor is one with nothing but its own index. A folder that only
wraps another one is a section together with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from math import inf
from typing import Final

from msgspec import field

from errata.data.patterns import compile_late
from errata.model import Article, FolderLabel, Library
from errata.site.collation import collation_key
from errata.site.urls import article_path, section_path
from errata.text.characters import remove_hidden
from errata.text.paths import file_name, folder_of, is_index
from errata.values import MutableRecord, Record

# Deeper folders count as part of the one at this depth: the deepest of the public repositories that
# were read has 9, and a page of nested lists must not be deeper than Python's stack.
MAX_DEPTH: Final = 24
# The number that orders pages by their names: "01-start", "02-$state" and "2. mail" yes;
# "2019-server" no, "365-admin" no, "3com" no, "1.2-beta" no
_PREFIX: Final = compile_late(r"(\d{1,2}|0\d{2})(?:[-_ ]+|\.\s*)(?=[^\d\s._-])")
# How many names beside each other begin with a number before it orders them: alone it may be part
# of a name such as "7-zip".
_ORDERED_FROM: Final = 2

# (its author's number, place in a table of contents, number in its name, title, name)
Order = tuple[float, float, float, object, str]


class Category(Record, frozen=True):
    """A folder with visible articles."""

    path: str
    """Path below the folder of the locale, as written; empty for the locale itself."""
    title: str
    index: Article | None = None
    """The article that is its page."""
    children: tuple[Category, ...] = ()
    """Children in the authors' order, else by title; the same is true of its articles."""
    articles: tuple[Article, ...] = ()
    """Articles directly in it, without its index."""
    is_ordered: bool = False
    """Whether its articles are in an order of their authors."""
    total: int = 0
    """Number of articles in it and below."""

    def walk(self) -> Iterator[Category]:
        """Walk through all categories below, parents before children."""
        for child in self.children:
            yield child
            yield from child.walk()

    def all_articles(self) -> Iterator[Article]:
        """Yield articles in it and below; each section's index before its others."""
        for each in (self, *self.walk()):
            if each.index:
                yield each.index
            yield from each.articles


class _Folder(MutableRecord):
    path: str
    index: Article | None = None
    articles: list[Article] = field(default_factory=list)
    children: list[str] = field(default_factory=list)


# Without slots, for the cached property.
class CategoryTree(Record, frozen=True, dict=True):
    """The categories of one locale."""

    root: Category
    top: str = ""
    """The folder that wraps everything, which is not a category."""

    @cached_property
    def by_path(self) -> Mapping[str, Category]:
        """Path without regard to case -> category; empty if there are none."""
        return {category.path.casefold(): category for category in self.root.walk()}


def common_folder(pages: Iterable[str]) -> str:
    """Return the folder that contains all pages; empty if none does."""
    folders = [folder_of(page).split("/") for page in pages]
    # The first and the last in order differ where any two do.
    first, last = (min(folders), max(folders)) if folders else ([], [])
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "/".join(name for name, _ in same)


def build_category_tree(articles: Sequence[Article], library: Library, top: str) -> CategoryTree:
    """Build the categories of a locale's visible articles; `top` wraps those of all locales."""
    return CategoryTree(_open_tree(articles, library, top).category(""), top)


def list_sections(articles: Sequence[Article], library: Library, top: str) -> dict[str, Category]:
    """Map paths without regard to case to categories without contents: nothing is sorted."""
    pages = (library.pages.get(article.source, "") for article in articles)
    if not any(category_folder(page, top) for page in pages):
        return {}
    return {each.path.casefold(): each for each in _open_tree(articles, library, top).sections()}


def _open_tree(articles: Sequence[Article], library: Library, top: str) -> _Tree:
    folders = _collect_folders(articles, library.pages, top)
    locale = articles[0].locale if articles else ""
    labels = {
        path.casefold(): label for (tag, path), label in library.labels.items() if tag == locale
    }
    places = {
        article.source: place
        for article in articles
        if library.places
        if (place := library.places.get(library.pages.get(article.source, ""))) is not None
    }
    return _Tree(folders, labels, places, top, locale.partition("-")[0])


def category_path(locale: str, category: Category) -> str:
    """Return the site path of a section's page: that of its index if it has one."""
    if category.index:
        return article_path(locale, category.index.number)
    return section_path(locale, category.path)


def category_folder(page: str, top: str) -> str:
    """Return the folder of a page below the top, no deeper than the limit."""
    below = folder_of(page)[len(top) :].lstrip("/")
    return "/".join(below.split("/")[:MAX_DEPTH])


def _collect_folders(
    articles: Iterable[Article], pages: Mapping[str, str], top: str
) -> dict[str, _Folder]:
    """Map folders by their paths without regard to case, with all parent folders."""
    folders = {"": _Folder("")}
    placed = [(pages.get(article.source, ""), article) for article in articles]
    # An index counts before an article that is called like its folder.
    for page, article in sorted(placed, key=lambda pair: (not is_index(pair[0]), pair[0])):
        folder = _add_folder(folders, category_folder(page, top))
        if folder.path and folder.index is None and _is_page_of(page, folder.path):
            folder.index = article
        else:
            folder.articles.append(article)
    for key in sorted(folders, key=lambda key: -key.count("/")):
        _unwrap_index(folders, key)
    for key in sorted(folders, key=lambda key: -key.count("/")):
        _take_only_child(folders, key)
    return folders


def _add_folder(folders: dict[str, _Folder], path: str) -> _Folder:
    key = path.casefold()
    if key not in folders:
        folders[key] = _Folder(path)
        _add_folder(folders, folder_of(path)).children.append(key)
    return folders[key]


def _is_page_of(page: str, folder: str) -> bool:
    """Whether a page is its folder's: `mail/index` or, in Docusaurus, `mail/mail`."""
    name = file_name(page).casefold()
    return folder_of(page).endswith(folder) and (
        is_index(page) or name == file_name(folder).casefold()
    )


def _unwrap_index(folders: dict[str, _Folder], key: str) -> None:
    """Turn a folder with only its index into an article of the folder above."""
    folder = folders[key]
    if key and folder.index and not folder.articles and not folder.children:
        above = folders[folder_of(key)]
        above.articles.append(folder.index)
        above.children.remove(key)
        del folders[key]


def _take_only_child(folders: dict[str, _Folder], key: str) -> None:
    """Let a folder that only wraps another one count as both: `delivery/using/`."""
    folder = folders[key]
    if key and not folder.index and not folder.articles and len(folder.children) == 1:
        child = folders.pop(folder.children[0])
        folder.index, folder.articles = child.index, child.articles
        folder.children = child.children


class _Tree(Record, frozen=True):
    """Makes categories of folders."""

    folders: Mapping[str, _Folder]
    labels: Mapping[str, FolderLabel]
    places: Mapping[str, int]
    """Path of an article's file -> its place in the authors' table of contents."""
    top: str
    language: str

    def category(self, key: str, *, numbered: bool = False) -> Category:
        """Make a folder's category; `numbered`: a number before its name only orders it."""
        folder = self.folders[key]
        children = self._children(folder)
        articles = self._articles(folder)
        return Category(
            path=folder.path,
            title=self._title(folder, numbered=numbered),
            index=folder.index,
            children=children,
            articles=tuple(article for _, article in articles),
            is_ordered=any(order[:3] != (inf, inf, inf) for order, _ in articles),
            total=len(articles) + bool(folder.index) + sum(child.total for child in children),
        )

    def sections(self) -> Iterator[Category]:
        """List all categories except the locale itself, without their contents."""
        for folder in self.folders.values():
            is_numbered = bool(self._numbers_below(folder))
            for child in map(self.folders.__getitem__, folder.children):
                yield Category(child.path, self._title(child, numbered=is_numbered), child.index)

    def _numbers_below(self, folder: _Folder) -> Mapping[str, float]:
        return _numbers(file_name(self.folders[key].path) for key in folder.children)

    def _children(self, folder: _Folder) -> tuple[Category, ...]:
        numbers = self._numbers_below(folder)
        categories = [(key, self.category(key, numbered=bool(numbers))) for key in folder.children]
        categories.sort(key=lambda pair: self._child_order(pair[1], numbers))
        return tuple(child for _, child in categories)

    def _child_order(self, child: Category, numbers: Mapping[str, float]) -> Order:
        label = self._label(child.path)
        own = child.index.metadata.order if child.index else None
        order = label.order if label and label.order is not None else own
        number = numbers.get(file_name(child.path))
        return self._order(
            order, self._place(child.all_articles()), number, child.title, child.path
        )

    def _articles(self, folder: _Folder) -> list[tuple[Order, Article]]:
        numbers = _numbers(file_name(article.source) for article in folder.articles)
        ordered = [(self._article_order(article, numbers), article) for article in folder.articles]
        return sorted(ordered, key=lambda pair: pair[0])

    def _article_order(self, article: Article, numbers: Mapping[str, float]) -> Order:
        data, name = article.metadata, file_name(article.source)
        place = self._place((article,))
        return self._order(data.order, place, numbers.get(name), data.title, article.number)

    def _place(self, articles: Iterable[Article]) -> float:
        """Return the place of the first of them."""
        listed = articles if self.places else ()
        return min((self.places.get(article.source, inf) for article in listed), default=inf)

    def _order(
        self, own: float | None, place: float, number: float | None, title: str, name: str
    ) -> Order:
        first, third = (inf if each is None else each for each in (own, number))
        return first, place, third, collation_key(title, self.language), name

    def _title(self, folder: _Folder, *, numbered: bool) -> str:
        label = self._label(folder.path)
        if label and label.title:
            return label.title
        if folder.index:
            return folder.index.metadata.navigation_title or folder.index.metadata.title
        return write_readable_name(file_name(folder.path), numbered=numbered)

    def _label(self, path: str) -> FolderLabel | None:
        return self.labels.get("/".join(part for part in (self.top, path) if part).casefold())


def _numbers(names: Iterable[str]) -> dict[str, float]:
    """Map names to the numbers that order them; empty if too few have one."""
    numbers = {name: float(match[1]) for name in names if (match := _PREFIX.match(name))}
    return numbers if len(numbers) >= _ORDERED_FROM else {}


def write_readable_name(name: str, *, numbered: bool) -> str:
    """Write a folder's name for readers: `Outbound mail` for `01-outbound_mail`."""
    text = _PREFIX.sub("", name, count=1) if numbered and _PREFIX.match(name) else name
    words = " ".join(re.sub("[-_]+", " ", remove_hidden(text)).split()) or name
    return words[:1].upper() + words[1:]
