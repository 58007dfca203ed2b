"""A `replaced-by` value that is not an article of the site, a code or a web address.

Write the number of the article that replaces this one, an error code that has a page, or the
address of a page on another site.
"""

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.subjects import KnowledgeBase
from errata.codes.published import known_names
from errata.diagnostics import Finding, Findings, Severity, Span, suggest_name
from errata.text.addresses import is_address

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Hidden articles too: those are replaced most often."""
    known = known_names(kb.library)
    for article in kb.articles:
        name = article.metadata.replaced_by
        if not name or is_address(name) or (name in known and name != article.number):
            continue
        message = f"`replaced-by` names `{name}`, which is not on this site"
        if withheld := kb.library.find_withheld(article.locale, name):
            message = f"`replaced-by` names `{name}`, which is {DESCRIPTIONS[withheld.reason]}"
        if name == article.number:
            message = "`replaced-by` names the article itself"
        others = known - {article.number}
        remedy = suggest_name(name, others, "name an article, a code or an address")
        span = Span(article.source, article.metadata.key_lines.get("replaced-by", 1))
        yield Finding(message, span, remedy)
