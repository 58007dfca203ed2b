"""An article that was published before it was created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.normalise import format_date
from errata.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.ERROR
SCOPE = FrontMatterContext


def check(front: FrontMatterContext) -> Iterator[Finding]:
    """Compare the two dates, where there are both."""
    created = front.schema.article_created_date
    published = front.schema.article_published_date
    if created and published and published < created:
        first, second = format_date(published), format_date(created)
        message = f"published {first}, before it was created {second}"
        yield Finding(message, front.span("article-published-date"), "correct one of the two dates")
