"""An article whose description does not say what the reader sees.

It has a description but no issue or symptoms section, so readers cannot compare it with what they
see. This is only reported where such a section is usual, as in KB201. If an article says nothing
about its problem at all, KB201 reports it.
"""

from errata.checks.customs import PROBLEM, article_forms, kinds_of_sections
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity
from errata.model import SectionKind

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Look for the section where there is a description."""
    for form in article_forms(kb):
        for article in form.articles if SectionKind.ISSUE in form.sections else ():
            kinds = kinds_of_sections(article, kb)
            if SectionKind.ISSUE not in kinds and PROBLEM & kinds:
                remedy = "add a section with the symptoms and the words of the error"
                message = "no section says what a reader sees"
                yield title_place(article).finding(message, remedy)
