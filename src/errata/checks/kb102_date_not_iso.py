"""A date that is not in ISO 8601 format.

`4/17/2024 12:30:27 PM` is read as UTC, which is what the exporter meant. Write
`2024-04-17T12:30:27Z` instead. A date that errata cannot read at all is an error, and is not shown.
"""

from datetime import datetime

from msgspec.structs import replace

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.normalise import format_date, is_iso_date
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity
from errata.model.observations import UnreadableDate
from errata.text.display import shorten_line

SEVERITY = Severity.WARNING


def check(subject: FrontMatterContext | UnreadableDate) -> Findings:
    """Check how each date is written; the finding has the right form."""
    if isinstance(subject, UnreadableDate):
        yield Finding(subject.message, subject.span, subject.help, Severity.ERROR, end=subject.end)
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
            yield _in_form(
                subject, key, Finding(message, subject.place(key), f"write `{form}`"), form
            )


def _in_form(subject: FrontMatterContext, key: str, finding: Finding, form: str) -> Finding:
    """Return the finding with its end, and with a fix if the date is on one line."""
    written = subject.written_value(key)
    fix = written and Fix(f"Write the date as `{form}`", (Edit(written.span, written.end, form),))
    return replace(finding, end=subject.value_end(key), fix=fix)
