"""Keywords that are empty, or only the constant `KCS`: search has nothing to go by."""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
