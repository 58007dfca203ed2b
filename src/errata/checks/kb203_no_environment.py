"""An article that does not say where its problem occurs.

Readers cannot tell whether it is about their version and system. Only where a section of the
environment is customary, as KB201 has it; metadata such as `applies-to` do not take its place
there.
"""

from errata.checks.customs import article_forms, kinds_of_sections
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import SectionKind

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Look for the section."""
    for form in article_forms(kb):
        for article in form.articles if SectionKind.ENVIRONMENT in form.sections else ():
            if SectionKind.ENVIRONMENT not in kinds_of_sections(article):
                remedy = "add a section with the products, versions and systems"
                message = "no section says where the problem occurs"
                yield Finding(message, Span(article.source), remedy)
