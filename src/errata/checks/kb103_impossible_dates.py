"""A date that is impossible: published before it was created, or in the future.

A date in the future puts the article at the top of every list that is sorted by date. To publish an
article later, use `publish-date`. A difference of one day is allowed, because clocks and time zones
differ.
"""

from datetime import timedelta
from typing import Final

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.normalise import format_date
from errata.checks.places import value_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Related, Severity

SEVERITY = Severity.ERROR

# It begins earlier in Auckland than in UTC.
_ALLOWED: Final = timedelta(days=1)


def check(subject: FrontMatterContext | KnowledgeBase) -> Findings:
    """Compare two dates of one article, and all dates with the time of the build."""
    if isinstance(subject, KnowledgeBase):
        yield from _future(subject)
        return
    created = subject.schema.article_created_date
    published = subject.schema.article_published_date
    if created and published and published < created:
        first, second = format_date(published), format_date(created)
        message = f"published {first}, before it was created {second}"
        other = Related(subject.place("article-created-date"), "created")
        remedy = "correct one of the two dates"
        span, end = (
            subject.place("article-published-date"),
            subject.value_end("article-published-date"),
        )
        yield Finding(message, span, remedy, related=(other,), end=end)


def _future(kb: KnowledgeBase) -> Findings:
    now = kb.library.inputs.now
    for article in kb.articles if now else ():
        data = article.metadata
        dates = {
            "article-created-date": data.created,
            "article-published-date": data.published,
            "updated": data.updated,
        }
        for key, moment in dates.items():
            if now and moment and moment > now + _ALLOWED:
                place = value_place(article, key)
                message = f"`{key}` is {format_date(moment)}, which is in the future"
                yield place.finding(message, "correct the date", Severity.WARNING)
