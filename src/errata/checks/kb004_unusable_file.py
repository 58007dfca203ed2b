"""A file that cannot be used, or only under another name.

It is not UTF-8 text, holds NUL bytes or bidirectional controls, is larger than a limit of
`[limits]`, cannot be opened, is a link that leaves the knowledge base, or could run as a script
on the site. It is left out and the others are built. A locale folder named `pt_BR` is read as
`pt-BR`, with a warning.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
