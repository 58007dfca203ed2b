"""Most articles of a language are hidden by their front matter, so readers cannot find them.

Exporters write `robots: noindex` into every article of a folder, to keep a copy away from search
engines. An article that has it is on the site, but no list, search or page of a code names it. If
readers are to find the articles, declare the key as `ignored` in `[metadata.keys]`.
"""

from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span

SEVERITY = Severity.WARNING

# In percent. Authors hid 3 in 100 of Adobe's articles and 35 in 100 of Campaign's pages on purpose;
# a folder of 3,000 articles that were exported with `ROBOTS: NOINDEX` has 100.
_MOST: Final = 50
# A single article is hidden by its author, not by an exporter.
_FEWEST: Final = 2


def check(kb: KnowledgeBase) -> Findings:
    """Count each language; the finding is at the first hidden article of it."""
    for locale in kb.library.locales:
        own = [article for article in kb.library.articles if article.locale == locale]
        hidden = [article for article in own if article.metadata.hidden]
        if len(hidden) < _FEWEST or len(hidden) * 100 <= len(own) * _MOST:
            continue
        first = min(hidden, key=lambda article: article.source)
        if first in kb.articles:
            message = (
                f"{len(hidden):,} of {len(own):,} articles in `{locale}` are hidden, like this one,"
                " so lists and search do not name them"
            )
            yield Finding(message, Span(first.source), _REMEDY)


_REMEDY: Final = (
    'if readers are to find them, declare the key that hides them, such as `robots = "ignored"`'
    " below `[metadata.keys]`"
)
