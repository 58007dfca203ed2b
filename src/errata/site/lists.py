"""Articles and families of codes as they appear in lists, and the summary of an article.

Articles by date: the newest of them, and how they stand in a list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from errata.codes.families import SHAPES
from errata.model import Family, SectionKind
from errata.site.formatting import timestamp, truncate_text
from errata.site.urls import article_path, code_path, relative
from errata.site.views import Card, DatedLink, FamilyView, Link, ListedCode
from errata.text.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from errata.model import Article, Library


SUMMARY_LIMIT: Final = 155
_TELLING = (SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.DESCRIPTION)
"""The sections that say best what an article is about, best first."""
_OPENING = 4000
"""Characters of HTML among which the first sentences surely are."""
_DIGITS = re.compile(r"(\d+)")


def visible_articles(library: Library, locale: str) -> Iterator[Article]:
    """The articles of a locale that may stand in lists, by number."""
    return (article for article in library.visible if article.locale == locale)


def article_summary(article: Article) -> str:
    """The author's description, else the first words of the telling section, else of the text."""
    text = article.metadata.description or _section_text(article) or _intro(article)
    return truncate_text(text, SUMMARY_LIMIT)


def _section_text(article: Article) -> str:
    for kind in _TELLING:
        for section in article.sections:
            if section.kind is kind and section.text.strip():
                return section.text[: SUMMARY_LIMIT * 4]
    return ""


def _intro(article: Article) -> str:
    opening = "".join(article.body.parts)[:_OPENING]
    whole = opening if len(opening) < _OPENING else opening[: opening.rfind("<")]
    return Markup(whole.replace("</", " </")).striptags()  # noqa: S704 - its tags are taken away


def article_card(article: Article, page: str) -> Card:
    """The article as an entry of a list on the given page."""
    data = article.metadata
    return Card(
        title=data.title,
        href=relative(page, article_path(article.locale, article.number)),
        description=article_summary(article),
        environment=tuple(dict.fromkeys((*data.products, *data.applies_to))),
        number=article.number,
        updated=timestamp(last_changed(article), article.locale),
    )


def last_changed(article: Article) -> datetime | None:
    """When the article was updated last, as far as it says."""
    return article.metadata.published or article.metadata.created


def latest_change(articles: Iterable[Article]) -> datetime | None:
    """When the newest of them was updated."""
    return max((when for article in articles if (when := last_changed(article))), default=None)


def code_entry(
    code: str, locale: str, page: str, library: Library, among: Collection[str] | None = None
) -> ListedCode:
    """A code as an entry of a list on the given page, with the title of its best article.

    A code with which the title begins is left out: it stands beside it.
    `among` are the numbers of the articles that count there, by default all; one has the code.
    """
    every = library.codes[code][locale]
    numbers = every if among is None else [number for number in every if number in among]
    title = library.by_key[locale, numbers[0]].metadata.title
    return ListedCode(
        code=code,
        href=relative(page, code_path(locale, code)),
        count=len(numbers),
        title=_beside(code, title),
    )


def _beside(code: str, title: str) -> str:
    rest = title.removeprefix(code)
    return rest.lstrip(" :\u2013\u2014-") or title if rest[:1] in {" ", ":"} else title


def codes_by_number(library: Library, locale: str) -> Mapping[str, list[str]]:
    """Number of a visible article of the locale -> the codes on whose pages it stands."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, numbers in library.codes.items():
        for number in numbers.get(locale, ()):
            found[number].append(code)
    return found


def families_by_code(library: Library) -> dict[str, str]:
    """Code -> id of its family, as the articles' mentions have it."""
    return {m.code: m.family for article in library.articles for m in article.mentions}


_NAMED = (SHAPES - {"HTTP"}) | {"AUTHOR"}
"""Families whose id says nothing to a reader; HTTP statuses have pages of their own kind."""


def family_view(family_id: str, library: Library) -> FamilyView:
    """The family as a page shows it; one that is not described has its id only."""
    family = library.families.get(family_id) or Family(family_id, "", "", "")
    return FamilyView(
        id=family.id,
        string=f"family_{family_id.lower()}" if family_id in _NAMED else "",
        anchor=anchor_id("family", family.id),
        product=family.product,
        meaning=family.meaning,
        url=family.url,
        wrapper=family.wrapper,
        kind=family.kind,
    )


def anchor_id(kind: str, name: str) -> str:
    """An id for a place in a list, the same in every build."""
    return f"{kind}-{safe_segment(name).lower()}"


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that orders numbers by value: `SDK-9` before `SDK-10`."""
    pieces = _DIGITS.split(text)
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p.casefold()) for p in pieces)


def newest_articles(articles: Iterable[Article], most: int) -> list[Article]:
    """Those with a date, the newest first."""
    with_date = [article for article in articles if last_changed(article)]
    return sorted(with_date, key=lambda a: (-_seconds(a), a.number))[:most]


def dated_link(articles: Iterable[Article], page: str) -> tuple[DatedLink, ...]:
    """As entries of a list; without those that have no date."""
    found = []
    for article in articles:
        if updated := timestamp(last_changed(article), article.locale):
            target = relative(page, article_path(article.locale, article.number))
            link = Link(article.metadata.title, target)
            found.append(DatedLink(link, updated, article.metadata.products))
    return tuple(found)


def _seconds(article: Article) -> float:
    when = last_changed(article)
    return when.timestamp() if when else 0
