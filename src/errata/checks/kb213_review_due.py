"""An article whose review date has passed.

Somebody agreed to read it again by that day. Read it, correct what has changed, and set
`review-date` to the next day. Dates are in UTC and are compared with the time of the build.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Position

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare with the time of the build, where that is known."""
    now = kb.library.inputs.now
    for article in kb.visible if now else ():
        day = article.metadata.publication.review_date
        if now and day and day.date() < now.date():
            place = article.metadata.value_places.get("review-date", Position())
            span = Span(article.source, place.line, place.column)
            days = (now.date() - day.date()).days
            late = "a day" if days == 1 else f"{days:,} days"
            remedy = "review the article, then set the next date"
            yield Finding(f"the review is {late} overdue", span, remedy, end=place.end)
