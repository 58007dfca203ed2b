"""No-break or zero-width characters or smart quotes inside code, which break when copied.

The invisible ones are repaired on the page; smart quotes are kept, because they may be meant.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.INFO
