"""A heading that skips a level, a second title, or an id that two headings share.

People who use a screen reader move from heading to heading by level, and a gap sounds like missing
content. The page is built as if the level were right: one below the heading that contains it, or
the second level, since the title of the article is the first. If several headings of an article
skip the same level, the first one is reported with their number.

A page has one title, so further first-level headings are shown as second-level headings. If two
headings have the same `{#id}`, links lead to the first one and the second one gets another id.
"""

from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model.observations import FurtherTitle, RepeatedId, SkippedLevel

SEVERITY = Severity.WARNING


def check(seen: SkippedLevel | FurtherTitle | RepeatedId) -> Findings:
    """Say which level or id belongs there."""
    match seen:
        case SkippedLevel():
            times = f" ({seen.count} times)" if seen.count > 1 else ""
            message = (
                f"a heading of level {seen.authored} where level {seen.level} is expected{times}"
            )
            yield Finding(message, seen.span, f"begin it with `{'#' * seen.level}`: it is shown so")
        case FurtherTitle():
            times = f" ({seen.count} of them)" if seen.count > 1 else ""
            message = f"another heading of the first level after the title{times}"
            yield Finding(message, seen.span, "begin it with `##`: it is shown so")
        case RepeatedId():
            message = f"another heading already has the id `{seen.id}`"
            other = Related(seen.first, "the other heading")
            yield Finding(message, seen.span, "give it another id", related=(other,))
