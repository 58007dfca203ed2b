"""Which article and which file a reference means for readers of a locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
