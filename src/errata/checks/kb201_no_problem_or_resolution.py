"""An article that does not say what goes wrong, or does not say how to fix it.

It has no issue section and no description, or it has no resolution. Readers arrive with a problem:
they look for the problem first and for the fix last. If the article is of another kind, move it to
another folder.

This is only reported where such sections are usual: four fifths of the articles in the folder have
them, or `sections` in `[articles]` of `errata.toml` requires them. A heading can have any name that
errata knows, in any language.
"""

from errata.checks.customs import PROBLEM, article_forms, kinds_of_sections
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity
from errata.model import SectionKind

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True


# Of all checks that ask for the kinds of sections.
observe_sections = kinds_of_sections


def check(kb: KnowledgeBase) -> Findings:
    """Look for either section; that of a problem has two names."""
    for form in article_forms(kb):
        for article in form.articles:
            kinds = kinds_of_sections(article, kb)
            lacking = []
            if PROBLEM & form.sections and not PROBLEM & kinds:
                lacking.append("what goes wrong")
            if SectionKind.RESOLUTION in form.sections and SectionKind.RESOLUTION not in kinds:
                lacking.append("how to solve it")
            if lacking:
                message = f"no section says {' or '.join(lacking)}"
                remedy = "add one, as in the other articles of its folder"
                yield title_place(article).finding(message, remedy)
