"""An article that does not say which products it applies to.

Video pages need not say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.front_matter.context import FrontMatterContext
from errata.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.WARNING
SCOPE = FrontMatterContext


def check(front: FrontMatterContext) -> Iterator[Finding]:
    """Look for the key; one without a value was left empty on purpose."""
    if front.number.startswith("KA-") and "applies-to" not in front.entries:
        remedy = "name the products and versions the article holds for"
        yield Finding("`applies-to` is missing", front.span("applies-to"), remedy)
