"""Puts what people asked to the site's own search."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.files import error_at_key, read_theme
from errata.health.subject import AskedQuery
from errata.search.query import Searcher, search_script
from errata.search.stemmer import stemmer_for
from errata.search.tokens import tokenize
from errata.site.context import SiteContext
from errata.site.feeds.search_index import index_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.commands._project import Project
    from errata.model import Library

# Words of a query that are looked up one by one to find the nearest article.
_MOST_WORDS: Final = 8


def ask_queries(
    asked: Mapping[str, int], project: Project, library: Library
) -> tuple[AskedQuery, ...]:
    """Each query with the articles that the search finds, in the order given."""
    return tuple(_ask(asked, project, library)) if asked else ()


def _ask(asked: Mapping[str, int], project: Project, library: Library) -> Iterator[AskedQuery]:
    with error_at_key(project.config_file, "templates"):
        script = search_script(read_theme(project.templates).assets)
    site = SiteContext(library, project.config)
    locale = site.first_locale
    searcher = Searcher(script, dict(index_of(site, locale).files()))
    for text, count in asked.items():
        answer = searcher.ask(text)
        found = (*answer.hidden, *answer.numbers)
        yield AskedQuery(text, count, found, "" if found else _nearest(searcher, text, locale))


def _nearest(searcher: Searcher, text: str, locale: str) -> str:
    """The article that has most of the query's words, among the first that each word finds."""
    words = list(dict.fromkeys(tokenize(text, stemmer_for(locale))))[:_MOST_WORDS]
    found: Counter[str] = Counter()
    for word in words:
        for place, number in enumerate(searcher.ask(word).numbers[:10]):
            found[number] += 10 - place
    return max(sorted(found), key=found.__getitem__, default="")
