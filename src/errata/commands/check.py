"""`errata check`: report what is wrong in the articles, and write nothing."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._checked import check_project
from errata.commands._console import CountingMapper, pluralise, print_status, show_progress
from errata.commands._project import cached_mapper, open_project
from errata.commands._reports import count_findings, exit_status, write_findings
from errata.reports import report_formats

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._console import Settings


@_console.command(
    "errata check",
    "errata check --fail-on warning --format concise",
    "errata check --kb kb --format json > findings.json",
)
@_console.kb_option
@_console.fail_on_option
@_console.format_option(report_formats(), "full")
@_console.no_cache_option
@_console.audience_option
@_console.drafts_option
@click.option(
    "--site",
    is_flag=True,
    help="Also make the site in memory, and check what only its pages show.",
)
def command(  # noqa: PLR0913 - one for each option
    settings: Settings,
    kb: Path | None,
    fail_on: str | None,
    form: str,
    audience: str | None,
    *,
    drafts: bool,
    site: bool,
) -> int:
    """Report what is wrong in the articles.

    Findings go to stdout, the summary to stderr; no page is made. What only the finished site can
    show, such as two pages at one address, is reported by `errata build`, and with --site.
    """
    start = perf_counter()
    project = open_project(
        settings.config, kb, cache=settings.cache, audience=audience, drafts=drafts
    )
    with show_progress() as stage:
        mapper = cached_mapper(CountingMapper(stage), project)
        checked = check_project(project, mapper, site=site)
    write_findings(checked, form)
    articles = pluralise(len(checked.sources), "article")
    seconds = perf_counter() - start
    print_status(f"checked {articles} in {seconds:.1f} s: {count_findings(checked.diagnostics)}")
    return exit_status(checked.diagnostics, fail_on or project.config.check.fail_on)
