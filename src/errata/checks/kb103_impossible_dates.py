"""An article that was published before it was created."""

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.normalise import format_date
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.ERROR


def check(front: FrontMatterContext) -> Findings:
    """Compare the two dates, where there are both."""
    created = front.schema.article_created_date
    published = front.schema.article_published_date
    if created and published and published < created:
        first, second = format_date(published), format_date(created)
        message = f"published {first}, before it was created {second}"
        yield Finding(message, front.span("article-published-date"), "correct one of the two dates")
