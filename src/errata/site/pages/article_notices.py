"""What a reader should know before an article's text: out of use, replaced, translated how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.site.links import article_for_locale, article_page, code_page
from errata.site.urls import article_path, relative
from errata.site.views import Link
from errata.text.addresses import is_address

if TYPE_CHECKING:
    from errata.model import Article, Library

_MOSTLY: Final = 50
"""Per cent written by a person, from which on a machine translated a part only."""


@dataclass(frozen=True, slots=True)
class Notices:
    """What a reader should know before the text."""

    hidden: bool = False
    replaced: Link | None = None
    """What stands in the article's place; without an address where there is nothing to link."""
    machine: str = ""
    """`whole` or `part`: how much of it a machine translated."""
    outdated: bool = False
    """The original has changed since this translation was made."""
    fallback: str = ""
    """Not translated: the tag of the language that the article is in."""
    original: Link | None = None
    """The article in the language it was written in."""


def article_notices(article: Article, locale: str, library: Library, page: str) -> Notices:
    """Those of the article on a page for readers of the locale."""
    source = _original(article, library)
    fallback = locale != article.locale
    machine, outdated = _machine(article), source is not None and is_older(article, source)
    shown = source if machine or outdated else article if fallback else None
    return Notices(
        hidden=article.metadata.hidden,
        replaced=replacement_link(article, locale, library, page),
        machine=machine,
        outdated=outdated,
        fallback=article.locale if fallback else "",
        original=_link(shown, page) if shown else None,
    )


def _original(article: Article, library: Library) -> Article | None:
    """The article in the site's first language; a visible page does not lead to a hidden one."""
    first = library.locales[0] if library.locales else article.locale
    source = library.by_key.get((first, article.number))
    if source is None or first == article.locale:
        return None
    return source if article.metadata.hidden or not source.metadata.hidden else None


def _machine(article: Article) -> str:
    data = article.metadata
    if not data.machine_translated:
        return ""
    return "part" if (data.human_share or 0) >= _MOSTLY else "whole"


def is_older(translation: Article, source: Article) -> bool:
    """By the number of the version, else by the date of publication."""
    one, two = translation.metadata, source.metadata
    if one.version is not None and two.version is not None:
        return one.version < two.version
    if one.published is not None and two.published is not None:
        return one.published < two.published
    return False


def _link(article: Article, page: str) -> Link:
    target = relative(page, article_path(article.locale, article.number))
    return Link(article.metadata.title, target, article.locale)


def replacement_link(article: Article, locale: str, library: Library, page: str) -> Link | None:
    """What the front matter says stands in the article's place."""
    name = article.metadata.replaced_by
    if not name or name == article.number:
        return None
    if is_address(name):
        return Link(name, name)
    if name in library.translations:
        return find_successor(name, locale, library, page)
    path = code_page(locale, name, library)
    return Link(name, relative(page, path) if path else "")


def find_successor(number: str, locale: str, library: Library, page: str) -> Link:
    """A link to an article of this site, as readers of the locale find it."""
    shown = article_for_locale(locale, number, library)
    assert shown  # noqa: S101 - whoever asks has looked
    path = article_page(locale, number, library) or article_path(shown.locale, number)
    return Link(
        shown.metadata.title, relative(page, path), "" if shown.locale == locale else shown.locale
    )
