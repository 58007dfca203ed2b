"""A key of the front matter that nothing reads, mostly a misspelt one."""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
