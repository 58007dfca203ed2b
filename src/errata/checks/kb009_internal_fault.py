"""An article that errata could not read through a fault of its own.

It is left out and the others are built. Please report it.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
