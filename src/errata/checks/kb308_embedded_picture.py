"""A picture written into the article as a `data:` URI.

It is published as a file of its own. Save it below `assets/` and link it instead, so that the
article stays readable and the picture can be replaced.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
