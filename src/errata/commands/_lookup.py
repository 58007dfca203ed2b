"""The articles of one reader's locale, for the commands that answer questions about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from errata.commands._caches import list_enclosing_folders
from errata.commands._console import print_status, show_progress
from errata.commands._options import local_workers
from errata.commands._project import (
    link_project,
    make_cached_mapper,
    open_project,
    read_articles,
    shorten_path,
)
from errata.commands._recall import Origin
from errata.errors import KnowledgeBaseError
from errata.link import find_next_change
from errata.text.display import pluralise
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.commands._console import Settings
    from errata.commands._project import Project
    from errata.linked_folder import LinkedFolder
    from errata.messages.match import MessageIndex
    from errata.model import Article, Library, WithheldArticle


class Lookup(Record, frozen=True):
    """The articles that `codes`, `explain`, `scan` and `search` query, in one reader's locale."""

    project: Project
    library: Library
    locale: str
    notice: str = ""
    origin: Origin | None = None

    def find_articles(self, numbers: Iterable[str]) -> list[Article]:
        """Return the articles that exist, in the order of the numbers."""
        articles = (self.library.find_article(self.locale, number) for number in numbers)
        return [article for article in articles if article]

    def file_of(self, article: Article | WithheldArticle) -> str:
        """Return the path of an article's file as seen from here."""
        return shorten_path(self.project.kb / article.source)


def open_lookup(settings: Settings, kb: Path | None, locale: str | None) -> Lookup:
    """Read and link the articles of the locale and of the default one.

    Raises:
        KnowledgeBaseError: if there are no articles in the locale.
    """
    project = open_project(settings.config, kb, cache=settings.cache)
    default = project.config.default_locale
    chosen = locale or default
    # Other locales have no part in the answer, and each would take as long to parse.
    if (project.kb / default).is_dir() and not project.config.locales:
        locales = tuple(dict.fromkeys((default, chosen)))
        config = project.config.model_copy(update={"locales": locales})
        project = structs.replace(project, config=config)
    with show_progress() as stage:
        folder = read_articles(project, project.text_record)
        # All processors, unlike a build: a person waits for one answer.
        mapper = local_workers(stage)
        linked = link_project(folder, project, make_cached_mapper(mapper, project))
    library, notice = linked.library, ""
    if lost := len(folder.sources) - len(library.articles) - len(library.withheld):
        notice = f"{pluralise(lost, 'article')} cannot be used: run `errata check` to see why"
        print_status(notice)
    if locale and locale not in library.locales:
        remedy = f"there are articles in {', '.join(library.locales)}"
        raise KnowledgeBaseError(f"there are no articles in the locale `{locale}`", help=remedy)
    return Lookup(project, library, chosen, notice, _origin_of(project, linked))


def _origin_of(project: Project, linked: LinkedFolder) -> Origin | None:
    change = find_next_change(linked.parsed, project.inputs.now)
    read = tuple(map(str, (project.ids, *project.watched())))
    around = tuple(map(str, list_enclosing_folders(project.kb, project.root)))
    return Origin(read, around, change.timestamp()) if change else None


def article_messages(library: Library) -> MessageIndex:
    """Index every message of visible articles; each finds all translations of its article."""
    from errata.messages.match import MessageIndex  # noqa: PLC0415 - for who asks about messages

    visible = tuple(library.visible)
    return MessageIndex(
        ((article.number, message) for article in visible for message in article.messages),
        ((article.number, article.metadata.title) for article in visible),
    )
