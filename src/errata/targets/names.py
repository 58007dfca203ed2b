"""The names of articles that links may use, from the articles themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.targets.files import fold_path
from errata.text.paths import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from errata.model import Article, Folder, Library, Parsed, Source


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """Names of articles that links may use, from the articles themselves."""

    numbers: Mapping[str, str]
    """Path of an article -> its number."""
    folders: frozenset[tuple[str, str]]
    """Locale and path of a folder with articles, in lower case."""
    by_number: Mapping[str, str]
    """Number in lower case -> number."""
    by_title: Mapping[str, str]
    """Title in lower case -> number of the first article that has it."""
    by_label: Mapping[str, str] | None
    """Label in lower case -> number of the only article that has it; None where tools have none."""


def list_article_names(library: Library, folder: Folder, parsed: Sequence[Parsed]) -> ArticleNames:
    """List every name of the articles, and the folders of those that readers are led to."""
    articles = [item.article for item in parsed if item.article]
    return ArticleNames(
        numbers={article.source: article.number for article in articles},
        folders=frozenset(
            _folders(folder.sources, {article.source for article in library.visible})
        ),
        by_number={article.number.casefold(): article.number for article in articles},
        by_title={
            article.metadata.title.casefold(): article.number for article in reversed(articles)
        },
        by_label=_labels(articles) if "sphinx-myst" in library.conventions.presets else None,
    )


def _labels(articles: Sequence[Article]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for name in {name.casefold() for name in (*article.anchors, *article.aliases)}:
            found[name].append(article.number)
    return {name: numbers[0] for name, numbers in sorted(found.items()) if len(numbers) == 1}


def _folders(sources: Iterable[Source], shown: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    for source in sources:
        if source.path in shown:
            for folder in folders_above(source.page_path):
                yield source.locale, fold_path(folder)
            yield source.locale, ""
