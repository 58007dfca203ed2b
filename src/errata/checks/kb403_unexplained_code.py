"""A code of the vendor's catalogue that no visible article explains.

Readers may search for it in vain: together such findings list the articles still to be written.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.INFO


def check(kb: KnowledgeBase) -> Findings:
    """In the catalogue's order."""
    for entry in kb.library.inputs.catalogue:
        if entry.code not in kb.library.codes:
            yield Finding(f"no article explains `{entry.code}`", entry.span, "write one")
