"""Two pages that claim one address; the first is written."""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
