"""An article that is nearly the same as another one.

Readers find two answers and do not know which is right, and every correction has to be made twice.
Keep the better article, and use `replaced-by` or `[redirects]` in the other. The finding shows how
much of the two texts is the same. Text that eight or more articles share, such as a template, is
ignored.
"""

from errata.checks.overlaps import find_judged_overlaps
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Related, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare originals within each language; translations of duplicates are duplicates, too."""
    for overlap in find_judged_overlaps(kb):
        message = (
            f"says much the same as `{overlap.other.number}`: {overlap.share:.0%} of both texts"
        )
        other = Related(title_place(overlap.other).span, f"`{overlap.other.metadata.title}`")
        remedy = "merge the two articles, and redirect readers of the other one"
        yield title_place(overlap.article).finding(message, remedy, related=(other,))
