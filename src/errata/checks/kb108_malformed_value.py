"""A value that is not of the type its key needs: a boolean, a number, a UUID, a digest."""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
