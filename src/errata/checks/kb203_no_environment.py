"""An article that does not say where the problem occurs.

Readers cannot tell whether the article is about their version and system. This is only reported
where an environment section is usual, as in KB201. Metadata such as `applies-to` does not replace
the section there.
"""

from errata.checks.customs import article_forms, kinds_of_sections
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity
from errata.model import SectionKind

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Look for the section."""
    for form in article_forms(kb):
        for article in form.articles if SectionKind.ENVIRONMENT in form.sections else ():
            if SectionKind.ENVIRONMENT not in kinds_of_sections(article, kb):
                remedy = "add a section with the products, versions and systems"
                message = "no section says where the problem occurs"
                yield title_place(article).finding(message, remedy)
