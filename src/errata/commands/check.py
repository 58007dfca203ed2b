"""`errata check`: report what is wrong in the articles, and write nothing."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._checked import check_project, find_site_checks
from errata.commands._console import CountingMapper, pluralise, show_progress
from errata.commands._findings import FindingsReporter, report_options
from errata.commands._project import cached_mapper, open_project

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._console import Settings


@_console.command(
    "errata check",
    "errata check --fail-on warning --output-format concise",
    "errata check --statistics",
    "errata check --output-format sarif -o findings.sarif",
    "errata check --write-baseline",
)
@_console.kb_option
@_console.fail_on_option
@report_options
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
    reporter = FindingsReporter(settings.report, project)
    with show_progress() as stage:
        mapper = cached_mapper(CountingMapper(stage), project)
        checked = check_project(project, mapper, site=site)
    articles = pluralise(len(checked.sources), "article")
    summary = f"checked {articles} in {perf_counter() - start:.1f} s"
    return reporter.report(
        checked.diagnostics,
        checked.sources,
        summary,
        fail_on or project.config.check.fail_on,
        not_run=frozenset() if site else find_site_checks(),
    )
