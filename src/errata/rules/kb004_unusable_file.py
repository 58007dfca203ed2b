"""A file that is not UTF-8 text, holds NUL bytes or bidirectional controls, or is too large.

The limits are in `[limits]` of `errata.toml`. The file is left out; the others are built.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
