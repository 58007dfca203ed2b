"""What commands share: reading a project, linking its articles, and judging what was found."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from errata.codes.ids import LOCK
from errata.commands._console import pluralise, print_status
from errata.diagnostics import Severity
from errata.errors import KnowledgeBaseError
from errata.files import (
    error_at_key,
    families_locale,
    read_catalogue,
    read_config,
    read_families,
    read_folder,
    read_ids,
    read_synonyms,
)
from errata.files.text import display_path
from errata.mapper import map_serially
from errata.reports.printable import printable
from errata.stages.link import link_articles
from errata.stages.parsing import Parsing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.config import Config
    from errata.diagnostics import Diagnostic, Span
    from errata.mapper import Mapper
    from errata.model import Folder, Library


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything of one knowledge base lies."""

    config: Config
    """With the families, the catalogue and the published ids read."""
    config_file: Path | None
    root: Path
    """The folder that paths in the configuration are relative to."""
    kb: Path

    @property
    def out(self) -> Path:
        """The folder to write, as configured."""
        return self.root / self.config.out

    @property
    def templates(self) -> Path | None:
        """The user's own templates."""
        return self.root / self.config.templates if self.config.templates else None

    @property
    def logo(self) -> Path | None:
        """The picture beside the site's name."""
        return self.root / self.config.site.logo if self.config.site.logo else None

    @property
    def ids(self) -> Path:
        """The list of what was published; articles given on the command line have their own."""
        configured = (self.root / self.config.kb).resolve() == self.kb.resolve()
        return (self.root if configured else self.kb) / LOCK

    def watched(self) -> tuple[Path, ...]:
        """Folders and files whose change makes another site."""
        families = self.root / self.config.families if self.config.families else None
        catalogue = self.root / self.config.catalogue if self.config.catalogue else None
        paths = (self.kb, self.templates, self.logo, self.config_file, families, catalogue)
        return tuple(path for path in paths if path)


def open_project(config_file: Path | None, kb: Path | None) -> Project:
    """Read the configuration; `kb`, as given on the command line, wins over it."""
    loaded = read_config(Path.cwd(), explicit=config_file)
    folder = kb or loaded.root / loaded.config.kb
    with error_at_key(loaded.path, "families"):
        families = read_families(loaded.config, loaded.root, folder)
    with error_at_key(loaded.path, "catalogue"):
        catalogue = read_catalogue(loaded.config, loaded.root)
    project = Project(loaded.config, loaded.path, loaded.root, folder)
    read = {
        "families_locale": families_locale(loaded.config, loaded.root, folder),
        "code_families": families,
        "search_synonyms": read_synonyms(folder),
        "code_catalogue": catalogue,
        "published_ids": read_ids(project.ids),
    }
    return replace(project, config=loaded.config.model_copy(update=read))


def link_library(project: Project, over: Mapper = map_serially) -> Library:
    """Read the articles and link them, as a build does, without rendering a page."""
    folder = read_articles(project)
    parsed = over(Parsing(project.config), folder.sources)
    library, _ = link_articles(parsed, project.config, folder.assets)
    if lost := len(parsed) - len(library.articles):
        print_status(f"{pluralise(lost, 'article')} cannot be used: run `errata check` to see why")
    return library


def read_articles(project: Project) -> Folder:
    """The knowledge base, with places as people find them in what is wrong with it.

    Raises:
        KnowledgeBaseError: if it holds no article that can be read.
    """
    # What is made of the articles lives until the end: looking for garbage more often only costs
    # time, a sixth of a build's on the real articles.
    gc.set_threshold(100_000, 50, 100)
    try:
        return read_folder(project.kb, project.config)
    except KnowledgeBaseError as error:
        span = error.span and resolve_under(path_prefix(project.kb), error.span)
        raise KnowledgeBaseError(error.message, span=span, help=error.help) from None


def path_prefix(kb: Path) -> str:
    """What stands before a path below the knowledge base, as seen from here."""
    here = display_path(kb)
    return "" if here == "." else f"{here}/"


def resolve_under(prefix: str, span: Span) -> Span:
    """A place below the knowledge base as seen from here."""
    return replace(span, path=prefix + span.path)


def shorten_path(path: Path) -> str:
    """A path as people like to read it, safe to print."""
    return printable(display_path(path))


def exit_status(diagnostics: Iterable[Diagnostic], fail_on: str) -> int:
    """1 if a finding is at or above the severity, else 0; `never` is above all."""
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(found.severity.rank <= limit for found in diagnostics))
