"""A heading that skips a level, a second title, or an id that two headings have.

People who listen to a page go from heading to heading by level and take a gap for something missed.
The page is built as if the level were right: one below the heading that this one belongs to, or the
second, as the article's title is the first. Where several headings of an article skip the same
level, the first is reported with their number.

A page has one title: further headings of the first level are shown as those of the second. Of two
headings with one `{#id}` links lead to the first, and the other gets an id of its own.
"""

from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model.observations import FurtherTitle, RepeatedId, SkippedLevel

SEVERITY = Severity.WARNING


def check(seen: SkippedLevel | FurtherTitle | RepeatedId) -> Findings:
    """Say which level or id belongs there."""
    match seen:
        case SkippedLevel():
            times = f" ({seen.count} times)" if seen.count > 1 else ""
            message = f"a heading of level {seen.authored} where one of {seen.level} belongs{times}"
            yield Finding(message, seen.span, f"begin it with `{'#' * seen.level}`: it is shown so")
        case FurtherTitle():
            times = f" ({seen.count} of them)" if seen.count > 1 else ""
            message = f"a heading of the first level behind the title{times}"
            yield Finding(message, seen.span, "begin it with `##`: it is shown so")
        case RepeatedId():
            message = f"the id `{seen.id}` is already that of another heading"
            other = Related(seen.first, "the other heading")
            yield Finding(message, seen.span, "give it another id", related=(other,))
