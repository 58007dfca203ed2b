"""What to do first: articles whose faults affect most readers, faults by kind, and possible leaks.

An article's weight is that of its findings (an error 10, a warning 3, a remark 1) times its reach:
the links, codes and searches that lead to it. Findings that `errata check --fix` corrects have no
weight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import starmap
from typing import TYPE_CHECKING, Final

from errata.checks.places import title_place
from errata.diagnostics import Severity
from errata.diagnostics.registry import all_checks
from errata.health.panels import Column, Panel
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.diagnostics import Diagnostic
    from errata.health.panels import Cell, HealthSubject


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
        every = subject.findings_by_source.get(article.source, ())
        found = [one for one in every if not _is_fixable(one)]
        weight = sum(_WEIGHTS[one.severity] for one in found)
        if weight:
            reach = subject.reach_of(article)
            checks = Counter(one.code for one in sorted(found, key=lambda one: one.severity.rank))
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
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in subject.diagnostics:
        found[diagnostic.code].append(diagnostic)
    ordered = sorted(found.items(), key=lambda item: (_worst(item[1]), -len(item[1]), item[0]))
    severities = Counter(one.severity for one in subject.diagnostics)
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


def _worst(found: list[Diagnostic]) -> int:
    return min(one.severity.rank for one in found)


def _check_row(code: str, found: list[Diagnostic]) -> tuple[Cell, ...]:
    worst = min(found, key=lambda one: one.severity.rank).severity
    files = len({one.span.path for one in found})
    return (code, all_checks()[code].title, worst.value, len(found), files)


def list_leaks(subject: HealthSubject) -> Panel:
    """List each finding on privacy with its place; the value itself is not repeated here."""
    found = [one for one in subject.diagnostics if one.code.startswith(_PRIVACY)]
    found.sort(key=lambda one: (one.severity.rank, one.sort_key))
    files = len({one.span.path for one in found})
    summary = (
        f"{pluralise(len(found), 'place')} in {pluralise(files, 'file')} to read again"
        if found
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
            (one.code, all_checks()[one.code].title, one.severity.value, one.span) for one in found
        ),
        measures={"places": len(found)},
    )
