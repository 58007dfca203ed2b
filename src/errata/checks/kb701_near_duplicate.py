"""An article that says nearly the same as another.

Readers find two answers and do not know which holds, and every correction has to be made twice.
Keep the better one, and let `replaced-by` or `[redirects]` lead there from the other. How much of
the two is the same is shown; what eight or more articles share, such as a template, does not count.
"""

from errata.checks.overlaps import judged_overlaps
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Related, Severity, Span

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare originals within each language; translations of duplicates are duplicates, too."""
    for overlap in judged_overlaps(kb):
        message = (
            f"says much the same as `{overlap.other.number}`: {overlap.share:.0%} of both texts"
        )
        other = Related(Span(overlap.other.source), f"`{overlap.other.metadata.title}`")
        remedy = "make one article of the two, and lead the other's readers there"
        yield Finding(message, Span(overlap.article.source), remedy, related=(other,))
