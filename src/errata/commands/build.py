"""`errata build`: compile the articles and write the site."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from errata.cache import PooledMapper
from errata.commands import _console
from errata.commands._console import (
    Command,
    CountingMapper,
    Settings,
    examples,
    pluralise,
    print_status,
    show_progress,
)
from errata.commands._found import count_findings, report_findings, show_errors, write_findings
from errata.commands._project import (
    CompiledProject,
    Project,
    cached_mapper,
    compile_project,
    cpu_count,
    exit_status,
    image_probe,
    open_project,
    shorten_path,
)
from errata.files import default_pack_path, refuse_pack, write_ids, write_pack, write_site
from errata.mapper import map_serially

if TYPE_CHECKING:
    from errata.commands._console import Stage
    from errata.files import Written

_EXAMPLES = examples(
    "errata build",
    "errata build --kb kb --out site --jobs auto",
    "errata build --fail-on never --format json",
)


class _Jobs(click.ParamType[int]):
    """A number of processes, or `auto` for one per processor this process may use."""

    name = "jobs"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if text == "auto":
            return cpu_count()
        if not text.isdecimal() or int(text) < 1:
            self.fail(f"`{text}` is neither a number from 1 nor `auto`", param, ctx)
        return int(text)


@click.command(cls=Command, epilog=_EXAMPLES)
@_console.kb
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write.  [default: site, or as configured]",
)
@click.option(
    "--jobs",
    type=_Jobs(),
    default=1,
    show_default=True,
    metavar="N|auto",
    help="Processes to parse with; the site is the same with any number.",
)
@click.option(
    "--lock-ids",
    "lock",
    is_flag=True,
    help="Add every new article number and code to ids.lock; commit that file.",
)
@click.option(
    "--offline-pack",
    "pack",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write one zip that opens without a server, too.  [default: beside the site]",
)
@_console.fail_on
@_console.formatted
@_console.no_cache
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    kb: Path | None,
    out: Path | None,
    jobs: int,
    pack: str | None,
    fail_on: str | None,
    form: str | None,
    *,
    lock: bool,
) -> int:
    """Compile the articles into a help site.

    An article that cannot be read is left out and reported; the rest is built. The old site
    stays as it is until the new one is complete.

    ids.lock, beside the configuration, records what was published: an article number or a code in
    it that is gone fails the build (KB406) until [redirects] says what stands in its place.

    --offline-pack writes a zip of the site beside it, such as site.zip: unpacked, its index.html
    opens from the disk, search included.

    Without --format, errors are shown on stderr; with it, all findings are written to stdout.
    """
    project = open_project(settings.config, kb)
    limit = fail_on or project.config.check.fail_on
    site = out or project.out
    zipped = None if pack is None else Path(pack) if pack else default_pack_path(site)
    return run(settings, project, site, jobs, limit, form, lock=lock, pack=zipped)


def run(  # noqa: PLR0913, PLR0917 - what the options say
    settings: Settings,
    project: Project,
    out: Path,
    jobs: int,
    fail_on: str,
    form: str | None,
    *,
    lock: bool = False,
    pack: Path | None = None,
) -> int:
    """Build, write and report; the exit status."""
    begun = perf_counter()
    if pack:
        refuse_pack(pack)
    with show_progress() as stage:
        over = CountingMapper(stage, PooledMapper(jobs) if jobs > 1 else map_serially)
        album = image_probe(settings, project)
        compiled = compile_project(project, cached_mapper(over, settings, project), album)
        stage(f"writing {len(compiled.build.artifacts):,} files …")
        written = write_site(out, compiled.build.artifacts, project.kb, project.static)
        packed = _packed(pack, out, compiled, stage) if pack else ""
    if form:
        report_findings(compiled, form)
    else:
        show_errors(compiled)
    hint = "" if form or write_findings(compiled) else ", see `errata check`"
    print_status(_summary(compiled, out, written, perf_counter() - begun) + hint)
    if packed:
        print_status(packed)
    if lock:
        _lock(project, compiled)
    return exit_status(compiled.diagnostics, fail_on)


def _packed(pack: Path, out: Path, compiled: CompiledProject, stage: Stage) -> str:
    """Write the pack; what there is to say about it."""
    stage(f"packing {shorten_path(pack)} …")
    size = write_pack(pack, out, compiled.build.artifacts)
    files = pluralise(len(compiled.build.artifacts), "file")
    return (
        f"packed {files} into {shorten_path(pack)}, {size / 1_000_000:,.1f} MB: open its index.html"
    )


def _lock(project: Project, compiled: CompiledProject) -> None:
    """What was published stays in the list, whether it is still there or not."""
    before = {(item.kind, item.id) for item in project.inputs.published_ids}
    new = len({*compiled.build.ids} - before)
    write_ids(project.ids, before | {*compiled.build.ids})
    print_status(f"{shorten_path(project.ids)}: {pluralise(new, 'new id')}")


def _summary(compiled: CompiledProject, out: Path, written: Written, seconds: float) -> str:
    paths = [artifact.path for artifact in compiled.build.artifacts]
    pages = sum(path.endswith(".html") for path in paths)
    size = f"{pluralise(pages, 'page')}, {pluralise(len(paths) - pages, 'asset')}"
    changes = f"{written.added:,} added, {written.changed:,} changed, {written.removed:,} removed"
    findings = count_findings(compiled.diagnostics)
    return f"built {size} into {shorten_path(out)} in {seconds:.1f} s ({changes}): {findings}"
