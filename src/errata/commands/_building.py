"""What `errata build` does between its options and its report: compile, and write the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import click

from errata.commands._console import show_progress
from errata.commands._last_build import History
from errata.commands._lost_pages import find_lost_pages
from errata.commands._project import compile_project, image_probe, make_cached_mapper, shorten_path
from errata.commands._timings import time_items
from errata.files import open_spool, write_pack, write_site
from errata.mapper import PageMappers
from errata.text.display import pluralise

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._console import Stage
    from errata.commands._options import WorkerOptions
    from errata.commands._project import CompiledProject, Project
    from errata.commands._replay import ReadInputs
    from errata.diagnostics.baseline import Baseline
    from errata.files import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """One build: of what, into which folder, and how."""

    project: Project
    site: Path
    pack: Path | None
    """Where to write the zip; None for no zip."""
    workers: WorkerOptions
    baseline: Baseline
    fail_on: str
    quotes: bool
    """Whether the report quotes articles, which are read for it even if nothing has changed."""
    verify: bool
    keep_going: bool
    verbose: bool
    read: ReadInputs | None = None
    """Stamps of the inputs, for which what is said is kept; None where it is not kept."""

    @property
    def reads_all(self) -> bool:
        """Whether the articles are read even if nothing has changed."""
        return self.verify or self.quotes or self.pack is not None


class FinishedBuild(NamedTuple):
    """What a build has come to."""

    compiled: CompiledProject
    written: Written | None = None
    """None if nothing was."""
    packed: str = ""
    """What to print about the zip."""
    lost: tuple[str, ...] = ()
    """Faults because of which the old site stays."""
    until: float = 0.0
    """When time alone may change what it says, in seconds."""


def build_site(request: BuildRequest) -> FinishedBuild:
    """Compile the articles and write the site, or find that nothing has changed."""
    with show_progress() as stage, request.workers.opened(stage) as opened:
        outcome = _build(request, _time_items(opened), stage)
    request.workers.print_warnings()
    return outcome


def _time_items(pages: PageMappers) -> PageMappers:
    rendering = time_items(pages.rendering) if pages.rendering else None
    return PageMappers(time_items(pages.making), rendering, time_items(pages.articles))


def _build(request: BuildRequest, pages: PageMappers, stage: Stage) -> FinishedBuild:
    project, site = request.project, request.site
    history = History.of(project, site, read_all=request.verify)
    if not request.reads_all and (same := history.repeat(project, site)):
        return FinishedBuild(*same, until=history.until(same[0]))
    parsing, probe = (
        make_cached_mapper(pages.articles, project),
        image_probe(project, pages.articles),
    )
    # Until the command ends: its report quotes articles.
    spool = click.get_current_context().with_resource(open_spool(site))
    compiled = compile_project(project, parsing, probe, pages, history.last, spool)
    built = compiled.build
    if not request.keep_going and (lost := find_lost_pages(compiled, project, site, history)):
        return FinishedBuild(compiled, lost=lost)
    stage(f"writing {len(built.artifacts):,} files …")
    inputs = (built.artifacts, project.kb, project.static, history.unchanged)
    written = write_site(site, *inputs, unlisted=built.unlisted)
    history.save(compiled, written)
    packed = _write_pack(request.pack, site, compiled, stage) if request.pack else ""
    return FinishedBuild(compiled, written, packed, until=history.until(compiled))


def _write_pack(pack: Path, site: Path, compiled: CompiledProject, stage: Stage) -> str:
    """Write the zip; what to print about it."""
    stage(f"packing {shorten_path(pack)} …")
    size = write_pack(pack, site, compiled.build.artifacts) / 1_000_000
    files = pluralise(len(compiled.build.artifacts), "file")
    return f"packed {files} into {shorten_path(pack)}, {size:,.1f} MB: open its index.html"
