"""What a reference leads to for readers of a locale: which article, which file, which page.

Where their own locale lacks it, that is the site's first language's, else any that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.site.urls import article_path, code_path

if TYPE_CHECKING:
    from errata.model import Article, Library


def asset_file(article: Article, path: str, library: Library) -> str | None:
    """The knowledge base's file behind a picture: the article's own, else the default locale's."""
    if path in library.assets:
        return path
    default = library.locales[0] if library.locales else article.locale
    prefix = f"{article.locale}/"
    if path.startswith(prefix):
        fallback = f"{default}/{path.removeprefix(prefix)}"
        if fallback in library.assets:
            return fallback
    return None


def article_for_locale(locale: str, number: str, library: Library) -> Article | None:
    """The article in the reader's locale, else in the first that has it."""
    tags = (locale, *library.translations.get(number, ()))
    return next(
        (library.by_key[tag, number] for tag in tags if (tag, number) in library.by_key), None
    )


def falls_back_to(locale: str, number: str, library: Library) -> bool:
    """Whether the locale lacks the article and shows it in the site's first language."""
    lacks = locale in library.locales and (locale, number) not in library.by_key
    if not (lacks and library.fallback_pages):
        return False
    first = library.by_key.get((library.locales[0], number))
    return first is not None and not first.metadata.hidden


def article_page(locale: str, number: str, library: Library) -> str | None:
    """Site path at which readers of a locale find an article: among their own pages if they can."""
    if (locale, number) in library.by_key or falls_back_to(locale, number, library):
        return article_path(locale, number)
    tags = library.translations.get(number, ())
    return article_path(tags[0], number) if tags else None


def code_page(locale: str, code: str, library: Library) -> str | None:
    """Site path at which readers of a locale find a code: in the site's first language at worst."""
    tags = (locale, *library.locales[:1])
    found = library.codes.get(code, {})
    return next((code_path(tag, code) for tag in tags if tag in found), None)
