"""How old the articles are, and which are due to be read again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.health.panels import Bar, Column, Panel, Plot, Segment
from errata.health.subject import place_of
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject

# Days ahead that are planned for: a month, two, a quarter.
_AHEAD: Final = (30, 60, 90)
_OVERDUE: Final = "overdue"


def list_due(subject: HealthSubject) -> Panel:
    """Articles whose review date or last day is past or within 90 days."""
    rows = sorted(_due(subject), key=lambda row: (str(row[4]), str(row[0])))
    counts = Counter(str(row[3]) for row in rows)
    groups = (_OVERDUE, *(f"within {days} days" for days in _AHEAD))
    stated = sum(
        bool(a.metadata.publication.review_date or a.metadata.publication.valid_until)
        for a in subject.library.visible
    )
    if not stated:
        summary = "no article has a review date or a last day"
    else:
        parts = [f"{counts[group]:,} {group}" for group in groups if counts[group]]
        summary = ", ".join(parts) or "nothing is due within 90 days"
    having = pluralise(stated, "article")
    return Panel(
        "due",
        "Due for review",
        summary,
        "`review-date` and `valid-until` of the front matter against the day of this report, in "
        f"UTC. {having} of {len(subject.library.visible):,} have one of them.",
        (
            Column("number", "Article"),
            Column("title", "Title", "long"),
            Column("what", "What ends"),
            Column("when", "When"),
            Column("day", "Day"),
            Column("place", "File", "place"),
        ),
        tuple(rows),
        Plot(
            "Articles due",
            tuple(Bar(group, (Segment("articles", counts[group]),)) for group in groups),
        )
        if rows
        else None,
        {_OVERDUE: counts[_OVERDUE], "within 90 days": len(rows) - counts[_OVERDUE]},
    )


def _due(subject: HealthSubject) -> Iterator[tuple[Cell, ...]]:
    now = subject.library.inputs.now
    for article in subject.library.visible if now else ():
        days = article.metadata.publication
        for key, what, day in (
            ("review-date", "review", days.review_date),
            ("valid-until", "validity", days.valid_until),
        ):
            when = _when(day, now) if now and day else ""
            if day and when:
                yield (
                    article.number,
                    article.metadata.title,
                    what,
                    when,
                    day.date().isoformat(),
                    place_of(article, key),
                )


def _when(day: datetime, now: datetime) -> str:
    left = (day.date() - now.date()).days
    if left < 0:
        return _OVERDUE
    return next((f"within {days} days" for days in _AHEAD if left <= days), "")


def measure_age(subject: HealthSubject) -> Panel:
    """Articles by the year of their last change."""
    years: Counter[str] = Counter()
    for article in subject.library.visible:
        data = article.metadata
        changed = data.updated or data.published or data.created
        years[str(changed.year) if changed else "no date"] += 1
    total = years.total()
    dated = sorted(year for year in years if year.isdecimal())
    now = subject.library.inputs.now
    old = sum(years[year] for year in dated if now and int(year) < now.year - 1)
    summary = (
        f"{old:,} of {pluralise(total, 'article')} were last changed before {now.year - 1}"
        if dated and now
        else "no article has a date"
    )
    bars = tuple(Bar(year, (Segment("articles", years[year]),)) for year in sorted(years))
    return Panel(
        "age",
        "Last change",
        summary,
        "The day of the last change in the front matter, else of publication, else of creation.",
        (Column("year", "Year"), Column("articles", "Articles", "number")),
        tuple((year, years[year]) for year in sorted(years, reverse=True)),
        Plot("Articles by year of their last change", bars) if dated else None,
        {"older than last year": old},
    )
