"""A link to an article that is hidden.

Readers land on a page that is out of use. Link the article that replaces it; `replaced-by` in the
hidden article names it.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import ArticleRef
from errata.site.context import article_for_locale

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Look at every reference from a visible article to another."""
    # What hidden articles link is not looked at: they are out of use together.
    for article in kb.library.visible:
        for ref in article.body.refs:
            if not isinstance(ref, ArticleRef):
                continue
            target = article_for_locale(article.locale, ref.number, kb.library)
            if target and target.metadata.hidden:
                successor = target.metadata.replaced_by
                remedy = "link the article that replaces it"
                if successor:
                    remedy = f"link `{successor}`, which replaces it"
                span = Span(article.source, ref.position.line, ref.position.column)
                yield Finding(f"`{ref.number}` is hidden", span, remedy)
