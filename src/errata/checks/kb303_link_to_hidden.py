"""A link to an article that is hidden or not published.

A hidden article is out of use. Link to the article that replaces it, which `replaced-by` in the
hidden article names.

An article that is a draft, internal or past its last day has no page. The link's text stays on the
page, and the link is removed.
"""

from functools import partial

from msgspec.structs import replace

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, ArticleRef, Position

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Look at every reference from a visible article to another."""
    # The links of hidden articles are not checked: both ends are out of use.
    for article in kb.visible:
        if not observe_links_to_hidden(article, kb):
            continue
        for ref in article.body.refs:
            if isinstance(ref, ArticleRef):
                for finding in _look(ref.number, article, ref.position, kb):
                    yield replace(finding, end=ref.position.end)


def observe_links_to_hidden(article: Article, kb: KnowledgeBase) -> bool:
    """Whether the article links one that is hidden or not published."""
    return kb.observe_links("links to hidden", article, partial(_links_hidden, article, kb))


def _links_hidden(article: Article, kb: KnowledgeBase) -> bool:
    refs = (ref for ref in article.body.refs if isinstance(ref, ArticleRef))
    return any(True for ref in refs for _ in _look(ref.number, article, ref.position, kb))


def _look(number: str, article: Article, place: Position, kb: KnowledgeBase) -> Findings:
    target = kb.library.find_article(article.locale, number)
    withheld = kb.library.find_withheld(article.locale, number)
    span = Span(article.source, place.line, place.column)
    if target and target.metadata.hidden:
        successor = target.metadata.replaced_by
        remedy = "link to the article that replaces it"
        if successor:
            remedy = f"link `{successor}`, which replaces it"
        yield Finding(f"`{number}` is hidden", span, remedy)
    elif withheld:
        message = f"`{number}` is not published: it is {DESCRIPTIONS[withheld.reason]}"
        yield Finding(message, span, "only the text is shown: publish it, or remove the link")
