"""A block that was opened and never closed, or the other way round: tabs, collapsibles."""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
