"""A value written in an unusual way: `True`, a number in quotes, a repeated or empty item."""

from errata.diagnostics import Severity

SEVERITY = Severity.INFO
