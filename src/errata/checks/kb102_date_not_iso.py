"""A date in another form than ISO 8601.

`4/17/2024 12:30:27 PM` is understood as UTC, which is what the exporter meant; write
`2024-04-17T12:30:27Z`.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
