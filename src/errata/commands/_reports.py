"""How results are written to stdout: one writer for every format, and the findings of a build."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.commands._console import print_status, use_color
from errata.diagnostics import Severity
from errata.model import WithholdingReason
from errata.reports import Report, report_formats
from errata.reports.printable import as_json, escape_formula, printable
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.commands._project import CompiledProject
    from errata.diagnostics import Diagnostic
    from errata.model import WithheldArticle

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


class Writer:
    """Writes results as `text`, `json`, `jsonl` or `csv`; no result drives a terminal or a CI log.

    A command hands over its result twice: as values for machines and as lines for people.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        self._separator = "\n"

    def write(self, value: object, lines: Iterable[str]) -> None:
        """Write one result."""
        shown = [as_json(value)] if self._form == "json" else map(printable, lines)
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in shown)
        sys.stdout.flush()

    def write_table(
        self, columns: Sequence[str], rows: Sequence[Sequence[object]], lines: Iterable[str]
    ) -> None:
        """Write rows; the columns name the cells for machines."""
        if self._form != "csv":
            self.write([dict(zip(columns, row, strict=True)) for row in rows], lines)
            return
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(columns)
        table.writerows([escape_formula(str(cell)) for cell in row] for row in rows)
        sys.stdout.flush()

    def begin_list(self, name: str) -> None:
        """Begin a list that is written while it is found: in JSON, under the name."""
        if self._form == "json":
            sys.stdout.write(f'{{"{name}": [')

    @property
    def for_people(self) -> bool:
        """Whether to write lines, not values."""
        return self._form == "text"

    def add(self, element: object) -> None:
        """Write one more element of the list, a value for machines."""
        if self._form == "json":
            sys.stdout.write(f"{self._separator}{as_json(element)}")
            self._separator = ",\n"
        else:
            sys.stdout.write(f"{as_json(element)}\n")

    def end_list(self, **more: Iterable[object]) -> None:
        """End the list; in JSON, other lists follow."""
        if self._form == "json":
            rest = ",\n".join(f'"{name}": {as_json(list(more[name]))}' for name in more)
            sys.stdout.write(f"],\n{rest}}}\n")
        sys.stdout.flush()


def count_findings(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 5 warnings, 9 info`; `no findings` for none."""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [_count(found[severity], severity) for severity in Severity if found[severity]]
    return ", ".join(parts) or "no findings"


def _count(number: int, severity: Severity) -> str:
    return f"{number:,} info" if severity is Severity.INFO else pluralise(number, severity.value)


def describe_withheld(withheld: Iterable[WithheldArticle]) -> str:
    """`3 drafts and 1 internal article`; empty for none."""
    found = Counter(item.reason for item in withheld)
    parts = [f"{n:,} {_WITHHELD[reason][n != 1]}" for reason in _WITHHELD if (n := found[reason])]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def print_withheld(compiled: CompiledProject, *, verbose: bool = False) -> None:
    """What the site does not have because of its front matter, and drafts that it does have."""
    withheld, shown = compiled.build.withheld, compiled.build.unfinished
    if withheld:
        were = "was" if len(withheld) == 1 else "were"
        more = "" if verbose else ", see `errata check`"
        print_status(f"{describe_withheld(withheld)} {were} not published{more}")
    for item in withheld if verbose else ():
        name = f"  {item.source}: {item.title} ({item.reason})"
        print_status(printable(name))
    if shown:
        are = "is" if shown == 1 else "are"
        print_status(
            f"{pluralise(shown, 'draft')} {are} in this site, each with a badge: do not publish it"
        )


def print_errors(compiled: CompiledProject) -> None:
    """The first errors in full on stderr; milder findings are for `errata check`."""
    errors = [found for found in compiled.diagnostics if found.severity is Severity.ERROR]
    report = Report(errors[:_MOST_ERRORS], compiled.sources, color=use_color(sys.stderr))
    report_formats()["full"](report, sys.stderr)
    rest = len(errors) - _MOST_ERRORS
    if rest > 0:
        print_status(f"… and {pluralise(rest, 'more error')}; run `errata check` to see them")


def exit_status(diagnostics: Iterable[Diagnostic], fail_on: str) -> int:
    """1 if a finding is as severe as `fail_on` or more so, else 0."""
    if fail_on == "never":
        return 0
    limit = Severity(fail_on).rank
    return int(any(found.severity.rank <= limit for found in diagnostics))
