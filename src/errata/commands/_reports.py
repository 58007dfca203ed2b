"""Short messages of commands: how many findings there are, and what a site leaves out."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.commands._console import print_status, use_color
from errata.diagnostics import Severity
from errata.model import WithholdingReason
from errata.reports import Report
from errata.reports.formats import REPORT_FORMATS
from errata.text.display import pluralise, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def count_findings(diagnostics: Iterable[Diagnostic]) -> str:
    """Write `2 errors, 5 warnings, 9 info`; `no findings` for none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [_count(counts[severity], severity) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no findings"


def _count(number: int, severity: Severity) -> str:
    return f"{number:,} info" if severity is Severity.INFO else pluralise(number, severity.value)


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
