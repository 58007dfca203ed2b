"""`errata check`: report what is wrong in the articles; with `--fix`, correct what is certain."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Final

import click
from msgspec import field
from msgspec.structs import replace

from errata.cache import Memo
from errata.checks.selection import with_selection
from errata.commands import _console
from errata.commands._checked import (
    CheckedProject,
    CheckScope,
    check_articles,
    check_project,
    name_paths,
    prepare_watched_review,
    read_stdin,
)
from errata.commands._console import Settings, Stage, print_status, show_progress
from errata.commands._findings import FindingsReporter, report_options
from errata.commands._fixes import (
    ChosenFixes,
    FixedFolder,
    count_fixes,
    describe_fixes,
    fix_options,
    run_fixes,
    show_diff,
)
from errata.commands._options import (
    add_selection_options,
    audience_option,
    jobs_option,
    local_workers,
)
from errata.commands._project import Project, make_cached_mapper, open_project
from errata.commands._replay import COMMAND_LINE, SECONDS, Recording
from errata.commands._timings import add_timing_options, time_items
from errata.diagnostics import Choice
from errata.files import changed_files
from errata.mapper import Mapper, collect_nothing
from errata.review import ReviewContext, site_checks
from errata.text.display import pluralise
from errata.values import MutableRecord, Record

# Formats that say nothing of the machine or the repository.
_PLAIN: Final = (None, "full", "concise")


@_console.command(
    "errata check",
    "errata check --fail-on warning --output-format concise",
    "errata check kb/en/KA-00001.md",
    "errata check --select KB3,KB6 --ignore insecure-or-bare-address",
    "errata check --changed-since main",
    "errata check --statistics",
    "errata check --output-format sarif -o findings.sarif",
    "errata check --write-baseline",
    "errata check --fix",
    "errata check --stdin-filename kb/en/KA-00001.md < draft.md",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
@_console.kb_option
@add_selection_options
@click.option(
    "--changed-since",
    metavar="REF",
    help="Check only files that have changed since a commit, branch or tag in git.",
)
@_console.fail_on_option
@report_options
@_console.no_cache_option
@jobs_option
@audience_option
@_console.drafts_option
@click.option(
    "--site",
    is_flag=True,
    help="Also build the site in memory and check its pages.",
)
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Check standard input as the article at PATH.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes.")
@fix_options
@add_timing_options
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    paths: tuple[Path, ...],
    kb: Path | None,
    changed_since: str | None,
    fail_on: str | None,
    jobs: int,
    audience: str | None,
    stdin_filename: Path | None,
    *,
    drafts: bool,
    site: bool,
    watch: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Check all articles, or only those at PATHS, and report problems.

    PATHS are files and folders. Links, numbers and duplicates are still checked against all
    articles.

    Findings go to stdout, the summary to stderr. No pages are written. Problems that only the
    finished site shows, such as two pages at one address, are reported by `errata build` and with
    --site. --fix makes the safe corrections and reports the remaining findings.
    """
    targets = _Targets(paths, changed_since, stdin_filename, site=site)
    fixes = ChosenFixes(write=fix, diff=diff, unsafe=unsafe_fixes)
    _refuse_misfits(targets, fixes, watch=watch)
    run = _Run(settings, kb, audience, targets, fixes, fail_on, jobs, drafts=drafts, watch=watch)
    if not watch:
        with collect_nothing(until_exit=COMMAND_LINE.get() is not None):
            return run.check()
    from errata.commands._edits import check_forever  # noqa: PLC0415 - a server's parts

    run.open()
    status = check_forever(run.check, lambda: run.watched)
    if run.last:
        run.last[1].keeper.flush()
    return status


class _Targets(Record, frozen=True):
    """The part of the knowledge base to check, according to the options."""

    paths: tuple[Path, ...]
    changed_since: str | None
    stdin: Path | None
    site: bool

    def scope(self, project: Project) -> CheckScope:
        """Return the same as files of a project."""
        if self.stdin:
            return CheckScope(text=read_stdin(project, self.stdin))
        paths = name_paths(project, self.paths) if self.paths else None
        if self.changed_since is None:
            return CheckScope(paths=paths, site=self.site)
        changed = name_paths(project, changed_files(project.kb, self.changed_since))
        scope = CheckScope(paths=paths)
        return CheckScope(paths=frozenset(filter(scope.takes_path, changed)))


def _refuse_misfits(targets: _Targets, fixes: ChosenFixes, *, watch: bool) -> None:
    is_partial = bool(targets.paths or targets.changed_since)
    if targets.stdin and (is_partial or targets.site or watch):
        raise click.UsageError(
            "--stdin-filename cannot be used with PATHS, --changed-since or --site"
        )
    if targets.stdin and fixes.are_chosen:
        raise click.UsageError("--fix and --diff cannot be used with --stdin-filename")
    if targets.site and is_partial:
        raise click.UsageError("--site cannot be used with PATHS or --changed-since")
    if watch and fixes.are_chosen:
        raise click.UsageError("--watch cannot be used with --fix or --diff")


class _Run(MutableRecord):
    """A check that may be repeated: its inputs are read again each time."""

    settings: Settings
    kb: Path | None
    audience: str | None
    targets: _Targets
    fixes: ChosenFixes
    fail_on: str | None
    jobs: int
    drafts: bool
    watch: bool
    watched: tuple[Path, ...] = ()
    """Files and folders on which the last check depended."""
    memo: Memo = field(default_factory=Memo)
    last: tuple[Project, ReviewContext] | None = None
    """What the last check in a watch has read, if that can be used again."""

    def check(self, changed: frozenset[str] = frozenset()) -> int:
        """Fix, check the rest, and report; return the exit status.

        In a watch, `changed` are the files that have changed since the last check.
        """
        start = perf_counter()
        followed = self._follow(changed)
        project = followed[0] if followed else self.open()
        scope = self.targets.scope(project)
        is_full_run = scope.is_whole and self.settings.choice == Choice()
        reporter = FindingsReporter(self.settings.report, project, whole=is_full_run)
        fixed = self._fix(project, scope)
        if fixed and self.fixes.diff:
            return show_diff(fixed, project)
        baseline, recording = self.settings.report.baseline, Recording()
        read = None if self._is_special else project.stamp_inputs(baseline)
        checked = check_articles(*followed, scope) if followed else self._check(project, scope)
        self.last = (project, checked.context) if self.watch and checked.context else None
        if fixed and fixed.changes:
            print_status(describe_fixes(fixed))
        summary, again = (
            f"checked {pluralise(checked.count, 'article')} in {seconds} s"
            for seconds in (f"{perf_counter() - start:.1f}", SECONDS)
        )
        with recording.listen():
            status = reporter.report(
                checked.diagnostics,
                checked.sources,
                summary,
                self.fail_on or project.config.check.fail_on,
                not_run=frozenset() if scope.site else site_checks(),
                suppressed=checked.suppressed,
            )
            if fixable := count_fixes(checked.diagnostics, self.fixes):
                print_status(fixable)
        if read:
            same, cache = (summary, again), project.cache_folder
            recording.save(read, until=checked.until, status=status, summary=same, cache=cache)
        return status

    def _check(self, project: Project, scope: CheckScope) -> CheckedProject:
        with show_progress() as stage:
            mapper = self._mapper(project, stage)
            if self.watch and not scope.site:
                return check_articles(project, prepare_watched_review(project, mapper), scope)
            return check_project(project, mapper, scope)

    def _follow(self, changed: frozenset[str]) -> tuple[Project, ReviewContext] | None:
        """Read only what has changed; None if everything has to be read again."""
        last, self.last = self.last, None  # a check that ends with an error leaves nothing
        if not (last and changed):
            return None
        from errata.commands._edits import review_edits  # noqa: PLC0415 - in a watch alone

        project, context = last
        if edited := review_edits(project, context, changed):
            return project, edited
        context.keeper.flush()
        return None

    def _fix(self, project: Project, scope: CheckScope) -> FixedFolder | None:
        with show_progress() as stage:
            return run_fixes(project, self._mapper(project, stage), scope.takes, self.fixes)

    @property
    def _is_special(self) -> bool:
        """Whether it reads or writes more than articles and findings."""
        targets, report = self.targets, self.settings.report
        written = report.output or report.write is not None or report.chosen_form not in _PLAIN
        other_targets = self.watch or targets.changed_since or targets.stdin or targets.site
        fixed = self.fixes.are_chosen
        return bool(written or fixed or other_targets or self.settings.is_measured)

    def open(self) -> Project:
        """Read the configuration, and note what to watch."""
        cache = self.settings.cache
        project = open_project(
            self.settings.config, self.kb, cache=cache, audience=self.audience, drafts=self.drafts
        )
        self.watched = project.watched()
        return replace(project, config=with_selection(project.config, self.settings.choice))

    def _mapper(self, project: Project, stage: Stage) -> Mapper:
        mapper = make_cached_mapper(time_items(local_workers(stage, self.jobs)), project)
        if not (self.watch or self.fixes.are_chosen):
            return mapper
        self.memo.inner = mapper
        return self.memo
