"""What to do first: articles whose faults affect most readers, faults by kind, and possible leaks.

An article's weight is that of its findings (an error 10, a warning 3, a remark 1) times its reach:
the links, codes and searches that lead to it. Findings that `errata check --fix` corrects have no
weight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import starmap
from typing import Final

from errata.checks.places import title_place
from errata.diagnostics import Diagnostic, Severity
from errata.diagnostics.registry import all_checks
from errata.health.panels import Cell, Column, HealthSubject, Panel
from errata.text.display import pluralise

_WEIGHTS: Final = {Severity.ERROR: 10, Severity.WARNING: 3, Severity.INFO: 1}
# As many as a team plans for a week or two.
_MOST: Final = 25
# The codes of the checks on privacy begin so.
_PRIVACY: Final = "KB6"


def rank_articles(subject: HealthSubject) -> Panel:
    """Rank the articles to correct first."""
    rows = sorted(_rows(subject), key=lambda row: (-row[-1], row[0]))
    fixable = sum(map(_is_fixable, subject.diagnostics))
    steps = [f"`errata check --fix` corrects {pluralise(fixable, 'finding')}"] if fixable else []
    if rows:
        steps.append(f"start with `{rows[0][0]}`, of {pluralise(len(rows), 'article')} to correct")
    return Panel(
        "first-steps",
        "What to do first",
        "; ".join(steps) or "no article has a finding",
        "Each finding counts 10 (error), 3 (warning) or 1 (info), but 0 if `errata check --fix` "
        "corrects it. The sum is multiplied by the article's reach: one, and one more for each "
        "article that links it, each code whose page shows it first, and each search that finds it "
        "first. Translations are in panels of their own.",
        (
            Column("number", "Article"),
            Column("title", "Title", "long"),
            Column("place", "File", "place"),
            Column("findings", "Findings", "long"),
            Column("reach", "Reach", "number"),
            Column("priority", "Priority", "number"),
        ),
        tuple(rows[:_MOST]),
        measures={"articles to correct": len(rows), "fixable findings": fixable},
    )


def _is_fixable(diagnostic: Diagnostic) -> bool:
    return diagnostic.fix is not None and diagnostic.fix.safe


def _rows(subject: HealthSubject) -> Iterator[tuple[str, str, Cell, tuple[str, ...], int, int]]:
    for article in subject.originals:
        diagnostics = subject.findings_by_source.get(article.source, ())
        manual = [diagnostic for diagnostic in diagnostics if not _is_fixable(diagnostic)]
        weight = sum(_WEIGHTS[diagnostic.severity] for diagnostic in manual)
        if weight:
            reach = subject.reach_of(article)
            checks = Counter(
                diagnostic.code
                for diagnostic in sorted(manual, key=lambda diagnostic: diagnostic.severity.rank)
            )
            yield (
                article.number,
                article.metadata.title,
                title_place(article).span,
                tuple(starmap(_name_check, checks.items())),
                reach,
                weight * reach,
            )


def _name_check(code: str, number: int) -> str:
    name = all_checks()[code].name.replace("-", " ")
    return f"{name} ({code})" if number == 1 else f"{name} ({code}, {number} times)"


def count_by_check(subject: HealthSubject) -> Panel:
    """Count the findings by check."""
    by_check: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in subject.diagnostics:
        by_check[diagnostic.code].append(diagnostic)
    ordered = sorted(by_check.items(), key=lambda item: (_worst(item[1]), -len(item[1]), item[0]))
    severities = Counter(diagnostic.severity for diagnostic in subject.diagnostics)
    counts = [pluralise(severities[Severity.ERROR], "error")]
    counts.append(pluralise(severities[Severity.WARNING], "warning"))
    return Panel(
        "findings",
        "Findings by check",
        f"{' and '.join(counts)} in all; `errata explain` explains each",
        "What `errata check` reports, with the severities of `errata.toml`.",
        (
            Column("check", "Check"),
            Column("title", "What it finds", "long"),
            Column("severity", "Severity"),
            Column("findings", "Findings", "number"),
            Column("files", "Files", "number"),
        ),
        tuple(_check_row(code, each) for code, each in ordered),
        measures={f"{severity.value}s": severities[severity] for severity in Severity},
    )


def _worst(diagnostics: list[Diagnostic]) -> int:
    return min(diagnostic.severity.rank for diagnostic in diagnostics)


def _check_row(code: str, diagnostics: list[Diagnostic]) -> tuple[Cell, ...]:
    worst = min(diagnostics, key=lambda diagnostic: diagnostic.severity.rank).severity
    files = len({diagnostic.span.path for diagnostic in diagnostics})
    return (code, all_checks()[code].title, worst.value, len(diagnostics), files)


def list_leaks(subject: HealthSubject) -> Panel:
    """List each finding on privacy with its place; the value itself is not repeated here."""
    leaks = [
        diagnostic for diagnostic in subject.diagnostics if diagnostic.code.startswith(_PRIVACY)
    ]
    leaks.sort(key=lambda diagnostic: (diagnostic.severity.rank, diagnostic.sort_key))
    files = len({diagnostic.span.path for diagnostic in leaks})
    summary = (
        f"{pluralise(len(leaks), 'place')} in {pluralise(files, 'file')} to read again"
        if leaks
        else "nothing that looks internal was found"
    )
    return Panel(
        "leaks",
        "Leaks",
        summary,
        "Findings of the checks on privacy. The values are not repeated here, so that this report "
        "can be passed on: `errata check --select KB6` shows them.",
        (
            Column("check", "Check"),
            Column("kind", "What it looks like", "long"),
            Column("severity", "Severity"),
            Column("place", "File", "place"),
        ),
        tuple(
            (
                diagnostic.code,
                all_checks()[diagnostic.code].title,
                diagnostic.severity.value,
                diagnostic.span,
            )
            for diagnostic in leaks
        ),
        measures={"places": len(leaks)},
    )
