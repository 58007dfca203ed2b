"""What `explain` says of a code, an article, a check or a message, to people and to machines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from errata.codes.families import severity_of
from errata.commands._console import pluralise
from errata.commands._project import article_file, find_articles
from errata.diagnostics.registry import all_checks
from errata.logs.signals import article_numbers
from errata.site.links import article_for_locale
from errata.site.lists import shorten_resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.codes.lookup import CodeLookup
    from errata.commands._project import Project
    from errata.model import Article, CodeEntry, Library

_MOST = 10
_RULE = re.compile(r"(?i)\s*(kb\d{3})\s*")
_NUMBER = re.compile(r"(?i)\s*(k[at])[-_ ]?(\d{1,9})(?:\.md)?\s*")


@dataclass(frozen=True, slots=True)
class CodeSummaryCard:
    """One thing explained."""

    kind: str
    """`code`, `article`, `find_check` or `message`."""
    name: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    """Label -> lines; those without lines are left out."""
    object: dict[str, object] = field(default_factory=dict)
    """The same for machines, beside kind and name."""


class Cards:
    """Makes cards from one library, for a reader of one locale."""

    def __init__(self, project: Project, library: Library, locale: str) -> None:
        self._project = project
        self._library = library
        self._locale = locale

    def code(self, entry: CodeEntry, lookup: CodeLookup) -> CodeSummaryCard:
        """A code, its articles, and the best one's resolution."""
        family = self._library.families.get(entry.family)
        meaning = f"{family.product}: {family.meaning}" if family else entry.family
        severe = severity_of(entry.code, family)
        saliences = {use.number: use.salience for use in reversed(entry.uses)}
        articles = find_articles(self._library, article_numbers(entry, self._locale), self._locale)
        near = lookup.near(entry.code)
        resolution = shorten_resolution(articles[0])[0] if articles else ""
        listed = self._listed(articles, saliences)
        facts = (
            ("meaning", (meaning,)),
            ("severity", (severe,) if severe else ()),
            ("see", (family.url,) if family and family.url else ()),
            ("messages", entry.messages),
            ("articles", listed),
            ("resolution", (resolution,) if resolution else ()),
            ("seen with", (", ".join(entry.cooccurring),) if entry.cooccurring else ()),
            ("near codes", (", ".join(near),) if near else ()),
        )
        described: dict[str, object] = {
            "family": entry.family,
            "meaning": meaning,
            "severity": severe,
            "url": family.url if family else "",
            "messages": list(entry.messages),
            "articles": [self._object(a, saliences.get(a.number, "")) for a in articles],
            "resolution": resolution,
            "together": list(entry.cooccurring),
            "near": list(near),
        }
        return CodeSummaryCard("code", entry.code, facts, described)

    def article(self, number: str) -> CodeSummaryCard | None:
        """An article by its number; None where there is none."""
        article = article_for_locale(self._locale, number, self._library)
        if article is None:
            return None
        resolution = shorten_resolution(article)[0]
        facts = (
            ("title", (article.metadata.title,)),
            ("about", (article.metadata.description,) if article.metadata.description else ()),
            ("applies to", (_environment(article),) if _environment(article) else ()),
            ("codes", (", ".join(article.codes),) if article.codes else ()),
            ("resolution", (resolution,) if resolution else ()),
            ("file", (article_file(self._project, article),)),
        )
        described = {
            **self._object(article, ""),
            "description": article.metadata.description,
            "codes": list(article.codes),
            "resolution": resolution,
        }
        return CodeSummaryCard("article", number, facts, described)

    def message(self, text: str, numbers: Iterable[str]) -> CodeSummaryCard:
        """A message that articles quote."""
        articles = find_articles(self._library, numbers, self._locale)
        resolution = shorten_resolution(articles[0])[0] if articles else ""
        facts = (
            ("articles", self._listed(articles, {})),
            ("resolution", (resolution,) if resolution else ()),
        )
        objects = [self._object(article, "") for article in articles]
        return CodeSummaryCard(
            "message", text, facts, {"articles": objects, "resolution": resolution}
        )

    def _listed(self, articles: list[Article], saliences: Mapping[str, str]) -> tuple[str, ...]:
        lines = []
        for article in articles[:_MOST]:
            lines.append(f"{article.number} {article.metadata.title}")
            parts = (saliences.get(article.number), _environment(article))
            about = ", ".join(part for part in parts if part)
            lines.append(f"  {about + '; ' if about else ''}{article_file(self._project, article)}")
        if len(articles) > _MOST:
            lines.append(f"… and {pluralise(len(articles) - _MOST, 'more article')}")
        return tuple(lines)

    def _object(self, article: Article, salience: str) -> dict[str, object]:
        known: dict[str, object] = {
            "number": article.number,
            "locale": article.locale,
            "title": article.metadata.title,
            "environment": list(article.metadata.applies_to),
            "file": article_file(self._project, article),
        }
        return {**known, "salience": salience} if salience else known


def find_check(text: str) -> CodeSummaryCard | None:
    """A check of `errata check` by its code; None where the text is none."""
    match = _RULE.fullmatch(text)
    check = all_checks().get(match[1].upper()) if match else None
    if check is None:
        return None
    paragraphs = (" ".join(part.split()) for part in check.explanation.split("\n\n"))
    facts = (
        ("finds", (check.title,)),
        ("severity", (check.severity.value,)),
        ("help", tuple(filter(None, paragraphs))),
    )
    described: dict[str, object] = {
        "rule": check.name,
        "title": check.title,
        "severity": check.severity.value,
        "documentation": check.documentation,
    }
    return CodeSummaryCard("check", check.code, facts, described)


def number_in(text: str) -> str:
    """The article number that a text spells, in its usual form; empty where it spells none."""
    match = _NUMBER.fullmatch(text)
    return f"{match[1].upper()}-{int(match[2]):05}" if match else ""


def _environment(article: Article) -> str:
    return ", ".join(article.metadata.applies_to or article.metadata.products)
