"""An old address of an article that cannot lead to it.

`redirect-from`, and what other tools call `aliases`, `redirect_from`, `permalink`, `slug` or `url`,
list addresses that the article had. Each is a path below this site, without a query or a fragment.
Two articles cannot have the same.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity
from errata.site.old_addresses import OldAddresses

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Say of each why it cannot be used."""
    for fault in OldAddresses(kb.library, kb.config).faults:
        yield Finding(fault.message, fault.span, fault.help)
