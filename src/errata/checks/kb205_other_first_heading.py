"""A first heading that differs from the title.

Readers see the title in search results and the heading on the page, and wonder whether they are in
the right place. Case, punctuation and spaces are ignored, and translations are not compared.

This is only reported where heading and title are the same in four fifths of the articles in the
folder. Elsewhere, authors write a longer title for search engines on purpose.
"""

from functools import partial
from typing import Final

from errata.checks.customs import Kind, article_forms, group_articles_by_kind, is_customary
from errata.checks.places import MarkedPlace, title_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import text_of_html
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity
from errata.model import Article

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Runs of what is not a letter or a number: " - " and ": ".
_BETWEEN: Final = compile_late(r"[\W_]+")
# "Mail is not sent (SMTP-101)"; not "Error: no such host", "`id`" and "'x'", which need quotes.
_PLAIN: Final = compile_late(r"[^\W_](?:[^\n:#\"'\\]|:(?=\S))*")


def check(kb: KnowledgeBase) -> Findings:
    """Compare the article's own first heading with the front matter's title."""
    for form in article_forms(kb):
        if not kb.survey(_find_customs).get(form.kind):
            continue
        for article in form.articles:
            is_named = "title" in article.metadata.value_places
            if (
                is_named
                and kb.library.is_original(article)
                and not _is_same(article, observe_first_heading(article, kb))
            ):
                yield _finding(article, kb)


def _find_customs(kb: KnowledgeBase) -> dict[Kind, bool]:
    """Map each kind of articles to whether most of them begin with their title."""
    articles = kb.survey(group_articles_by_kind)
    headings = kb.observe_all(
        "first heading", str, kb.library.visible, partial(observe_first_heading, kb=kb)
    )

    def begins_with_title(article: Article) -> bool:
        return _is_same(article, headings[article.source])

    return {kind: is_customary(articles, begins_with_title) for kind, articles in articles.items()}


def _finding(article: Article, kb: KnowledgeBase) -> Finding:
    heading, place = observe_first_heading(article, kb), title_place(article)
    message = f"the first heading is `{heading}`"
    return place.finding(message, "use the same words in both", fix=_fix(heading, place))


def _fix(heading: str, place: MarkedPlace) -> Fix | None:
    """Write the heading's words as the title, which lists and search then show."""
    # Quotes around the title stay: of two words that need none, neither needs any.
    if place.end is None or not _PLAIN.fullmatch(heading):
        return None
    edit = Edit(place.span, place.end, heading)
    return Fix("Write the heading as the title", (edit,), safe=False)


def _is_same(article: Article, heading: str) -> bool:
    title = article.metadata.title
    return heading == title or _fold(heading) == _fold(title)


def observe_first_heading(article: Article, kb: KnowledgeBase) -> str:
    """Return the text of the article's first heading."""

    def look() -> str:
        return " ".join(text_of_html("".join(article.title.parts)).split())

    return kb.observe("first heading", str, article, look)


def _fold(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()
