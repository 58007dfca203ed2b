"""One knowledge base, checked: what a report about its findings needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from errata.commands._caches import CHECKS, make_keeper, open_keeper
from errata.commands._console import print_status
from errata.commands._project import (
    Project,
    compile_project,
    make_image_probe,
    read_articles,
    seen_from_here,
    shorten_path,
    sources_from_here,
    with_static,
)
from errata.diagnostics import Diagnostic, closest_name
from errata.errors import KnowledgeBaseError
from errata.files import error_at_key, read_words
from errata.files.text import display_path
from errata.mapper import Mapper
from errata.model import SETTINGS, Folder, Keeper, Library
from errata.review import ReviewContext, WeighedFindings, is_in, prepare_review, review, review_text
from errata.values import Record


class CheckedProject(Record, frozen=True):
    """Findings and the articles that they are in, with paths as seen from here."""

    diagnostics: Sequence[Diagnostic]
    """Findings, sorted."""
    sources: Mapping[str, bytes]
    count: int
    """Number of articles that were judged."""
    suppressed: int
    """Number of findings that comments in the articles suppress."""
    until: float = 0.0
    """When time alone may change a finding, in seconds; 0 if unknown."""
    context: ReviewContext | None = None
    """What was judged; None with the site."""


class CheckScope(Record, frozen=True):
    """The part of a knowledge base to check."""

    paths: frozenset[str] | None = None
    """Files and folders, as `errata.review.review` takes them; None for all."""
    text: tuple[str, bytes] | None = None
    """Path below the knowledge base and new content of the only article to judge."""
    site: bool = False
    """Whether to check the site that the articles make, too."""

    @property
    def is_whole(self) -> bool:
        """Whether all articles are judged."""
        return self.paths is None and self.text is None

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is in the scope; its path is below the knowledge base."""
        return self.takes_path(diagnostic.span.path)

    def takes_path(self, path: str) -> bool:
        """Whether a file below the knowledge base is checked."""
        return self.paths is None or is_in(path, self.paths)


def check_project(project: Project, mapper: Mapper, scope: CheckScope) -> CheckedProject:
    """Read and link the articles, and check them.

    Raises:
        ThemeError: if the strings cannot be read; with `site`, if a template has a fault.
    """
    if scope.site:
        compiled = compile_project(project, mapper, make_image_probe(project))
        sources, suppressed = compiled.sources, compiled.build.suppressed
        return CheckedProject(compiled.diagnostics, sources, len(sources), suppressed)
    with open_keeper(project.cache_folder, CHECKS) as keeper:
        return check_articles(project, prepare_project_review(project, mapper, keeper), scope)


def prepare_watched_review(project: Project, mapper: Mapper) -> ReviewContext:
    """Read and link the articles of a project that is checked again after each edit.

    All texts are in memory: one that is read where it is needed may have changed by then.
    """
    keeper = make_keeper(project.cache_folder, CHECKS)
    return folder_reviewer(project, mapper, keeper)(read_articles(project))


def check_articles(project: Project, context: ReviewContext, scope: CheckScope) -> CheckedProject:
    """Check articles that were read and linked."""
    weighed = _weigh(context, scope)
    if scope.text:
        path, data = scope.text
        sources: Mapping[str, bytes] = {shorten_path(project.kb / path): data}
        count = 1
    else:
        sources = sources_from_here(context.folder, project)
        count = sum(map(scope.takes_path, context.index_by_path))
    diagnostics = seen_from_here(weighed.diagnostics, project, context.theme)
    until = context.next_change.timestamp() if context.next_change else 0.0
    return CheckedProject(diagnostics, sources, count, weighed.suppressed, until, context)


def _weigh(context: ReviewContext, scope: CheckScope) -> WeighedFindings:
    if scope.text:
        return review_text(context, *scope.text)
    return review(context, scope.paths)


def prepare_project_review(
    project: Project, mapper: Mapper, keeper: Keeper | None = None
) -> ReviewContext:
    """Read and link the articles of a project."""
    return folder_reviewer(project, mapper, keeper)(read_articles(project, skip_known=True))


def folder_reviewer(
    project: Project, mapper: Mapper, keeper: Keeper | None = None
) -> Callable[[Folder], ReviewContext]:
    """Return a function that prepares a folder's review; all but the articles is read now."""
    with error_at_key(project.config_file, "templates"):
        theme = read_words(project.templates, keeper)
    inputs = with_static(project)
    probe = structs.replace(make_image_probe(project), only_faults=True)
    return lambda folder: prepare_review(
        folder, theme, project.config, inputs, mapper=mapper, probe=probe, keeper=keeper
    )


def review_project(project: Project, mapper: Mapper) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the linked articles and their findings, with paths below the knowledge base."""
    context = prepare_project_review(project, mapper)
    return context.linked.library, review(context).diagnostics


def name_paths(project: Project, paths: Iterable[Path]) -> frozenset[str]:
    """Return files and folders as findings name them; report and drop those elsewhere.

    Raises:
        KnowledgeBaseError: if one does not exist.
    """
    names = set()
    for path in paths:
        if not path.exists():
            raise _missing(path)
        below = _below(project.kb, path)
        if below is not None:
            names.add(below)
        elif project.config_file and path.resolve() == project.config_file.resolve():
            names.add(SETTINGS)
        elif path.resolve() in _outside(project):
            names.add(display_path(path))
        else:
            kb = shorten_path(project.kb)
            print_status(f"not checked: {shorten_path(path)} is not in the knowledge base `{kb}`")
    return frozenset(names)


def read_stdin(project: Project, path: Path) -> tuple[str, bytes]:
    """Read standard input as the article of that path.

    Raises:
        KnowledgeBaseError: if the path is not in the knowledge base.
    """
    below = _below(project.kb, path)
    if not below:
        kb = shorten_path(project.kb)
        message = f"`{shorten_path(path)}` is not in the knowledge base `{kb}`"
        remedy = "give the path of an article in the knowledge base"
        raise KnowledgeBaseError(message, help=remedy)
    return below, sys.stdin.buffer.read()


def _below(kb: Path, path: Path) -> str | None:
    """Return the path below the knowledge base, empty for all of it; None if elsewhere."""
    # The folder is resolved and not the file: a link in the knowledge base is part of it.
    folder, resolved = kb.resolve(), path.parent.resolve() / path.name
    if path.resolve() == folder or (path.is_dir() and folder.is_relative_to(path.resolve())):
        return ""
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else None


def _outside(project: Project) -> set[Path]:
    named_paths = (project.path_of(project.config.catalogue), project.ids)
    return {path.resolve() for path in named_paths if path}


def _missing(path: Path) -> KnowledgeBaseError:
    siblings = path.parent.iterdir() if path.parent.is_dir() else ()
    nearest = closest_name(path.name, [source.name for source in siblings])
    remedy = f"did you mean `{shorten_path(path.with_name(nearest))}`?" if nearest else ""
    return KnowledgeBaseError(f"`{shorten_path(path)}` does not exist", help=remedy)
