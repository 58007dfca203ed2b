"""An article that was published before it was created."""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
