"""An unknown tag such as `<host>`, which a browser would swallow.

It is shown as text. Write `&lt;host&gt;`, or put it in a code span.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
