"""A heading that skips a level.

Who listens to a page goes from heading to heading by level and takes a gap for something missed.
The page is built as if the level were right: one below the heading that this one belongs to, or the
second, as the article's title is the first.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
