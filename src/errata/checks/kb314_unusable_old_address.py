"""An old address of an article that cannot lead to it.

`redirect-from`, and the keys `aliases`, `redirect_from`, `permalink`, `slug` and `url` of other
tools, list addresses that the article had before. Each one must be a path on this site, without a
fragment. It can have a query, such as `/kb_view.do?sysparm_article=KB0010001`, if no page of this
site has its path. Two articles cannot have the same old address.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity
from errata.site.old_addresses import OldAddresses

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Report why an address cannot be used."""
    for fault in OldAddresses(kb.library, kb.config).faults:
        yield Finding(fault.message, fault.span, fault.help)
