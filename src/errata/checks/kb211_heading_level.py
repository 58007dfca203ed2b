"""A heading that skips a level.

People who listen to a page go from heading to heading by level and take a gap for something missed.
The page is built as if the level were right: one below the heading that this one belongs to, or the
second, as the article's title is the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Finding, Severity
from errata.model.observations import SkippedLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.WARNING
SCOPE = SkippedLevel


def check(seen: SkippedLevel) -> Iterator[Finding]:
    """Say which level belongs there."""
    message = f"a heading of level {seen.authored} where one of {seen.level} belongs"
    yield Finding(message, seen.span, f"begin it with `{'#' * seen.level}`: it is shown so")
