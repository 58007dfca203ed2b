"""How many articles are clean, and how the numbers compare with an earlier report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Severity
from errata.health.panels import Column, Panel
from errata.health.subject import percent
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.health.panels import EarlierReport
    from errata.health.subject import HealthSubject


def score_articles(subject: HealthSubject) -> Panel:
    """Shares of articles without errors, and without errors or warnings."""
    visible = subject.library.visible
    worst = [
        min((one.severity.rank for one in subject.findings_by_source.get(a.source, ())), default=9)
        for a in visible
    ]
    total = len(worst) or 1
    no_error = sum(rank > Severity.ERROR.rank for rank in worst)
    clean = sum(rank > Severity.WARNING.rank for rank in worst)
    rows = (
        ("no error", no_error, no_error / total),
        ("no error and no warning", clean, clean / total),
    )
    return Panel(
        "score",
        "Score",
        f"{percent(no_error / total)} of the articles have no error, {percent(clean / total)} no "
        "error and no warning",
        "Visible articles of all languages. It says how much is left to do, not how good a text "
        "is, and nothing about who wrote it.",
        (
            Column("what", "Articles with"),
            Column("articles", "Articles", "number"),
            Column("share", "Share", "share"),
        ),
        rows,
        measures={"no error": round(no_error / total, 4), "clean": round(clean / total, 4)},
    )


def compare_reports(before: EarlierReport, panels: Iterable[Panel]) -> Panel:
    """Each measure then and now, those that changed first."""
    then: Mapping[str, float] = before.measures
    rows = []
    for panel in panels:
        for name, value in panel.measures.items():
            old = then.get(f"{panel.id}/{name}")
            if old is not None and old != value:
                rows.append((panel.title, name, old, value, round(value - old, 4)))
    since = f"since {before.day}" if before.day else "since the earlier report"
    return Panel(
        "trend",
        "Trend",
        f"{pluralise(len(rows), 'number')} changed {since}" if rows else f"nothing changed {since}",
        "Numbers of this report beside those of the earlier one. Equal ones are left out.",
        (
            Column("panel", "Subject"),
            Column("measure", "Number of"),
            Column("before", "Before", "number"),
            Column("now", "Now", "number"),
            Column("change", "Change", "number"),
        ),
        tuple(rows),
    )
