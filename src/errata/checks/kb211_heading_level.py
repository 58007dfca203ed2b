"""A heading that skips a level.

People who listen to a page go from heading to heading by level and take a gap for something missed.
The page is built as if the level were right: one below the heading that this one belongs to, or the
second, as the article's title is the first. Where several headings of an article skip the same
level, the first is reported with their number.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import SkippedLevel

SEVERITY = Severity.WARNING


def check(seen: SkippedLevel) -> Findings:
    """Say which level belongs there."""
    times = f" ({seen.count} times)" if seen.count > 1 else ""
    message = f"a heading of level {seen.authored} where one of {seen.level} belongs{times}"
    yield Finding(message, seen.span, f"begin it with `{'#' * seen.level}`: it is shown so")
