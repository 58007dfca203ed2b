"""An article whose review date has passed.

Somebody agreed to read it again by that day. Read it, correct what has changed, and set
`review-date` to the next day. Dates are in UTC and are compared with the time of the build.
"""

from errata.checks.places import value_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare with the time of the build, where that is known."""
    now = kb.library.inputs.now
    for article in kb.visible if now else ():
        day = article.metadata.publication.review_date
        if now and day and day.date() < now.date():
            days = (now.date() - day.date()).days
            late = "a day" if days == 1 else f"{days:,} days"
            remedy = "review the article, then set the next date"
            place = value_place(article, "review-date")
            yield place.finding(f"the review is {late} overdue", remedy)
