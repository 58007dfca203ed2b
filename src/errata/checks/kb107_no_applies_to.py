"""An article that does not say which products it applies to.

Only articles that the knowledge base numbers are asked, as `[articles] number` has it; pages of
videos need not say it.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.numbers import fit_number
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING


def check(front: FrontMatterContext) -> Findings:
    """Look for the key; one without a value was left empty on purpose."""
    # Of the 17 real pages of videos, 16 do without the key.
    numbered = fit_number(front.number, front.number_pattern) if front.number_pattern else ""
    if numbered and front.schema.kt is None and "applies-to" not in front.entries:
        remedy = "name the products and versions the article holds for"
        yield Finding("`applies-to` is missing", front.span("applies-to"), remedy)
