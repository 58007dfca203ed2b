"""An internal value that stands in the finished site.

Every byte written is searched for every internal note, CRM address and person's name, in its
plain, HTML-, URL- and JSON-escaped forms. In a picture a value of fewer than eight bytes does not
count: among packed pixels it is found by chance.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
