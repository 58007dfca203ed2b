"""What a reader should know before an article's text: out of use, replaced, translated how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from errata.site.views import Link

if TYPE_CHECKING:
    from errata.model import Article
    from errata.site.context import PageContext

# Per cent written by a person from which on a machine is said to have translated a part only.
_MOSTLY: Final = 50


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


def build_notices(page: PageContext, article: Article) -> Notices:
    """Those of the article on a page that may be for readers of another locale."""
    source = _original(page, article)
    fallback = page.locale != article.locale
    machine, outdated = _machine(article), source is not None and is_older(article, source)
    shown = source if machine or outdated else article if fallback else None
    return Notices(
        hidden=article.metadata.hidden,
        replaced=link_to_successor(page, article),
        machine=machine,
        outdated=outdated,
        fallback=article.locale if fallback else "",
        original=replace(page.link(shown), lang=shown.locale) if shown else None,
    )


def _original(page: PageContext, article: Article) -> Article | None:
    """The article in the site's first language; a visible page does not lead to a hidden one."""
    first = page.site.first_locale
    source = page.site.library.by_key.get((first, article.number))
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


def link_to_successor(page: PageContext, article: Article) -> Link | None:
    """What the front matter says stands in the article's place."""
    name = article.metadata.replaced_by
    return page.link_to_name(name) if name and name != article.number else None
