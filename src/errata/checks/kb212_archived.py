"""An archived article that lists still show, or that does not say what replaces it.

An article that is out of use should not appear in lists or in search: write `state: archived`.
Readers who follow an old link to it need a way forward: `replaced-by` names the article that
replaces it, and `[redirects]` leads there directly.
"""

from functools import partial
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import has_phrase, text_of_html
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, State

SEVERITY = Severity.WARNING

# How many characters at the beginning of an article may say that it is archived; one that explains
# how to archive something says it further on.
_BEGINNING: Final = 300


def check(kb: KnowledgeBase) -> Findings:
    """Compare what the first sentences say with what the front matter does."""
    for article in kb.articles:
        data = article.metadata
        says = observe_archival(article, kb)
        span = Span(article.source)
        if says and not data.hidden:
            remedy = "write `state: archived` in its front matter"
            message = "the text says that the article is archived, but lists still show it"
            yield Finding(message, span, remedy)
        out_of_use = says or data.publication.state is State.ARCHIVED
        leads_on = data.replaced_by or article.number in kb.config.redirects
        if out_of_use and data.hidden and not leads_on:
            remedy = "add `replaced-by` with the article that takes its place"
            yield Finding("archived, but nothing says what replaces it", span, remedy)


def observe_archival(article: Article, kb: KnowledgeBase) -> bool:
    """Whether the article says that it is archived."""
    return kb.observe("says archived", bool, article, partial(_says_archived, article))


def _says_archived(article: Article) -> bool:
    return has_phrase(_beginning(article), "archived", article.locale)


def _beginning(article: Article) -> str:
    html = "".join(article.body.parts)[: _BEGINNING * 3]
    return text_of_html(html)[:_BEGINNING]
