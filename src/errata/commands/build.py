"""`errata build`: compile the articles and write the site."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click

from errata.commands import _console
from errata.commands._console import print_status, show_progress
from errata.commands._findings import (
    describe_uncounted,
    format_options,
    make_report,
    read_project_baseline,
    refuse_output,
    subtract_baseline,
    write_report_as,
)
from errata.commands._last_build import History, read_inputs_of
from errata.commands._lost_pages import describe_lost_pages, find_lost_pages
from errata.commands._project import (
    cached_mapper,
    compile_project,
    image_probe,
    open_project,
    shorten_path,
)
from errata.commands._replay import SECONDS, Recording
from errata.commands._reports import (
    count_findings,
    exit_status,
    print_errors,
    print_withheld,
)
from errata.commands._selection import audience_option, jobs_option
from errata.commands._timings import time_items, timing_options
from errata.commands._workers import WorkerOptions
from errata.diagnostics import Severity
from errata.diagnostics.baseline import Baseline
from errata.files import (
    Written,
    default_pack_path,
    open_spool,
    refuse_pack,
    write_ids,
    write_pack,
    write_site,
)
from errata.mapper import PageMappers
from errata.site.urls import article_path
from errata.text.addresses import AddressError, base_address
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from errata.commands._console import ReportOptions, Settings, Stage
    from errata.commands._project import CompiledProject, Project
    from errata.commands._replay import ReadInputs


class _BaseUrl(click.ParamType[str]):
    """The web address of a site."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        try:
            return base_address(str(value))
        except AddressError as error:
            self.fail(f"{error}; {error.help}", param, ctx)


@_console.command(
    "errata build",
    "errata build --kb kb --out site --jobs auto",
    "errata build --fail-on never --output-format json",
    "errata build --base-url https://preview.example.com/42/",
)
@_console.kb_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write.  [default: site, or as configured]",
)
@jobs_option
@click.option(
    "--executor",
    metavar="dask|CLASS",
    help="Run the work on the workers of Dask, or of a class like `concurrent.futures.Executor`.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask's scheduler, such as tcp://HOST:8786.")
@click.option(
    "--lock-ids",
    is_flag=True,
    help="Add every new article number and code to ids.lock; commit that file.",
)
@click.option(
    "--offline-pack",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Also write a zip file whose index.html opens without a server.  [default: by the site]",
)
@audience_option
@_console.drafts_option
@click.option(
    "--verify",
    is_flag=True,
    help="Read every file of the site: also find what changed without a new time.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Also write the site if it loses the page of an article that cannot be read any more.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="List every article that is not published, and internal values that are public.",
)
@_console.fail_on_option
@format_options()
@click.option(
    "--base-url",
    type=_BaseUrl(),
    metavar="URL",
    help="Address of the site for this build, such as a preview.  [default: `url` in [site]]",
)
@_console.no_cache_option
@timing_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    kb: Path | None,
    out: Path | None,
    jobs: int,
    executor: str | None,
    scheduler: str | None,
    offline_pack: str | None,
    audience: str | None,
    base_url: str | None,
    fail_on: str | None,
    *,
    lock_ids: bool,
    drafts: bool,
    keep_going: bool,
    verbose: bool,
    verify: bool,
) -> int:
    """Compile the articles into a help site. The old site stays until the new one is complete.

    If an article cannot be read any more, nothing is written, unless --keep-going is given.

    ids.lock, next to the configuration file, records what was published. If an article number or a
    code in it no longer exists, the build fails (KB406) until [redirects] says what replaces it.

    Drafts, internal, scheduled and expired articles are left out and counted. --drafts includes all
    but internal ones, each with a badge. --audience partner includes those for partners, too.

    Errors are shown on stderr. With --output-format, all findings are written to stdout instead.
    """
    start = perf_counter()
    _refuse_locking(drafts=drafts, lock_ids=lock_ids)
    options = {"cache": settings.cache, "drafts": drafts}
    project = open_project(settings.config, kb, audience=audience, base_url=base_url, **options)
    site = out or project.out
    refuse_output(settings.report)
    baseline = read_project_baseline(settings.report, project)
    pack, workers = _pack_path(offline_pack, site), WorkerOptions(jobs, executor, scheduler)
    quotes = baseline != Baseline() or settings.report.is_written
    read = read_inputs_of(project)
    done = _build(project, site, pack, workers, verify, quotes, keep_going)
    is_special = verify or quotes or pack or lock_ids or executor or settings.is_measured
    again = None if is_special else read
    limit = fail_on or project.config.check.fail_on
    status = _say(done, project, site, settings.report, baseline, limit, again, start, verbose)
    if lock_ids and not done.lost:
        _lock_ids(project, done.compiled)
    return status


def _say(  # noqa: PLR0913, PLR0917 - what there is to say
    done: _Done,
    project: Project,
    site: Path,
    options: ReportOptions,
    baseline: Baseline,
    fail_on: str,
    read: ReadInputs | None,
    start: float,
    verbose: bool,  # noqa: FBT001 - an option
) -> int:
    """Say what has become of a build; the exit status. It is kept for what was `read`."""
    compiled, known = subtract_baseline(done.compiled, baseline, project)
    summary = _summary(done, compiled, known, site, f"{perf_counter() - start:.1f}")
    said = Recording()
    with said.listen():
        _report(compiled, options, project, summary)
        print_withheld(compiled, verbose=verbose)
    if done.packed:
        print_status(done.packed)
    status = exit_status(compiled.diagnostics, fail_on)
    if read and done.written:
        kept = done._replace(written=Written(0, 0, 0, 0))
        same = (summary, _summary(kept, compiled, known, site, SECONDS))
        place, cache = site.resolve(), project.cache_folder
        said.save(read, until=done.until, status=status, summary=same, cache=cache, site=place)
    return 1 if done.lost else status


class _Done(NamedTuple):
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


def _refuse_locking(*, drafts: bool, lock_ids: bool) -> None:
    if drafts and lock_ids:
        raise click.UsageError("--lock-ids records what is published: build without --drafts")


def _build(  # noqa: PLR0913, PLR0917 - what is built, and how
    project: Project,
    site: Path,
    pack: Path | None,
    workers: WorkerOptions,
    verify: bool,  # noqa: FBT001 - an option, as the next two
    quotes: bool,  # noqa: FBT001 - as said
    keep_going: bool,  # noqa: FBT001 - as said
) -> _Done:
    """The build, and what changed on the disk.

    With `quotes`, the articles are read even if nothing has changed, since a report quotes them.
    """
    # Until the command ends: its report quotes articles.
    spool = click.get_current_context().with_resource(open_spool(site))
    with show_progress() as stage, workers.opened(stage) as opened:
        pages = PageMappers(
            time_items(opened.making),
            time_items(opened.rendering) if opened.rendering else None,
            time_items(opened.articles),
        )
        parsing = cached_mapper(pages.articles, project)
        history = History.of(project, site, read_all=verify)
        if not (verify or quotes or pack) and (same := history.repeat(project, site)):
            return _Done(*same, until=history.until(same[0]))
        probe = image_probe(project, pages.articles)
        compiled = compile_project(project, parsing, probe, pages, history.last, spool)
        built = compiled.build
        if not keep_going and (lost := find_lost_pages(compiled, project, site, history)):
            return _Done(compiled, lost=lost)
        stage(f"writing {len(built.artifacts):,} files …")
        written = write_site(
            site,
            built.artifacts,
            project.kb,
            project.static,
            history.unchanged,
            unlisted=built.unlisted,
        )
        history.save(compiled, written)
        packed = _write_pack(pack, site, compiled, stage) if pack else ""
    workers.print_warnings()
    return _Done(compiled, written, packed, until=history.until(compiled))


def _report(
    compiled: CompiledProject, options: ReportOptions, project: Project, summary: str
) -> None:
    if options.chosen_form or options.output:
        pages = _page_addresses(compiled, project.config.site.url)
        report = make_report(compiled.diagnostics, compiled.sources, project, pages=pages)
        write_report_as(options.chosen_form or "full", report, options.output_file)
        print_status(summary)
        return
    print_errors(compiled)
    milder = {found.severity for found in compiled.diagnostics} - {Severity.ERROR}
    print_status(f"{summary}, see `errata check`" if milder else summary)


def _page_addresses(compiled: CompiledProject, base: str) -> dict[str, str]:
    """Path of an article with findings -> web address of its page, where there is one."""
    built = {artifact.path for artifact in compiled.build.artifacts}
    found = (one for one in compiled.diagnostics if one.article and base)
    pages = ((one.span.path, article_path(*one.article.split("/", 1))) for one in found)
    return {source: f"{base.rstrip('/')}/{page}" for source, page in pages if page in built}


def _pack_path(option: str | None, site: Path) -> Path | None:
    """Where to write the zip, refused before anything is built; None for no zip."""
    if option is None:
        return None
    pack = Path(option) if option else default_pack_path(site)
    refuse_pack(pack)  # before the long work
    return pack


def _write_pack(pack: Path, site: Path, compiled: CompiledProject, stage: Stage) -> str:
    """Write the zip; what to print about it."""
    stage(f"packing {shorten_path(pack)} …")
    size = write_pack(pack, site, compiled.build.artifacts) / 1_000_000
    files = pluralise(len(compiled.build.artifacts), "file")
    return f"packed {files} into {shorten_path(pack)}, {size:,.1f} MB: open its index.html"


def _summary(done: _Done, compiled: CompiledProject, known: int, site: Path, seconds: str) -> str:
    found = count_findings(compiled.diagnostics)
    found += describe_uncounted(known, compiled.build.suppressed)
    written = done.written
    if written is None:
        return f"{found}\n{describe_lost_pages(done.lost, site)}"
    pages = pluralise(compiled.page_count, "page")
    assets = pluralise(len(compiled.build.artifacts) - compiled.page_count, "asset")
    changes = f"{written.added:,} added, {written.changed:,} changed, {written.removed:,} removed"
    target = f"into {shorten_path(site)} in {seconds} s ({changes})"
    return f"built {pages}, {assets} {target}: {found}"


def _lock_ids(project: Project, compiled: CompiledProject) -> None:
    """Add the new ids to the list; an id that was published once stays in it."""
    before = {(item.kind, item.id) for item in project.inputs.published_ids}
    new = len({*compiled.build.ids} - before)
    write_ids(project.ids, before | {*compiled.build.ids})
    print_status(f"{shorten_path(project.ids)}: {pluralise(new, 'new id')}")
