"""The sections of a site: all of them as a tree, and a page for each that has no index.

A section with an index is shown on that article's page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from errata.diagnostics import Span
from errata.model import Page
from errata.site.categories import Category, category_path
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import latest_change
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import group_by_letter
from errata.site.urls import section_path, sections_path
from errata.site.views import CountedLink, Layout, LetterGroup, Link, split_titles
from errata.values import Record

# Entries that a reader can look through at once: as much of the tree is shown open.
_FEW: Final = 40


class TreeEntry(Record, frozen=True):
    """A section in the tree, or an article; the entries after a section are in it."""

    link: Link
    """Link without an address if it is a part of a long list of articles, shown as a section."""
    count: int = 0
    """Number of articles of a section; 0 for an article."""
    closes: int = 0
    """How many sections end after it."""
    is_open: bool = False
    """Whether its contents are shown at first."""


class SectionsView(Record, frozen=True):
    """All sections of a locale, with their articles."""

    layout: Layout
    total: int
    entries: tuple[TreeEntry, ...]
    """Entries from the top down, as an outline is read."""


class SectionView(Record, frozen=True):
    """A section that has no index."""

    layout: Layout
    name: str
    total: int
    """Number of articles in it and below."""
    sections: tuple[CountedLink, ...]
    """Sections directly below."""
    groups: tuple[LetterGroup, ...]
    """The articles in it."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield by locale the tree, then sections without index, from the top down."""
    for locale, tree in site.categories.items():
        if tree.root.children:
            page = site.page(sections_path(locale), locale)
            yield page.plan("sections.html", _tree, _tree_meta)
        for category in tree.root.walk():
            if category.index is None:
                page = site.page(section_path(locale, category.path), locale)
                # An article in it or below shows where the folder lies.
                source = Span(next(category.all_articles()).source)
                yield page.plan("section.html", _view, _meta, category, source=source)


def _tree_meta(page: PageContext) -> PageMeta:
    site = page.site
    return PageMeta(
        siblings={
            tag: sections_path(tag) for tag, tree in site.categories.items() if tree.root.children
        },
        breadcrumbs=(page.home_breadcrumb(),),
        updated=site.latest_changes[page.locale],
    )


def _tree(page: PageContext) -> SectionsView:
    root = page.site.categories[page.locale].root
    entries = (*_outline(page, root, _choose_open(root)), *_articles(page, root))
    return SectionsView(build_layout(page, _tree_meta(page)), root.total, entries)


def _choose_open(root: Category) -> frozenset[str]:
    """Choose the paths of the sections that are shown open.

    All in a small tree; in a large one those with sections, from the top down, so that their names
    are visible.
    """
    if root.total <= _FEW:
        return frozenset(category.path for category in root.walk())
    size, level, chosen = _size(root), root.children, set[str]()
    while level:
        for category in level:
            if category.children and size + _size(category) <= _FEW:
                size += _size(category)
                chosen.add(category.path)
        level = tuple(c for each in level if each.path in chosen for c in each.children)
    return frozenset(chosen)


def _size(category: Category) -> int:
    """Return the number of entries that are visible when it is open."""
    return len(category.children) + len(category.articles)


def _outline(page: PageContext, category: Category, opened: frozenset[str]) -> Iterator[TreeEntry]:
    """Yield the contents of a section: other sections first."""
    for child in category.children:
        link = Link(child.title, page.href(category_path(page.locale, child)))
        yield TreeEntry(link, child.total, is_open=child.path in opened)
        below = [*_outline(page, child, opened), *_articles(page, child)]
        yield from below[:-1]
        # A section has something below it: one with an index alone is not shown as a section.
        yield replace(below[-1], closes=below[-1].closes + 1)


def _articles(page: PageContext, category: Category) -> Iterator[TreeEntry]:
    parts = split_titles([page.navigation_link(article) for article in category.articles])
    for part in parts:
        if len(parts) > 1:
            yield TreeEntry(Link(f"{part[0].text} \u2013 {part[-1].text}", ""), len(part))
        yield from map(TreeEntry, part[:-1])
        yield TreeEntry(part[-1], closes=int(len(parts) > 1))


def _meta(page: PageContext, category: Category) -> PageMeta:
    top = page.site.category_top
    *above, _ = page.site.find_trail(page.locale, f"{top}/{category.path}/".lstrip("/"))
    return PageMeta(
        category.title,
        siblings=_siblings(page.site, category),
        breadcrumbs=page.category_breadcrumbs(above),
        updated=latest_change(category.all_articles()),
    )


def _view(page: PageContext, category: Category) -> SectionView:
    return SectionView(
        build_layout(page, _meta(page, category)),
        name=category.title,
        total=category.total,
        sections=page.count_categories(category.children),
        groups=list_articles(page, category),
    )


def list_articles(page: PageContext, category: Category) -> tuple[LetterGroup, ...]:
    """Return the articles in a section, in their authors' order if they have one."""
    if category.is_ordered:
        return (LetterGroup("", "letter", tuple(map(page.navigation_link, category.articles))),)
    return group_by_letter(page, category.articles, short=True)


def _siblings(site: SiteContext, category: Category) -> dict[str, str]:
    """Map locales to the page of the same section there."""
    key = category.path.casefold()
    steps = {tag: site.category_steps[tag].get(key) for tag in site.locales}
    return {tag: category_path(tag, other) for tag, other in steps.items() if other}
