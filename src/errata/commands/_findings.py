"""Reporting of findings: its options, the baseline, the file, the exit status.

Also what a build says of errors, and of articles that the site leaves out.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final, TextIO

import click
from msgspec import structs

from errata.commands._console import (
    ReportOptions,
    join_options,
    print_status,
    store_report_option,
    use_color,
)
from errata.commands._project import CompiledProject, Project, path_prefix, shorten_path
from errata.diagnostics import Diagnostic, Severity, join_same
from errata.diagnostics.baseline import (
    Baseline,
    Fingerprinter,
    KnownFinding,
    compare_with_baseline,
    make_baseline,
)
from errata.diagnostics.registry import count_findings_by_check
from errata.files import error_at_key, read_baseline, refuse_report, write_baseline, write_report
from errata.model import WithheldArticle, WithholdingReason
from errata.reports import Report, count_findings
from errata.reports.formats import REPORT_FORMATS, STATISTICS_FORMATS
from errata.text.display import pluralise, printable

Decorator = Callable[[Callable[..., int]], Callable[..., int]]

# Where `--write-baseline` writes unless a file is given or configured.
_DEFAULT_BASELINE: Final = "baseline.json"
# Reason -> one such article, and several.
_WITHHELD: Final = {
    WithholdingReason.DRAFT: ("draft", "drafts"),
    WithholdingReason.UNLISTED: ("unlisted article", "unlisted articles"),
    WithholdingReason.SCHEDULED: ("article with a later date", "articles with a later date"),
    WithholdingReason.EXPIRED: ("expired article", "expired articles"),
    WithholdingReason.UNREADABLE: (
        "article with a value that cannot be read",
        "articles with values that cannot be read",
    ),
    WithholdingReason.INTERNAL: ("internal article", "internal articles"),
    WithholdingReason.PARTNER: ("article for partners", "articles for partners"),
    WithholdingReason.CUSTOMER: ("article for customers", "articles for customers"),
}
# Each error takes about six lines: twenty fill a few screens, and `errata check` lists them all.
_MOST_ERRORS: Final = 20


def _option(*names: str, help: str, **settings: Any) -> Decorator:  # noqa: A002, ANN401 - as click.option
    return click.option(
        *names, help=help, expose_value=False, callback=store_report_option, **settings
    )


def format_options(default: str = "", envvar: str | None = None) -> Decorator:
    """Add `--output-format` and `-o`; `--format` is the former name of the option."""
    kind = click.Choice(list(REPORT_FORMATS))
    path = click.Path(path_type=Path, allow_dash=True)
    return join_options(
        _option(
            "--output-format",
            "form",
            help=f"Format of findings.{default}",
            type=kind,
            envvar=envvar,
        ),
        _option("--format", "old_form", help="", type=kind, hidden=True),
        _option(
            "-o",
            "--output-file",
            "output",
            help="Write the findings to a file instead of stdout.",
            type=path,
            metavar="FILE",
        ),
    )


def report_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add all options of `errata check` for reporting findings."""
    path = click.Path(path_type=Path)
    return join_options(
        format_options(
            "  [default: full, or as ERRATA_OUTPUT_FORMAT says]", "ERRATA_OUTPUT_FORMAT"
        ),
        _option(
            "--statistics", help="Write only the number of findings of each check.", is_flag=True
        ),
        _option(
            "--max-findings",
            "limit",
            help="Write at most N findings, the most severe ones.",
            type=click.IntRange(0),
            metavar="N",
        ),
        _option("--exit-zero", help="Exit with status 0 even if there are findings.", is_flag=True),
        _option(
            "--baseline",
            help="File of known findings to ignore.  [default: as configured]",
            type=path,
            metavar="FILE",
        ),
        _option(
            "--write-baseline",
            "write",
            help="Record all findings, so that only new ones are reported."
            "  [default: as configured, or baseline.json]",
            is_flag=False,
            flag_value="",
            metavar="[FILE]",
        ),
    )(function)


class FindingsReporter:
    """Reports findings as the options ask; made before the work, to refuse faulty options early."""

    def __init__(self, options: ReportOptions, project: Project, *, whole: bool = True) -> None:
        """Check the options; `whole`: all articles are read and all checks are run.

        Raises:
            ConfigError: if the baseline cannot be used.
            OutputError: if a file cannot be written.
            click.UsageError: if options do not fit together.
        """
        self._options = options
        self._project = project
        self._whole = whole
        self._form = options.chosen_form or "full"
        _refuse_misfits(options, self._form, whole=whole)
        refuse_output(options)
        self._baseline = read_project_baseline(options, project)

    def report(  # noqa: PLR0913 - what there is to report
        self,
        diagnostics: Sequence[Diagnostic],
        sources: Mapping[str, bytes],
        summary: str,
        fail_on: str,
        *,
        not_run: Container[str] = frozenset(),
        suppressed: int = 0,
    ) -> int:
        """Write the findings; the exit status.

        Args:
            diagnostics: the findings, sorted.
            sources: path -> content, as in a `Report`.
            summary: what was done, for stderr; the numbers of findings follow.
            fail_on: the lowest severity that counts.
            not_run: codes of checks that were not run.
            suppressed: how many findings comments in the articles keep quiet.
        """
        report = make_report(diagnostics, sources, self._project)
        if self._options.write is not None:
            return self._write_baseline(report, summary)
        compared = compare_with_baseline(diagnostics, self._baseline, report.known_by)
        new = tuple(join_same(compared.new))
        self._write(structs.replace(report, diagnostics=new))
        uncounted = describe_uncounted(compared.known_count, suppressed)
        print_status(f"{summary}: {count_findings(new)}{uncounted}")
        # Where only a part was checked, it is unknown whether the rest is gone.
        if self._whole:
            self._print_gone(
                [finding for finding in compared.fixed if finding.fingerprint.code not in not_run]
            )
        return 0 if self._options.exit_zero else exit_status(new, fail_on)

    def _write_baseline(self, report: Report, summary: str) -> int:
        configured = self._project.config.check.baseline
        path = self._baseline_path or self._project.root / _DEFAULT_BASELINE
        write_baseline(path, make_baseline(report.diagnostics, report.known_by))
        number = pluralise(len(report.diagnostics), "finding")
        print_status(f"{summary}: {count_findings(report.diagnostics)}")
        print_status(f"wrote {number} to {shorten_path(path)}")
        if not configured:
            print_status(f'to use it, add `baseline = "{path.name}"` to [check] in errata.toml')
        return 0

    def _write(self, report: Report) -> None:
        if self._options.statistics:
            counts = count_findings_by_check(report.diagnostics)
            writer = STATISTICS_FORMATS[self._form]
            write_to(self._options.output_file, lambda stream: writer(counts, stream))
            return
        chosen = _most_severe(report.diagnostics, self._options.limit)
        left_out = len(report.diagnostics) - len(chosen)
        report = structs.replace(report, diagnostics=chosen, left_out=left_out)
        write_report_as(self._form, report, self._options.output_file)
        if left_out:
            remaining = pluralise(left_out, "more finding")
            print_status(f"{remaining} not shown: raise --max-findings to see all")

    def _print_gone(self, fixed: Sequence[KnownFinding]) -> None:
        number = sum(finding.count for finding in fixed)
        if number and self._baseline_path:
            are, pronoun = ("is", "it") if number == 1 else ("are", "them")
            command = f"errata check --write-baseline {shorten_path(self._baseline_path)}"
            noun = pluralise(number, "finding")
            print_status(f"{noun} of the baseline {are} gone: `{command}` drops {pronoun}")

    @property
    def _baseline_path(self) -> Path | None:
        return _baseline_path(self._options, self._project)


def _refuse_misfits(options: ReportOptions, form: str, *, whole: bool) -> None:
    if options.statistics and form not in STATISTICS_FORMATS:
        forms = ", ".join(STATISTICS_FORMATS)
        raise click.UsageError(f"--statistics supports these formats: {forms}")
    if options.write is not None and not whole:
        raise click.UsageError(
            "--write-baseline needs all findings: check all articles with all checks"
        )


def refuse_output(options: ReportOptions) -> None:
    """Check whether the file of `-o` can be written.

    Raises:
        OutputError: if it cannot.
    """
    if options.output_file:
        refuse_report(options.output_file)


def _baseline_path(options: ReportOptions, project: Project) -> Path | None:
    if options.write:
        return Path(options.write)
    return options.baseline or project.path_of(project.config.check.baseline)


def read_project_baseline(options: ReportOptions, project: Project) -> Baseline:
    """Read the baseline of an option or the configuration; an empty one if there is none.

    Raises:
        ConfigError: if it cannot be used.
    """
    path = _baseline_path(options, project)
    if options.write is not None or path is None:
        return Baseline()
    if options.baseline:
        return read_baseline(path)
    with error_at_key(project.config_file, "check", "baseline"):
        return read_baseline(path)


def subtract_baseline(
    compiled: CompiledProject, baseline: Baseline, project: Project
) -> tuple[CompiledProject, int]:
    """Return a build with the findings that count, each once, and the number of others."""
    known_by = make_report(compiled.diagnostics, compiled.sources, project).known_by
    compared = compare_with_baseline(compiled.diagnostics, baseline, known_by)
    new = tuple(join_same(compared.new))
    return structs.replace(
        compiled, build=structs.replace(compiled.build, diagnostics=new)
    ), compared.known_count


def describe_uncounted(known_count: int, suppressed: int) -> str:
    """Describe how many more findings are in the baseline or suppressed."""
    parts = [f"{known_count:,} more in the baseline"] if known_count else []
    parts += [f"{suppressed:,} suppressed in the articles"] if suppressed else []
    return f" ({', '.join(parts)})" if parts else ""


def _most_severe(diagnostics: Sequence[Diagnostic], limit: int | None) -> Sequence[Diagnostic]:
    """Return at most so many findings, the most severe, in the order of places."""
    if limit is None or len(diagnostics) <= limit:
        return diagnostics
    worst = sorted(diagnostics, key=lambda diagnostic: diagnostic.severity.rank)[:limit]
    return sorted(worst, key=lambda diagnostic: diagnostic.sort_key)


def make_report(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],
    project: Project,
    *,
    pages: Mapping[str, str] | None = None,
) -> Report:
    """Make a report of findings whose paths begin at the current folder."""
    folder = Path.cwd()
    return Report(
        diagnostics=diagnostics,
        sources=sources,
        pages=pages or {},
        known_by=Fingerprinter(sources, (path_prefix(project.kb), path_prefix(project.root))),
        folder=folder.as_posix(),
        repository=_find_repository(folder),
        documentation=project.config.check.documentation,
    )


def _find_repository(start: Path) -> str:
    """Return the folder of the git repository; empty if there is none."""
    # A file in a worktree and in a submodule, a folder elsewhere.
    folders = (folder for folder in (start, *start.parents) if (folder / ".git").exists())
    repository = next(folders, None)
    return repository.as_posix() if repository else ""


def write_report_as(form: str, report: Report, output: Path | None) -> None:
    """Write a report to a file, or to stdout."""
    writer = REPORT_FORMATS[form]
    colored = structs.replace(report, color=output is None and use_color(sys.stdout))
    write_to(output, lambda stream: writer(colored, stream))


def write_to(output: Path | None, write: Callable[[TextIO], None]) -> None:
    """Let a function write to stdout, or to a file, which appears when it is complete."""
    if output is None:
        write(sys.stdout)
        sys.stdout.flush()
        return
    text = StringIO()
    write(text)
    write_report(output, text.getvalue())


def describe_withheld(withheld: Iterable[WithheldArticle]) -> str:
    """Write `3 drafts and 1 internal article`; empty for none."""
    counts = Counter(item.reason for item in withheld)
    parts = [f"{n:,} {_WITHHELD[reason][n != 1]}" for reason in _WITHHELD if (n := counts[reason])]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def print_withheld(compiled: CompiledProject, *, verbose: bool = False) -> None:
    """Print what the site leaves out because of its front matter, and the drafts it has."""
    withheld, unfinished = compiled.build.withheld, compiled.build.unfinished
    if withheld:
        were = "was" if len(withheld) == 1 else "were"
        pointer = "" if verbose else ", see `errata check`"
        print_status(f"{describe_withheld(withheld)} {were} not published{pointer}")
    for item in withheld if verbose else ():
        name = f"  {item.source}: {item.title} ({item.reason})"
        print_status(printable(name))
    if verbose:
        _print_allowed(compiled)
    if unfinished:
        drafts = f"{pluralise(unfinished, 'draft')} {'is' if unfinished == 1 else 'are'}"
        print_status(f"{drafts} in this site, each with a badge: do not publish it")


def _print_allowed(compiled: CompiledProject) -> None:
    """Print internal values that are in the site because they are public elsewhere."""
    for value in compiled.build.allowed:
        line = f"  {value.source}: a part of `{value.kind}` is public: {value.said_by} says it too"
        print_status(printable(line))


def print_errors(compiled: CompiledProject) -> None:
    """Print the first errors in full on stderr; milder findings are for `errata check`."""
    errors = [
        diagnostic for diagnostic in compiled.diagnostics if diagnostic.severity is Severity.ERROR
    ]
    report = Report(errors[:_MOST_ERRORS], compiled.sources, color=use_color(sys.stderr))
    REPORT_FORMATS["full"](report, sys.stderr)
    remaining = len(errors) - _MOST_ERRORS
    if remaining > 0:
        print_status(f"… and {pluralise(remaining, 'more error')}; run `errata check` to see them")


def exit_status(diagnostics: Iterable[Diagnostic], fail_on: str) -> int:
    """Return 1 if a finding is at least as severe as `fail_on`, else 0."""
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(diagnostic.severity.rank <= limit for diagnostic in diagnostics))
