"""HTML that is not allowed in an article and was removed: scripts, frames, forms, styles."""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
