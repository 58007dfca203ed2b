"""An article that is a test, or that has not been written yet.

Its title starts with `Test_` or ends with `test article`, or it is a word such as `Test` or
`Untitled` and the article has fewer than 60 words. Delete it, hide it, or make it a draft with
`state: draft`. If it is a real article, give it a title that says what goes wrong.
"""

from typing import Final

from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import count_article_words, fold_phrase, read_phrases
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity
from errata.model import Article

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True

# "test" before "_EXL_PUB", also "Test_"; nothing of "test-connection" and "latest_version".
_JOINED: Final = compile_late(r"([^\W_]{1,20})_")
# As in KB209.
_FEWEST: Final = 60


def check(kb: KnowledgeBase) -> Findings:
    """Check the titles of all visible articles for the words of their languages."""
    for article in kb.visible:
        if _is_placeholder(article):
            remedy = "delete it, or write `state: draft` until it is written"
            message = f"`{article.metadata.title}` is the title of a test or a placeholder"
            yield title_place(article).finding(message, remedy)


def _is_placeholder(article: Article) -> bool:
    title = fold_phrase(article.metadata.title)
    titles = read_phrases("placeholder-titles", article.locale)
    joined = _JOINED.match(title)
    if joined and joined[1] in titles:
        return True
    # "Testing" and "Title" are the titles of real pages, too.
    if title in titles:
        return count_article_words(article) < _FEWEST
    return any(
        title.endswith(ending) for ending in read_phrases("placeholder-endings", article.locale)
    )
