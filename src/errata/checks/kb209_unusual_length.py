"""An article that is very short or very long.

Fewer than 60 words are rarely enough for a problem and its solution. An article of more than 1,000
words usually answers several questions, and each of them deserves its own title. Two Chinese,
Japanese or Korean characters count as one word. Logs and listings do not count.

This is only reported in articles that are written as problem and solution, as in KB201.
"""

from functools import partial
from typing import Final

from errata.checks.customs import standard_articles
from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import count_article_words
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article

SEVERITY = Severity.INFO
MAY_WAIT = True

# Of 1,179 real articles 55 have fewer words and 17 have more (`errata check --select KB209`).
_FEWEST: Final = 60
_MOST: Final = 1000


def check(kb: KnowledgeBase) -> Findings:
    """Count the words of originals: a translation is as long as its original."""
    for article in standard_articles(kb):
        if not kb.library.is_original(article):
            continue
        words = observe_length(article, kb)
        if words < _FEWEST:
            remedy = "say what readers see, why, and what to do"
            yield Finding(f"only {words} words", Span(article.source), remedy)
        elif words > _MOST:
            remedy = "write an article for each question that it answers"
            yield Finding(f"{words:,} words", Span(article.source), remedy)


def observe_length(article: Article, kb: KnowledgeBase) -> int:
    """Count the words of an original; 0 for a translation."""
    if not kb.library.is_original(article):
        return 0
    return kb.observe("words", int, article, partial(count_article_words, article))
