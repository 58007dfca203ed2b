"""`errata check`: report what is wrong in the articles, and write nothing."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._console import (
    Command,
    CountingMapper,
    examples,
    pluralise,
    print_status,
    show_progress,
)
from errata.commands._found import count_findings, report_findings
from errata.commands._project import (
    Project,
    cached_mapper,
    compile_project,
    exit_status,
    image_probe,
    open_project,
)

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._console import Settings

_EXAMPLES = examples(
    "errata check",
    "errata check --fail-on warning --format concise",
    "errata check --kb kb --format json > findings.json",
)


@click.command(cls=Command, epilog=_EXAMPLES)
@_console.kb
@_console.fail_on
@_console.formatted
@_console.no_cache
@click.pass_obj
def command(settings: Settings, kb: Path | None, fail_on: str | None, form: str | None) -> int:
    """Report what is wrong in the articles.

    Findings go to stdout, the summary to stderr; nothing is written to disk.
    """
    project = open_project(settings.config, kb)
    return run(project, settings, fail_on or project.config.check.fail_on, form or "full")


def run(project: Project, settings: Settings, fail_on: str, form: str) -> int:
    """Build in memory and report; the exit status."""
    begun = perf_counter()
    with show_progress() as stage:
        compiled = compile_project(
            project,
            cached_mapper(CountingMapper(stage), settings, project),
            image_probe(settings, project),
        )
    report_findings(compiled, form)
    articles = pluralise(len(compiled.sources), "article")
    seconds = perf_counter() - begun
    print_status(f"checked {articles} in {seconds:.1f} s: {count_findings(compiled.diagnostics)}")
    return exit_status(compiled.diagnostics, fail_on)
