"""Every panel of the report, in order: findings first, the score last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.health.codes import cover_codes, find_gaps, list_crowded_codes
from errata.health.findings import count_by_check, list_leaks, rank_articles
from errata.health.freshness import count_translations, list_due, list_outdated, measure_age
from errata.health.panels import HealthReport, Panel
from errata.health.totals import (
    compare_reports,
    count_articles,
    count_links_by_host,
    score_articles,
    share_parts,
)
from errata.health.vocabulary import find_contradictions, find_drift, pair_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.health.panels import HealthSubject

PANELS: Final[tuple[Callable[[HealthSubject], Panel], ...]] = (
    rank_articles,
    list_leaks,
    find_gaps,
    pair_duplicates,
    find_contradictions,
    cover_codes,
    list_crowded_codes,
    list_due,
    measure_age,
    count_translations,
    list_outdated,
    share_parts,
    count_links_by_host,
    find_drift,
    count_by_check,
    count_articles,
)


def assess_health(subject: HealthSubject) -> HealthReport:
    """Make the whole report, with gaps if queries are known, and a trend if a report is."""
    wanted = [panel for panel in PANELS if panel is not find_gaps or subject.queries]
    panels = [panel(subject) for panel in wanted]
    score = score_articles(subject)
    if subject.before:
        panels.append(compare_reports(subject.before, (*panels, score)))
    now = subject.library.inputs.now
    day = now.date().isoformat() if now else ""
    return HealthReport(day, len(subject.library.articles), (*panels, score))
