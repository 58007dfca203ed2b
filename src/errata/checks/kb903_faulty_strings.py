"""A file of interface strings in your templates that readers would stumble over.

It lacks strings, so that English stands between its words; or has a name that no template asks
for, a placeholder such as `{n}` that is not filled, a plural form that its language does not
have or lacks one that it has; or is named after no locale.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.WARNING
