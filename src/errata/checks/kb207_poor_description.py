"""A description that is a placeholder, repeats the title, or is very short.

The description is shown below the title in lists and search results and helps readers to choose.
Write one or two sentences about what goes wrong and when. If there is no description, the first
sentences of the article are shown.

A description that repeats the title, or has fewer than 50 letters (25 Chinese, Japanese or Korean
characters), is only reported in articles that are written as problem and solution, as in KB201.
"""

from typing import Final

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.normalise import clean_prose
from errata.checks.customs import standard_articles
from errata.checks.places import value_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity
from errata.text.display import display_width

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Of the real descriptions that say something, 95 in 100 are longer.
_SHORTEST: Final = 50
_REMEDY: Final = "say in a sentence or two what goes wrong and when, or leave it out"


def check(subject: FrontMatterContext | KnowledgeBase) -> Findings:
    """Judge each description alone; whether it must be longer depends on the other articles."""
    if isinstance(subject, KnowledgeBase):
        yield from _repeated_or_short(subject)
        return
    entry = subject.entries.get("description")
    written = clean_prose(entry.value) if entry and isinstance(entry.value, str) else ""
    if not written:
        return
    # The placeholder that the exporter writes for a missing description is read as none.
    if not subject.schema.description:
        message = "the description is only a placeholder"
        end = subject.value_end("description")
        yield Finding(message, subject.place("description"), _REMEDY, end=end)


def _repeated_or_short(kb: KnowledgeBase) -> Findings:
    for article in standard_articles(kb):
        data = article.metadata
        length = display_width(data.description)
        if "description" not in data.value_places or not length:
            continue
        place = value_place(article, "description")
        if _fold(data.description) == _fold(data.title):
            yield place.finding("the description repeats the title", _REMEDY)
        elif length < _SHORTEST:
            yield place.finding(f"the description has only {length} characters", _REMEDY)


def _fold(text: str) -> str:
    return text.casefold().strip(" .")
