"""Markup that only another generator can run, such as shortcodes, Liquid tags and MDX components.

Readers do not see the markup. If errata knows what it means, as with `{{< hint >}}`, readers see
the same as on a site of that generator. Otherwise errata keeps the text between two tags, and what
the other generator would have inserted is missing. Each kind is reported once in an article.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import ForeignMarkup

SEVERITY = Severity.WARNING


def check(markup: ForeignMarkup) -> Findings:
    """Name the markup, how often it occurs, and what readers see."""
    times = f" ({markup.count} times)" if markup.count > 1 else ""
    form = f"`{markup.form}`{times} is markup of another generator"
    if markup.is_replaced:
        yield Finding(f"{form}, which errata replaces", markup.span, "", Severity.INFO)
    else:
        remedy = "write what readers should see in markdown"
        yield Finding(f"{form} and is left out", markup.span, remedy)
