"""An article number that its file does not bear, or that two files claim.

The number is the article's identity across locales and its address, so `KA-19371` belongs in
`KA-19371.md`. Where two files claim one number in a locale, the one so named is built.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
