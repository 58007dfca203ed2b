"""An internal value that stands in the finished site.

Every byte written is searched for every internal note, CRM address and person's name, in its
plain, HTML-, URL- and JSON-escaped forms.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
