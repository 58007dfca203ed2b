"""An article that does not say which products it applies to.

Pages of videos do not need this. It is only reported if every article must say it: `required` in
`[metadata]`, or articles in the KCS format.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(front: FrontMatterContext) -> Findings:
    """Look for the key; one without a value was left empty on purpose."""
    # Of the 17 real pages of videos, 16 do without the key.
    is_required = front.demands("applies-to") and front.schema.kt is None
    if is_required and "applies-to" not in front.entries:
        remedy = "list the products and versions that the article applies to"
        yield Finding("`applies-to` is missing", front.span("applies-to"), remedy)
