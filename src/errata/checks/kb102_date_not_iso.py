"""A date that is not in ISO 8601 format.

`4/17/2024 12:30:27 PM` is read as UTC, which is what the exporter meant. Write
`2024-04-17T12:30:27Z` instead. A date that errata cannot read is an error, and is not shown. If it
is clear which day is meant, as in `令和6年1月5日`, errata proposes it.
"""

import unicodedata
from datetime import datetime
from typing import Final

from babel import Locale
from msgspec.structs import replace

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.normalise import format_date, is_iso_date, parse_date
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity
from errata.model.observations import UnreadableDate
from errata.text.display import shorten_line

SEVERITY = Severity.WARNING

# The value that a message quotes.
_QUOTED: Final = compile_late(r": `([^`]+)` is not a date")
# "令和6年" and "平成元年" of the Japanese calendar; not "2024年".
_ERA: Final = compile_late(r"(平成|令和)([0-9]{1,2}|元)年")
# The year before the first one of an era.
_ERAS: Final = {"平成": 1988, "令和": 2018}
# "2024년 1월 5일"; not "2024년".
_KOREAN: Final = compile_late(r"([0-9]{4})년 ?([0-9]{1,2})월 ?([0-9]{1,2})일")
# "5 января 2024" with the sign of a year or without; not "января 2024".
_RUSSIAN: Final = compile_late(r"([0-9]{1,2}) ([а-я]{3,8}) ([0-9]{4})(?: ?г)?")  # noqa: RUF001 - Cyrillic
# What word processors write for a hyphen, and around a text.
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_AROUND: Final = "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb ."


def check(subject: FrontMatterContext | UnreadableDate) -> Findings:
    """Check how each date is written; the finding has the right form."""
    if isinstance(subject, UnreadableDate):
        yield _report_unreadable(subject)
        return
    schema = subject.schema
    for key, value in (
        ("article-created-date", schema.article_created_date),
        ("article-published-date", schema.article_published_date),
        ("last-substantial-update", schema.last_substantial_update),
        ("review-date", schema.review_date),
        ("updated", schema.updated),
    ):
        # Another tool's key is written as that tool has it.
        entry = subject.own_entry(key)
        written = entry.value if entry else None
        if value and isinstance(written, str) and not is_iso_date(written.strip()):
            form = format_date(value) if isinstance(value, datetime) else value.isoformat()
            message = f"date `{shorten_line(written)}` is not ISO 8601"
            yield _add_fix(
                subject, key, Finding(message, subject.place(key), f"write `{form}`"), form
            )


def _add_fix(subject: FrontMatterContext, key: str, finding: Finding, form: str) -> Finding:
    """Return the finding with its end, and with a fix if the date is on one line."""
    written = subject.written_value(key)
    fix = written and Fix(f"Write the date as `{form}`", (Edit(written.span, written.end, form),))
    return replace(finding, end=subject.value_end(key), fix=fix)


def _report_unreadable(date: UnreadableDate) -> Finding:
    """Return the finding of a date that is not read, with a fix if it is clear which day it is."""
    quoted = _QUOTED.search(date.message)
    day = _guess(quoted[1]) if quoted else None
    if day is None:
        return Finding(date.message, date.span, date.help, Severity.ERROR, end=date.end)
    form = format_date(day)
    edits = (Edit(date.span, date.end, form),) if date.end else ()
    fix = Fix(f"Write the date as `{form}`", edits, safe=False) if edits else None
    remedy = f"did you mean `{form}`?"
    return Finding(date.message, date.span, remedy, Severity.ERROR, end=date.end, fix=fix)


def _guess(text: str) -> datetime | None:
    """Guess the day: full-width digits, dashes, quotes, and calendars that `parse_date` lacks."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).strip(_AROUND)
    if era := _ERA.match(text):
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        text = f"{year}年{text[era.end() :]}"
    if korean := _KOREAN.fullmatch(text):
        text = "-".join(korean.groups())
    if russian := _RUSSIAN.fullmatch(text.lower()):
        months = Locale("ru").months["format"]["wide"]
        number = next((n for n, name in months.items() if name == russian[2]), 0)
        text = f"{russian[3]}-{number}-{russian[1]}"
    return parse_date(text)
