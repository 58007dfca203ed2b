"""What `explain`, `scan` and `codes` share: the library, its messages, how an article is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from errata.commands._processors import cpu_count
from errata.commands._progress import CountingMapper, show_progress
from errata.commands._project import link_library, open_project, shorten_path
from errata.commands._remembered import cached_mapper
from errata.errors import KnowledgeBaseError
from errata.mapper import map_serially
from errata.mappers import PooledMapper
from errata.messages.match import MessageIndex
from errata.targets import article_for_locale

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.commands._console import Settings
    from errata.commands._project import Project
    from errata.mapper import Mapper
    from errata.model import Article, Library

locale_option = click.option(
    "--locale", metavar="TAG", help="Language of the articles.  [default: en, or as configured]"
)


def open_library(
    settings: Settings, kb: Path | None, locale: str | None
) -> tuple[Project, Library, str]:
    """The project, its library in one locale and the default one, and that locale.

    Raises:
        KnowledgeBaseError: if no article is in the locale.
    """
    project = open_project(settings.config, kb)
    default = project.config.default_locale
    chosen = locale or default
    if (project.kb / default).is_dir() and not project.config.locales:
        wanted = tuple(dict.fromkeys((default, chosen)))
        config = project.config.model_copy(update={"locales": wanted})
        project = replace(project, config=config)
    with show_progress() as stage:
        library = link_library(
            project, cached_mapper(CountingMapper(stage, _inner()), settings, project)
        )
    if locale and locale not in library.locales:
        remedy = f"there are articles in {', '.join(library.locales)}"
        raise KnowledgeBaseError(f"no article is in the locale `{locale}`", help=remedy)
    return project, library, chosen


def _inner() -> Mapper:
    """All processors: a person waits for one answer."""
    return PooledMapper(jobs) if (jobs := cpu_count()) > 1 else map_serially


def article_messages(library: Library) -> MessageIndex:
    """Every message of the visible articles; the source language leads to its translations, too."""
    return MessageIndex(
        (article.number, message) for article in library.visible for message in article.messages
    )


def find_articles(library: Library, numbers: Iterable[str], locale: str) -> list[Article]:
    """Those of the numbers that there are, in the order given."""
    found = (article_for_locale(locale, number, library) for number in numbers)
    return [article for article in found if article]


def article_file(project: Project, article: Article) -> str:
    """The path of an article's file as seen from here."""
    return shorten_path(project.kb / article.source)
