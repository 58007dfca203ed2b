"""An article that does not say which products it applies to.

Video pages need not say it.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING


def check(front: FrontMatterContext) -> Findings:
    """Look for the key; one without a value was left empty on purpose."""
    # Of the 17 real pages of videos, such as KT-10959, 16 do without the key.
    if front.number.startswith("KA-") and "applies-to" not in front.entries:
        remedy = "name the products and versions the article holds for"
        yield Finding("`applies-to` is missing", front.span("applies-to"), remedy)
