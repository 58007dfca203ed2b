"""A title that is too long for a list of results.

Search engines and lists show about 70 letters, or 35 Chinese, Japanese or Korean characters, and
cut the rest. Put the error and the product first, and leave out words that every title has.

This is only reported in articles that are written as problem and solution, as in KB201.
"""

from typing import Final

from errata.checks.customs import standard_articles
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity
from errata.text.display import display_width

SEVERITY = Severity.INFO
MAY_WAIT = True

# Google shows about 600 pixels of a title, which is as many letters.
_LONGEST: Final = 70


def check(kb: KnowledgeBase) -> Findings:
    """Measure original titles: translators cannot make them shorter than the language is."""
    for article in standard_articles(kb):
        length = display_width(article.metadata.title)
        if length > _LONGEST and kb.library.is_original(article):
            message = f"the title has {length} characters; lists show about {_LONGEST}"
            remedy = "begin with the error, and leave out what is obvious"
            yield title_place(article).finding(message, remedy)
