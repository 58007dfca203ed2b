"""How many processors there are to work with.

What commands share: reading a project, linking its articles, and judging what was found.

What `build`, `check` and `serve` share: the whole site in memory, and where its findings are.

Apart from `_project`, for the commands that look something up need no page.

Where parsed articles are remembered, and whether.

What `explain`, `scan` and `codes` share: the library, its messages, how an article is named.
"""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Final

import click
from platformdirs import user_cache_path

from errata.articles.parsing import ParseOptions, Parsing
from errata.cache import CachedImageProbe, CachedMapper, CacheStore, PooledMapper, program_digest
from errata.codes.published import LOCK, SETTINGS
from errata.commands._console import CountingMapper, pluralise, print_status, show_progress
from errata.diagnostics import Severity
from errata.errors import KnowledgeBaseError
from errata.files import (
    error_at_key,
    read_config,
    read_folder,
    read_inputs,
    read_static,
    read_strings,
    read_theme,
    with_logo,
)
from errata.files.text import display_path
from errata.link import link_articles
from errata.mapper import map_serially
from errata.messages.match import MessageIndex
from errata.model import Inputs, no_image_sizes
from errata.pipeline import build
from errata.reports.printable import printable
from errata.site.links import article_for_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.commands._console import Settings
    from errata.config import Config
    from errata.diagnostics import Diagnostic, Span
    from errata.mapper import Mapper
    from errata.model import Article, Build, Folder, ImageProbe, Library, Theme


def cpu_count() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything of one knowledge base lies."""

    config: Config
    config_file: Path | None
    root: Path
    """The folder that paths in the configuration are relative to."""
    kb: Path
    inputs: Inputs = field(default_factory=Inputs)

    @property
    def out(self) -> Path:
        """The folder to write, as configured."""
        return self.root / self.config.out

    @property
    def static(self) -> Path:
        """The folder of files that are published as they are; it need not exist."""
        return self.root / self.config.static

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
        paths = (
            self.kb,
            self.static,
            self.templates,
            self.logo,
            self.config_file,
            families,
            catalogue,
        )
        return tuple(path for path in paths if path)


def open_project(config_file: Path | None, kb: Path | None) -> Project:
    """Read the configuration; `kb`, as given on the command line, wins over it."""
    loaded = read_config(Path.cwd(), explicit=config_file)
    folder = kb or loaded.root / loaded.config.kb
    project = Project(loaded.config, loaded.path, loaded.root, folder)
    return replace(project, inputs=read_inputs(loaded, folder, project.ids))


def link_library(project: Project, over: Mapper = map_serially) -> Library:
    """Read the articles and link them, as a build does, without rendering a page."""
    folder = read_articles(project)
    with error_at_key(project.config_file, "templates"):
        strings = read_strings(project.templates)
    options = ParseOptions.of(project.config, project.inputs.families, strings)
    parsed = over(Parsing(options), folder.sources)
    library, _ = link_articles(parsed, project.config, project.inputs, folder.assets)
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
        return read_folder(project.kb, project.config, project.static)
    except KnowledgeBaseError as error:
        span = error.span and resolve_under(path_prefix(project.kb), error.span)
        raise KnowledgeBaseError(error.message, span=span, help=error.help) from None


def path_prefix(kb: Path) -> str:
    """What stands before a path below the knowledge base, as seen from here."""
    here = display_path(kb)
    return "" if here == "." else f"{here}/"


def resolve_under(prefix: str, span: Span) -> Span:
    """A place below the knowledge base as seen from here."""
    return replace(span, path=normpath(prefix + span.path))


def shorten_path(path: Path) -> str:
    """A path as people like to read it, safe to print."""
    return printable(display_path(path))


def exit_status(diagnostics: Iterable[Diagnostic], fail_on: str) -> int:
    """1 if a finding is at or above the severity, else 0; `never` is above all."""
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(found.severity.rank <= limit for found in diagnostics))


@dataclass(frozen=True, slots=True)
class CompiledProject:
    """A build with what is needed to report on it; paths are as seen from where one stands."""

    build: Build
    sources: Mapping[str, bytes]

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """All findings, sorted."""
        return self.build.diagnostics


def compile_project(
    project: Project, over: Mapper = map_serially, album: ImageProbe = no_image_sizes
) -> CompiledProject:
    """Read the articles and the look, and build the site in memory."""
    folder = read_articles(project)
    with error_at_key(project.config_file, "templates"):
        theme = read_theme(project.templates)
    with error_at_key(project.config_file, "site", "logo"):
        theme = with_logo(theme, project.logo)
    with error_at_key(project.config_file, "static"):
        named = "static" in project.config.model_fields_set
        static = read_static(project.static, project.kb, required=named)
    inputs = replace(project.inputs, static=static)
    built = build(folder, theme, project.config, inputs, over=over, album=album)
    return _placed(built, folder, theme, project)


def _placed(built: Build, folder: Folder, theme: Theme, project: Project) -> CompiledProject:
    """Paths as an editor finds them: findings count from the knowledge base, people do not."""
    before = path_prefix(project.kb)
    outside = _outside(project, theme)
    findings = tuple(
        replace(found, span=_seen(found.span, before, outside)) for found in built.diagnostics
    )
    sources = {before + source.path: source.data for source in folder.sources}
    return CompiledProject(replace(built, diagnostics=findings), sources)


def _outside(project: Project, theme: Theme) -> Mapping[str, str]:
    """Files beside the knowledge base, as findings name them -> as people find them."""
    inputs = project.inputs
    named = {item.span.path for item in inputs.published_ids}
    named |= {item.span.path for item in inputs.catalogue}
    named |= {span.path for span in inputs.redirect_places.values()}
    named |= {file.path for file in theme.wording.values()}
    settings = display_path(project.config_file) if project.config_file else SETTINGS
    return {SETTINGS: settings, **{path: path for path in named}}


def _seen(span: Span, before: str, outside: Mapping[str, str]) -> Span:
    beside = outside.get(span.path)
    return replace(span, path=beside) if beside else resolve_under(before, span)


_FILE: Final = "articles-1.sqlite3"
"""With the format's version: another one is another file."""
_PICTURES: Final = "pictures-1.sqlite3"
"""Apart, so that pictures never push articles out."""


def cached_mapper(inner: Mapper, settings: Settings, project: Project) -> Mapper:
    """What runs only articles that are not remembered; the inner mapper itself with `--no-cache`.

    `ERRATA_CACHE` wins over the configuration, for machines that keep all caches in one place.
    """
    folder = _folder(project) if settings.cache else None
    if folder is None:
        return inner
    try:
        return CachedMapper(folder / _FILE, program_digest(), inner)
    except OSError:  # the package lies in an archive
        return inner


def image_probe(settings: Settings, project: Project) -> CachedImageProbe:
    """What looks at pictures, with what it saw before unless `--no-cache`."""
    folder = _folder(project) if settings.cache else None
    store = CacheStore(folder / _PICTURES) if folder else None
    return CachedImageProbe(project.kb, store, cpu_count(), project.config.limits.picture_pixels)


def _folder(project: Project) -> Path | None:
    if named := os.environ.get("ERRATA_CACHE"):
        return Path(named)
    if project.config.cache:
        return project.root / project.config.cache
    own = user_cache_path("errata", appauthor=False)
    return own if own.is_absolute() else None  # a user without a home


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
