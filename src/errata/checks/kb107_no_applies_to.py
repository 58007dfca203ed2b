"""An article that does not say which products it applies to."""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
