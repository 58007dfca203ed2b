"""How old articles and translations are: which are due or outdated, and what changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from errata.checks.places import value_place
from errata.checks.translations import count_code, count_links
from errata.health.panels import Bar, Cell, Column, HealthSubject, Panel, Plot, Segment, percent
from errata.model import Article, SourceChange
from errata.text.display import pluralise

# Days ahead that are planned for: a month, two, a quarter.
_AHEAD: Final = (30, 60, 90)
_OVERDUE: Final = "overdue"
# The most names of sections in a cell.
_MOST_SECTIONS: Final = 4


def list_due(subject: HealthSubject) -> Panel:
    """List articles whose review date or last day is past or within 90 days."""
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
        for key, event, day in (
            ("review-date", "review", days.review_date),
            ("valid-until", "validity", days.valid_until),
        ):
            when = _when(day, now) if now and day else ""
            if day and when:
                yield (
                    article.number,
                    article.metadata.title,
                    event,
                    when,
                    day.date().isoformat(),
                    value_place(article, key).span,
                )


def _when(day: datetime, now: datetime) -> str:
    days_left = (day.date() - now.date()).days
    if days_left < 0:
        return _OVERDUE
    return next((f"within {days} days" for days in _AHEAD if days_left <= days), "")


def measure_age(subject: HealthSubject) -> Panel:
    """Count articles by the year of their last change."""
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


def count_translations(subject: HealthSubject) -> Panel:
    """Count for each locale articles translated, outdated, missing, and without an original."""
    library = subject.library
    first = subject.site.first_locale
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    measures: dict[str, float] = {}
    for locale in library.locales:
        if locale == first:
            continue
        translated, share, stale, missing, alone, by_machine = _count_locale(subject, locale)
        rows.append((locale, translated, share, stale, missing, alone, by_machine))
        parts = {"up to date": translated - stale, "outdated": stale, "missing": missing}
        bars.append(Bar(locale, tuple(Segment(name, n) for name, n in parts.items())))
        measures |= {f"{locale} missing": missing, f"{locale} outdated": stale}
    summary = "; ".join(
        f"{row[0]}: {percent(float(str(row[2])))} translated, {row[3]} outdated" for row in rows
    )
    return Panel(
        "translations",
        "Translations",
        summary or "there is one language",
        f"Against the visible articles in `{first}`. A translation is outdated where its "
        "`version-number` is lower than the original's, or where the history of the files says "
        "that the original changed after it.",
        (
            Column("locale", "Locale"),
            Column("translated", "Translated", "number"),
            Column("share", "Share", "share"),
            Column("outdated", "Outdated", "number"),
            Column("missing", "Missing", "number"),
            Column("alone", "Without original", "number"),
            Column("machine", "By machine", "number"),
        ),
        tuple(rows),
        Plot("Translations by locale", tuple(bars)) if bars else None,
        measures,
    )


def _count_locale(subject: HealthSubject, locale: str) -> tuple[int, float, int, int, int, int]:
    """Return the translated, their share, outdated, missing, without original, by machine."""
    visible, first = subject.library.visible, subject.site.first_locale
    sources = {a.number for a in visible if a.locale == first}
    own = {a.number: a for a in visible if a.locale == locale}
    translated = len(sources & own.keys())
    return (
        translated,
        round(translated / len(sources), 4) if sources else 1.0,
        sum(_is_outdated(subject, article) for article in own.values()),
        len(sources - own.keys()),
        len(own.keys() - sources),
        sum(a.metadata.machine_translated for a in own.values()),
    )


def list_outdated(subject: HealthSubject) -> Panel:
    """List outdated translations, with what the original has that they lack."""
    rows = sorted(_list_outdated(subject), key=lambda row: (-int(str(row[5])), str(row[0])))
    summary = f"{pluralise(len(rows), 'translation')} to update" if rows else "none is outdated"
    return Panel(
        "outdated-translations",
        "Outdated translations",
        summary,
        "What changed in the original since the translation was last written, where the history of "
        "the files is known; else where the two differ now: sections, commands, links.",
        (
            Column("number", "Article"),
            Column("locale", "Locale"),
            Column("title", "Title", "long"),
            Column("versions", "Version"),
            Column("changed", "What changed", "long"),
            Column("reach", "Reach", "number"),
            Column("place", "File", "place"),
        ),
        tuple(rows),
        measures={"translations": len(rows)},
    )


def _list_outdated(subject: HealthSubject) -> Iterator[tuple[Cell, ...]]:
    for article in subject.library.visible:
        if _is_outdated(subject, article):
            original = subject.library.original_of(article)
            then, now = article.metadata.version, original.metadata.version
            yield (
                article.number,
                article.locale,
                original.metadata.title,
                f"{then} of {now}" if then and now else "",
                _what_changed(article, original, subject.changes),
                subject.reach_of(original),
                value_place(article, "version-number").span,
            )


def _is_outdated(subject: HealthSubject, article: Article) -> bool:
    original = subject.library.original_of(article)
    if original is article:
        return False
    if article.source in subject.changes:
        return True
    then, now = article.metadata.version, original.metadata.version
    return bool(then and now and then < now)


def _what_changed(article: Article, original: Article, changes: Mapping[str, SourceChange]) -> str:
    change = changes.get(article.source)
    if change:
        headings = ", ".join(_headings_at(original, change.lines))
        return f"+{change.added} -{change.removed} lines" + (f": {headings}" if headings else "")
    counts = (
        ("section", len(original.headings) - len(article.headings)),
        ("command", count_code(original).total() - count_code(article).total()),
        ("link", count_links(original).total() - count_links(article).total()),
    )
    differences = [
        f"{pluralise(abs(difference), noun)} {'more' if difference > 0 else 'fewer'}"
        for noun, difference in counts
        if difference
    ]
    return f"the original has {', '.join(differences)}" if differences else "texts only"


def _headings_at(article: Article, lines: tuple[int, ...]) -> list[str]:
    """Return the headings above lines, in their order; `…` for more."""
    counts: Counter[str] = Counter()
    for line in lines:
        above = [heading.text for heading in article.headings if heading.line <= line]
        counts[above[-1] if above else article.metadata.title] += 1
    names = list(counts)
    return [*names[:_MOST_SECTIONS], *(["…"] if len(names) > _MOST_SECTIONS else [])]
