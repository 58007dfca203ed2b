"""One knowledge base, for every command: opened, linked, compiled into a site, or queried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from posixpath import normpath
from typing import Final

from msgspec import field, structs

from errata.articles.conventions import validate_metadata
from errata.cache import CachedImageProbe, CachedMapper, CacheStore, FileDigests, SpillingMapper
from errata.checks.selection import validate_selection
from errata.codes.families import is_family_file
from errata.codes.published import LOCK
from errata.commands._caches import (
    ARTICLES,
    CHECKS,
    find_program,
    load_patterns,
    open_keeper,
    template_cache,
)
from errata.commands._environment import choose_cache_folder, current_moment
from errata.commands._options import local_workers
from errata.commands._replay import ReadInputs
from errata.config import Config
from errata.diagnostics import Diagnostic, Span
from errata.errors import KnowledgeBaseError
from errata.files import (
    LoadedConfig,
    error_at_key,
    read_config,
    read_folder,
    read_inputs,
    read_static,
    read_strings,
    read_whole_theme,
)
from errata.files.contents import list_contents_beside
from errata.files.known_texts import TextReader
from errata.files.static import read_searched
from errata.files.text import display_path, shipped_file
from errata.files.variables import list_variable_files
from errata.files.walk import OriginalFolders
from errata.linked_folder import LinkedFolder, link_folder
from errata.mapper import Mapper, PageMappers, map_serially
from errata.model import (
    SETTINGS,
    Audience,
    Build,
    Folder,
    ImageProbe,
    Inputs,
    LastBuild,
    Library,
    SourceTexts,
    Spool,
    Theme,
    hold_in_memory,
)
from errata.text.display import printable
from errata.values import Record

# A file of its own: pictures are large, and a full cache drops its oldest entries.
_PICTURE_CACHE: Final = "pictures-1.sqlite3"


class Project(Record, frozen=True):
    """A knowledge base with its configuration and the paths of its parts."""

    config: Config
    config_file: Path | None
    root: Path  # paths in the configuration are relative to it
    kb: Path
    inputs: Inputs = field(default_factory=Inputs)
    cache: bool = True  # False with `--no-cache`
    verify: bool = False  # True with `--verify`

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
        return self.path_of(self.config.templates)

    def path_of(self, configured: str | None) -> Path | None:
        """Return the path that a configured key names; None if it names none."""
        return self.root / configured if configured else None

    @property
    def ids(self) -> Path:
        """The list of published ids; a folder given with `--kb` has its own."""
        configured = (self.root / self.config.kb).resolve() == self.kb.resolve()
        return (self.root if configured else self.kb) / LOCK

    @property
    def cache_folder(self) -> Path | None:
        """The folder of caches; None without caches."""
        return choose_cache_folder(self.path_of(self.config.cache)) if self.cache else None

    def watched(self) -> tuple[Path, ...]:
        """Return the folders and files whose changes need another build."""
        config = self.config
        files = filter(is_family_file, config.families)
        keys = (config.templates, config.site.logo, *config.includes, *files, config.catalogue)
        contents = (
            *list_contents_beside(self.kb, self.root),
            *list_variable_files(self.kb, self.root),
        )
        named_files = (self.config_file, *map(self.path_of, keys), *contents)
        return (self.kb, self.static, *(path for path in named_files if path))

    def stamp_inputs(self, *more: Path | None) -> ReadInputs:
        """Note the state of everything that a command is about to read, and of more files."""
        start, top = self.kb.resolve(), self.root.resolve()
        # They are searched for settings of other tools.
        enclosing = [folder for folder in start.parents if folder.is_relative_to(top)]
        shipped = (
            shipped_file("templates", "templates"),
            shipped_file("synonyms.toml", "kb/synonyms.toml"),
        )
        baseline = self.path_of(self.config.check.baseline)
        named_paths = (*self.watched(), self.ids, *shipped, baseline, *more)
        return ReadInputs.of(filter(None, named_paths), enclosing)


def open_project(  # noqa: PLR0913 - one for each option that wins over the configuration
    config_file: Path | None,
    kb: Path | None,
    *,
    cache: bool = True,
    audience: str | None = None,
    drafts: bool = False,
    base_url: str | None = None,
) -> Project:
    """Read the configuration and what it names; the other arguments take precedence.

    Raises:
        ConfigError: with file and line, if a file cannot be used.
    """
    loaded = read_config(Path.cwd(), explicit=config_file)
    chosen = {"audience": Audience(audience) if audience else None, "url": base_url}
    loaded = structs.replace(loaded, config=_with_site(loaded.config, chosen))
    return open_loaded(loaded, kb or loaded.root / loaded.config.kb, cache=cache, drafts=drafts)


def open_loaded(
    loaded: LoadedConfig, kb: Path, *, cache: bool = True, drafts: bool = False
) -> Project:
    """Make the project of a configuration that was read, over the articles in `kb`.

    Raises:
        ConfigError: if the configuration or a file that it names has a fault.
    """
    for keys, error in (*validate_metadata(loaded.config), *validate_selection(loaded.config)):
        with error_at_key(loaded.path, *keys):
            raise error
    project = Project(loaded.config, loaded.path, loaded.root, kb, cache=cache)
    load_patterns(project.cache_folder)
    inputs = read_inputs(loaded, kb, project.ids)
    return structs.replace(
        project, inputs=structs.replace(inputs, now=current_moment(), drafts=drafts)
    )


def _with_site(config: Config, chosen: Mapping[str, object]) -> Config:
    """Return the configuration with the chosen values of `[site]`."""
    update = {key: value for key, value in chosen.items() if value}
    return config.model_copy(update={"site": config.site.model_copy(update=update)})


def read_articles(project: Project, *, skip_known: bool = False) -> Folder:
    """Read the folder of articles; an error names paths as seen from here.

    With `skip_known`, texts that have not changed since the last run are read where they are
    needed: a command that writes articles, or runs while they are edited, has to have them all.

    Raises:
        KnowledgeBaseError: if it holds no article that can be read.
        ConfigError: if a folder of text to include is missing.
    """
    folder = project.cache_folder if skip_known else None
    program = find_program(folder)
    reader = None
    if folder and program:
        reader = TextReader.of(folder, program, project.kb, read_all=project.verify)
    try:
        with error_at_key(project.config_file, "includes"):
            folders = project.kb, project.config, project.static
            return read_folder(*folders, root=project.root, reader=reader)
    except KnowledgeBaseError as error:
        span = error.span and _under(path_prefix(project.kb), error.span)
        raise KnowledgeBaseError(error.message, span=span, help=error.help) from None


def link_library(project: Project, mapper: Mapper = map_serially) -> Library:
    """Read the articles and link them, as a build does, without rendering a page."""
    return link_project(read_articles(project, skip_known=True), project, mapper).library


def link_project(folder: Folder, project: Project, mapper: Mapper) -> LinkedFolder:
    """Read and link the articles of a folder."""
    with error_at_key(project.config_file, "templates"):
        strings = read_strings(project.templates)
    return link_folder(folder, strings, project.config, project.inputs, mapper=mapper)


def make_cached_mapper(inner: Mapper, project: Project) -> Mapper:
    """Make a mapper that runs the inner one for the articles that are not in the cache."""
    folder = project.cache_folder
    if folder and (program := find_program(folder)):
        return CachedMapper(folder / ARTICLES, program, inner)
    return SpillingMapper(inner)


def make_image_probe(project: Project, mapper: Mapper | None = None) -> CachedImageProbe:
    """Make a probe of pictures that uses the cache; without a mapper, it uses all processors."""
    folder = project.cache_folder
    store = CacheStore(folder / _PICTURE_CACHE) if folder else None
    return CachedImageProbe(
        project.kb,
        store,
        mapper or local_workers(),
        project.config.limits.picture_pixels,
        digests=FileDigests.of(folder, project.kb, read_all=project.verify),
    )


class CompiledProject(Record, frozen=True):
    """A build and what a report about it needs, with paths as seen from here."""

    build: Build
    sources: Mapping[str, bytes]

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """All findings, sorted."""
        return self.build.diagnostics

    @property
    def page_count(self) -> int:
        """The number of HTML files of the build."""
        return sum(artifact.path.endswith(".html") for artifact in self.build.artifacts)


def compile_project(  # noqa: PLR0913, PLR0917 - all that a site is made with
    project: Project,
    mapper: Mapper,
    probe: ImageProbe,
    page_mappers: PageMappers | None = None,
    last_build: LastBuild | None = None,
    spool: Spool = hold_in_memory,
) -> CompiledProject:
    """Read the articles and the theme, and build the site; the spool takes its files."""
    # A check makes no site and saves 0.2 s.
    from errata.files.spool import shelve_sources  # noqa: PLC0415 - as above
    from errata.pipeline import build  # noqa: PLC0415 - as above

    folder = shelve_sources(read_articles(project, skip_known=True), spool)
    inputs = with_static(project)
    templates = template_cache(project.cache_folder)
    reading = partial(read_searched, OriginalFolders(project.kb, project.static))
    run = partial(build, mapper=mapper, page_mappers=page_mappers, probe=probe, spool=spool)
    run = partial(run, last_build=last_build, read_static=reading)
    look = project.templates, project.path_of(project.config.site.logo)
    with open_keeper(project.cache_folder, CHECKS) as keeper:
        theme = read_whole_theme(project.config_file, *look, keeper)
        built = run(folder, theme, project.config, inputs, templates=templates, keeper=keeper)
    findings = seen_from_here(built.diagnostics, project, theme)
    return CompiledProject(
        structs.replace(built, diagnostics=findings), sources_from_here(folder, project)
    )


def with_static(project: Project) -> Inputs:
    """Read the static files, and add them to a build's inputs."""
    with error_at_key(project.config_file, "static"):
        is_configured = "static" in project.config.model_fields_set
        static = read_static(project.static, project.kb, required=is_configured)
    return structs.replace(project.inputs, static=static)


def seen_from_here(
    diagnostics: Iterable[Diagnostic], project: Project, theme: Theme
) -> tuple[Diagnostic, ...]:
    """Return the findings with paths relative to the current folder."""
    prefix = path_prefix(project.kb)
    outside = _paths_outside(project, theme)
    find = cache(lambda path: _from_here(Span(path), prefix, outside).path)  # of a few files

    def rename(span: Span) -> Span:
        return Span(find(span.path), span.line, span.column)

    return tuple(diagnostic.with_paths(rename) for diagnostic in diagnostics)


def span_from_here(span: Span, project: Project) -> Span:
    """Return a place in the knowledge base with its path relative to the current folder."""
    return _under(path_prefix(project.kb), span)


def sources_from_here(folder: Folder, project: Project) -> Mapping[str, bytes]:
    """Map the path of each article, as in the findings seen from here, to its content."""
    return SourceTexts(folder.sources, path_prefix(project.kb))


def path_prefix(kb: Path) -> str:
    """Return the knowledge base's path as seen from here, to put before paths in it."""
    prefix = display_path(kb)
    return "" if prefix == "." else f"{prefix}/"


def _under(prefix: str, span: Span) -> Span:
    # Static files are next to the knowledge base: "kb/../static/x" becomes "static/x".
    return structs.replace(span, path=normpath(prefix + span.path))


def _paths_outside(project: Project, theme: Theme) -> Mapping[str, str]:
    """Map paths of files outside the knowledge base in findings to those seen from here."""
    inputs = project.inputs
    paths_of_ids = {item.span.path for item in inputs.published_ids}
    paths_of_ids |= {item.span.path for item in inputs.catalogue}
    paths_of_ids |= {span.path for span in inputs.setting_places.values()}
    paths_of_ids |= {file.path for file in theme.string_files.values()}
    settings = display_path(project.config_file) if project.config_file else SETTINGS
    return {SETTINGS: settings, **{path: path for path in paths_of_ids}}


def _from_here(span: Span, prefix: str, outside: Mapping[str, str]) -> Span:
    path = outside.get(span.path)
    return structs.replace(span, path=path) if path else _under(prefix, span)


def shorten_path(path: Path) -> str:
    """Return a path as seen from here, safe to print."""
    return printable(display_path(path))
