"""`errata check`: report what is wrong in the articles; with `--fix`, correct what is certain."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._checked import (
    CheckScope,
    check_project,
    find_site_checks,
    name_paths,
    read_stdin,
)
from errata.commands._console import CountingMapper, pluralise, print_status, show_progress
from errata.commands._findings import FindingsReporter, report_options
from errata.commands._fixes import count_fixes, describe_fixes, fix_options, run_fixes, show_diff
from errata.commands._project import cached_mapper, open_project

if TYPE_CHECKING:
    from errata.commands._checked import CheckedProject
    from errata.commands._console import Settings
    from errata.commands._fixes import FixedFolder
    from errata.commands._project import Project


@_console.command(
    "errata check",
    "errata check --fail-on warning --output-format concise",
    "errata check --statistics",
    "errata check --output-format sarif -o findings.sarif",
    "errata check --write-baseline",
    "errata check --fix",
    "errata check kb/en/KA-00001.md",
    "errata check --stdin-filename kb/en/KA-00001.md < draft.md",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
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
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Check standard input as the article of that path.",
)
@fix_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    paths: tuple[Path, ...],
    kb: Path | None,
    fail_on: str | None,
    audience: str | None,
    stdin_filename: Path | None,
    *,
    drafts: bool,
    site: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Report what is wrong in the articles, or in those at PATHS.

    PATHS are files and folders. Links, numbers and duplicates are judged against all articles.

    Findings go to stdout, the summary to stderr; no page is made. What only the finished site can
    show, such as two pages at one address, is reported by `errata build`, and with --site.
    --fix corrects the articles where that is certain and reports what is left.
    """
    project = open_project(
        settings.config, kb, cache=settings.cache, audience=audience, drafts=drafts
    )
    if stdin_filename and (fix or diff):
        raise click.UsageError("--fix and --diff are for files: leave out --stdin-filename")
    scope = _scope(project, paths, stdin_filename, site=site)
    fixes = _Fixes(write=fix, diff=diff, unsafe=unsafe_fixes)
    run = _Run(settings, project, scope, fixes, fail_on or project.config.check.fail_on)
    return run.check()


@dataclass(frozen=True, slots=True)
class _Fixes:
    """What is fixed before the check."""

    write: bool
    diff: bool
    unsafe: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """One check, as the options say."""

    settings: Settings
    project: Project
    scope: CheckScope
    fixes: _Fixes
    fail_on: str

    def check(self) -> int:
        """Fix what is to be fixed, check the rest, report; the exit status."""
        start = perf_counter()
        reporter = FindingsReporter(self.settings.report, self.project, whole=self.scope.is_whole)
        fixed = self._fix()
        if fixed and self.fixes.diff:
            return show_diff(fixed, self.project)
        with show_progress() as stage:
            mapper = cached_mapper(CountingMapper(stage), self.project)
            checked = check_project(self.project, mapper, self.scope)
        if fixed and fixed.changes:
            print_status(describe_fixes(fixed))
        articles = pluralise(checked.count, "article")
        status = reporter.report(
            checked.diagnostics,
            checked.sources,
            f"checked {articles} in {perf_counter() - start:.1f} s",
            self.fail_on,
            not_run=frozenset() if self.scope.site else find_site_checks(),
        )
        self._count_fixes(checked)
        return status

    def _fix(self) -> FixedFolder | None:
        if not self.fixes.write and not self.fixes.diff:
            return None
        with show_progress() as stage:
            mapper = cached_mapper(CountingMapper(stage), self.project)
            return run_fixes(
                self.project,
                mapper,
                self.scope.takes,
                write=self.fixes.write,
                diff=self.fixes.diff,
                unsafe=self.fixes.unsafe,
            )

    def _count_fixes(self, checked: CheckedProject) -> None:
        fixing, unsafe = self.fixes.write, self.fixes.unsafe
        if fixable := count_fixes(checked.diagnostics, fixing=fixing, unsafe=unsafe):
            print_status(fixable)


def _scope(
    project: Project, paths: tuple[Path, ...], stdin_filename: Path | None, *, site: bool
) -> CheckScope:
    if site and (paths or stdin_filename):
        raise click.UsageError("--site checks the whole: leave out PATHS and --stdin-filename")
    if paths and stdin_filename:
        raise click.UsageError("--stdin-filename checks one article: leave out PATHS")
    if stdin_filename:
        return CheckScope(text=read_stdin(project, stdin_filename))
    return CheckScope(paths=name_paths(project, paths) if paths else None, site=site)
