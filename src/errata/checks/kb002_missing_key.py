"""A required key of the front matter that is missing.

Every article needs a `title`; a `KA-` article needs its `article-number`, a `KT-` page its `kt`.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
