"""A code from the vendor's catalogue that no visible article explains.

Readers who search for it find nothing. Together, these findings list the articles that are still to
be written.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.INFO


def check(kb: KnowledgeBase) -> Findings:
    """Report codes in the catalogue's order."""
    for entry in kb.library.inputs.catalogue:
        if entry.code not in kb.library.codes:
            yield Finding(f"no article explains `{entry.code}`", entry.span, "write one")
