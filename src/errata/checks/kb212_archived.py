"""An article that says it is archived and is shown all the same, or that names no successor.

What is out of use should be in no list and no search: write `state: archived`. And readers who
follow an old link to it should get on: `replaced-by` names the article that took its place, and
`[redirects]` leads there at once.
"""

import re
from html import unescape
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import has_phrase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, State

SEVERITY = Severity.WARNING

# Characters at the beginning in which an article says that it is archived; one that explains how to
# archive something says it further on.
_BEGINNING: Final = 300
# "<p>" and "</a>"; not "a < b", which is escaped.
_TAG: Final = re.compile(r"<[^<>]*+>")


def check(kb: KnowledgeBase) -> Findings:
    """Compare what the first sentences say with what the front matter does."""
    redirected = kb.library.inputs.redirect_places
    for article in kb.articles:
        data = article.metadata
        says = has_phrase(_beginning(article), "archived", article.locale)
        span = Span(article.source)
        if says and not data.hidden:
            remedy = "write `state: archived` in its front matter"
            yield Finding("the text says that it is archived, and lists show it", span, remedy)
        out_of_use = says or data.publication.state is State.ARCHIVED
        leads_on = data.replaced_by or article.number in redirected
        if out_of_use and data.hidden and not leads_on:
            remedy = "add `replaced-by` with the article that takes its place"
            yield Finding("archived, and nothing replaces it", span, remedy)


def _beginning(article: Article) -> str:
    html = "".join(article.body.parts)[: _BEGINNING * 3]
    return unescape(_TAG.sub("", html))[:_BEGINNING]
