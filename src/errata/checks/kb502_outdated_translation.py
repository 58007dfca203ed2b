"""A translation of an older version of the article.

`version-number` counts the versions, and a translation says which version it was made from.
Translate what has changed, then copy the number.
"""

from errata.checks.places import value_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.translations import translated_pairs
from errata.diagnostics import Findings, Related, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare the numbers, where both have one."""
    for original, translation in translated_pairs(kb):
        now, then = original.metadata.version, translation.metadata.version
        if now and then and then < now:
            message = f"translates version {then} of `{original.number}`, which is at {now}"
            other = Related(value_place(original, "version-number").span, "the original")
            remedy = "translate what has changed since"
            place = value_place(translation, "version-number")
            yield place.finding(message, remedy, related=(other,))
