"""`errata build`: compile the articles and write the site."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple, TypedDict, Unpack

import click
from msgspec import structs
from msgspec.structs import replace

from errata.commands import _console
from errata.commands._console import ReportOptions, Settings, Stage, print_status, show_progress
from errata.commands._findings import (
    describe_uncounted,
    exit_status,
    format_options,
    make_report,
    print_errors,
    print_withheld,
    read_project_baseline,
    refuse_output,
    subtract_baseline,
    write_report_as,
)
from errata.commands._last_build import History, describe_lost_pages, find_lost_pages
from errata.commands._options import WorkerOptions, audience_option, jobs_option
from errata.commands._project import (
    CompiledProject,
    Project,
    compile_project,
    make_cached_mapper,
    make_image_probe,
    open_project,
    shorten_path,
)
from errata.commands._replay import COMMAND_LINE, SECONDS, ReadInputs, Recording, WrittenSite
from errata.commands._timings import add_timing_options, time_items, time_start
from errata.diagnostics import Severity
from errata.diagnostics.baseline import Baseline
from errata.files import write_ids
from errata.files.pack import default_pack_path, refuse_pack, write_pack
from errata.files.site import Written, write_site
from errata.files.spool import open_spool
from errata.mapper import PageMappers, collect_all_objects, collect_nothing
from errata.reports import count_findings
from errata.site.urls import article_path
from errata.text.addresses import AddressError, base_address
from errata.text.display import pluralise
from errata.values import Record


class _Chosen(TypedDict):
    """The options of the command, as click passes them."""

    kb: Path | None
    out: Path | None
    jobs: int
    executor: str | None
    scheduler: str | None
    offline_pack: str | None
    audience: str | None
    base_url: str | None
    fail_on: str | None
    lock_ids: bool
    drafts: bool
    keep_going: bool
    verbose: bool
    verify: bool


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
    help="Also write a zip file whose pages open without a server.  [default: next to the site]",
)
@audience_option
@_console.drafts_option
@click.option(
    "--verify",
    is_flag=True,
    help="Also find changes that left the time of a file as it was: read every file again.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Write the site even without the page of an article that cannot be read any more.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="List every article that is not published, and every internal value that is.",
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
@add_timing_options
def command(settings: Settings, **chosen: Unpack[_Chosen]) -> int:
    """Compile the articles into a help site. The old site stays until the new one is complete.

    If an article cannot be read any more, nothing is written, unless --keep-going is given.

    ids.lock, next to the configuration file, records what was published. If an article number or a
    code in it no longer exists, the build fails (KB406) until [redirects] says what replaces it.

    Drafts and internal, scheduled and expired articles are left out and counted. --drafts includes
    all but internal ones, each with a badge. --audience partner includes those for partners, too.

    Errors are shown on stderr. With --output-format, all findings are written to stdout instead.
    """
    start = perf_counter()
    request = _read_request(settings, chosen)
    done = build_site(request)
    status = _say(done, request, settings.report, start)
    if chosen["lock_ids"] and not done.lost:
        _lock_ids(request.project, done.compiled)
    return status


def _read_request(settings: Settings, chosen: _Chosen) -> BuildRequest:
    """Read the request, and refuse it before building if it cannot be done."""
    if chosen["drafts"] and chosen["lock_ids"]:
        raise click.UsageError("--lock-ids records what is published: build without --drafts")
    project = open_project(
        settings.config,
        chosen["kb"],
        audience=chosen["audience"],
        base_url=chosen["base_url"],
        cache=settings.cache,
        drafts=chosen["drafts"],
    )
    project = structs.replace(project, verify=chosen["verify"])
    site = chosen["out"] or project.out
    refuse_output(settings.report)
    baseline = read_project_baseline(settings.report, project)
    request = BuildRequest(
        project=project,
        site=site,
        pack=_pack_path(chosen["offline_pack"], site),
        workers=WorkerOptions(chosen["jobs"], chosen["executor"], chosen["scheduler"]),
        baseline=baseline,
        fail_on=chosen["fail_on"] or project.config.check.fail_on,
        quotes=baseline != Baseline() or settings.report.is_written,
        verify=chosen["verify"],
        keep_going=chosen["keep_going"],
        verbose=chosen["verbose"],
    )
    is_special = request.reads_all or chosen["lock_ids"] or chosen["executor"]
    if is_special or settings.is_measured:
        return request
    return replace(request, read=project.stamp_inputs())


def _say(done: FinishedBuild, request: BuildRequest, options: ReportOptions, start: float) -> int:
    """Print the result of a build; return the exit status. The output is cached for `read`."""
    project, site = request.project, request.site
    compiled, known_count = subtract_baseline(done.compiled, request.baseline, project)
    summary = _summary(done, compiled, known_count, site, f"{perf_counter() - start:.1f}")
    recording = Recording()
    with recording.listen():
        _report(compiled, options, project, summary)
        print_withheld(compiled, verbose=request.verbose)
    if done.packed:
        print_status(done.packed)
    status = exit_status(compiled.diagnostics, request.fail_on)
    if request.read and done.written:
        unchanged = done._replace(written=Written(0, 0, 0, 0))
        same = (summary, _summary(unchanged, compiled, known_count, site, SECONDS))
        states = {path: file.state for path, file in done.written.files.items()}
        left = WrittenSite(site.resolve(), states, done.written.moment)
        recording.save(
            request.read,
            until=done.until,
            status=status,
            summary=same,
            cache=project.cache_folder,
            site=left,
        )
    return 1 if done.lost else status


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
    milder = {diagnostic.severity for diagnostic in compiled.diagnostics} - {Severity.ERROR}
    counts, *lost = summary.splitlines()
    pointer = ", see `errata check`" if milder else ""
    print_status("\n".join((f"{counts}{pointer}", *lost)))


def _page_addresses(compiled: CompiledProject, base: str) -> dict[str, str]:
    """Map articles with findings to the web addresses of their pages, if they have one."""
    built = {artifact.path for artifact in compiled.build.artifacts}
    diagnostics = (diagnostic for diagnostic in compiled.diagnostics if diagnostic.article and base)
    pages = (
        (diagnostic.span.path, article_path(*diagnostic.article.split("/", 1)))
        for diagnostic in diagnostics
    )
    return {source: f"{base.rstrip('/')}/{page}" for source, page in pages if page in built}


def _pack_path(option: str | None, site: Path) -> Path | None:
    """Return the zip to write, refused before building if it cannot be; None for no zip."""
    if option is None:
        return None
    pack = Path(option) if option else default_pack_path(site)
    refuse_pack(pack)  # before the long work
    return pack


def _summary(
    done: FinishedBuild, compiled: CompiledProject, known_count: int, site: Path, seconds: str
) -> str:
    counts = count_findings(compiled.diagnostics)
    counts += describe_uncounted(known_count, compiled.build.suppressed)
    written = done.written
    if written is None:
        return f"{counts}\n{describe_lost_pages(done.lost, site)}"
    pages = pluralise(compiled.page_count, "page")
    assets = pluralise(len(compiled.build.artifacts) - compiled.page_count, "asset")
    changes = f"{written.added:,} added, {written.changed:,} changed, {written.removed:,} removed"
    target = f"into {shorten_path(site)} in {seconds} s ({changes})"
    return f"built {pages}, {assets} {target}: {counts}"


def _lock_ids(project: Project, compiled: CompiledProject) -> None:
    """Add the new ids to the list; an id that was published once stays in it."""
    before = {(item.kind, item.id) for item in project.inputs.published_ids}
    new = len({*compiled.build.ids} - before)
    write_ids(project.ids, before | {*compiled.build.ids})
    print_status(f"{shorten_path(project.ids)}: {pluralise(new, 'new id')}")


# ── compiling and writing ───────────────────────────────────────────────────────────────────


# From so many files on, those of 10,000 articles, the articles make room before the files are
# written. They lead to the library, and it to them: with 1,000 of them 31 MB were free afterwards,
# for a third of a second.
_MANY_FILES: Final = 90_000


class BuildRequest(Record, frozen=True, kw_only=True):
    """One build: its source, its folder and its options."""

    project: Project
    site: Path
    pack: Path | None
    """The zip to write; None for no zip."""
    workers: WorkerOptions
    baseline: Baseline
    fail_on: str
    quotes: bool
    """Whether the report quotes articles, which are then read even if nothing has changed."""
    verify: bool
    keep_going: bool
    verbose: bool
    read: ReadInputs | None = None
    """Stamps of the inputs, with which the output is cached; None if it is not cached."""

    @property
    def reads_all(self) -> bool:
        """Whether the articles are read even if nothing has changed."""
        return self.verify or self.quotes or self.pack is not None


class FinishedBuild(NamedTuple):
    """The result of a build."""

    compiled: CompiledProject
    written: Written | None = None
    """What was written; None if nothing was."""
    packed: str = ""
    """The message about the zip."""
    lost: tuple[str, ...] = ()
    """Faults because of which the old site stays."""
    until: float = 0.0
    """When time alone may change its output, in seconds."""


def build_site(request: BuildRequest) -> FinishedBuild:
    """Compile the articles and write the site, or find that nothing has changed."""
    with (
        collect_nothing(until_exit=COMMAND_LINE.get() is not None),
        show_progress() as stage,
        request.workers.opened(stage) as opened,
    ):
        outcome = _build(request, _time_items(opened), stage)
    request.workers.print_warnings()
    return outcome


def _time_items(pages: PageMappers) -> PageMappers:
    rendering = time_items(pages.rendering) if pages.rendering else None
    making, many = time_items(pages.making), time_items(pages.making_many)
    articles, starting = time_items(pages.articles), time_start(pages.starting)
    return PageMappers(making, rendering, articles, starting, many)


def _build(request: BuildRequest, pages: PageMappers, stage: Stage) -> FinishedBuild:
    project, site = request.project, request.site
    history = History.of(project, site, request.read, read_all=request.verify)
    if not request.reads_all and (same := history.repeat(project, site)):
        return FinishedBuild(*same, until=history.until(same[0]))
    parsing, probe = (
        make_cached_mapper(pages.articles, project),
        make_image_probe(project, pages.articles),
    )
    # Until the command ends: its report quotes articles.
    spool = click.get_current_context().with_resource(open_spool(site))
    compiled = compile_project(project, parsing, probe, pages, history.last, spool)
    built = compiled.build
    if not request.keep_going and (lost := find_lost_pages(compiled, project, site, history)):
        return FinishedBuild(compiled, lost=lost)
    if len(built.artifacts) >= _MANY_FILES:
        collect_all_objects()
    stage(f"writing {len(built.artifacts):,} files …")
    inputs = (built.artifacts, project.kb, project.static, history.unchanged)
    written = write_site(
        site, *inputs, unlisted=built.unlisted, digests=probe.digests, looked=history.looked
    )
    probe.digests.save()
    history.save(compiled, written)
    packed = _write_pack(request.pack, site, compiled, stage) if request.pack else ""
    return FinishedBuild(compiled, written, packed, until=history.until(compiled))


def _write_pack(pack: Path, site: Path, compiled: CompiledProject, stage: Stage) -> str:
    """Write the zip; return the message about it."""
    stage(f"packing {shorten_path(pack)} …")
    size = write_pack(pack, site, compiled.build.artifacts) / 1_000_000
    files = pluralise(len(compiled.build.artifacts), "file")
    return f"packed {files} into {shorten_path(pack)}, {size:,.1f} MB: open its index.html"
