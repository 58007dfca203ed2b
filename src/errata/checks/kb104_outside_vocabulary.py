"""A product, solution or version that is spelled differently from other articles.

Each name has its own page and its own filter, so readers who choose `Campaign` do not find articles
that say `Campagn`. List the names of a key in `[metadata.vocabulary]` in `errata.toml`, and every
other name is reported. Without that list, a name is reported only if one or two articles use it and
it differs by one letter, case or a space from a name that many articles use.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from errata.checks.places import MarkedPlace
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import (
    Edit,
    Finding,
    Findings,
    Fix,
    Severity,
    Span,
    closest_name,
    propose_name,
)
from errata.model import Article, Position

SEVERITY = Severity.WARNING

# How often a misspelt name and the right one are there.
_RARE: Final = 2
_MANY: Final = 8
# A shorter name may be another one: "AEM" and "AAM".
_SHORTEST: Final = 6


class _Term(NamedTuple):
    article: Article
    key: str
    position: int
    text: str

    @property
    def place(self) -> MarkedPlace:
        """Its place, made on demand because few terms are misspelt."""
        places = self.article.metadata.term_places.get(self.key, ())
        place = places[self.position] if self.position < len(places) else Position()
        return MarkedPlace(Span(self.article.source, place.line, place.column), place.end)


def check(kb: KnowledgeBase) -> Findings:
    """Compare with the configured names, else with those of other articles."""
    vocabulary = {str(key): names for key, names in kb.config.metadata.vocabulary.items()}
    counts = kb.survey(_count_terms)
    for term in _terms(kb.articles):
        names = vocabulary.get(term.key)
        if names is not None and term.text not in names:
            suggestion = closest_name(term.text, names)
            message = f"`{term.text}` is not a known value of `{term.key}`"
            yield _report(term.place, message, suggestion)
        elif names is None and (suggestion := _misspelt(term.text, counts[term.key])):
            count = counts[term.key][suggestion]
            message = f"`{term.text}` is written `{suggestion}` in {count:,} articles"
            yield _report(term.place, message, suggestion)


def _report(place: MarkedPlace, message: str, suggestion: str) -> Finding:
    span, end = place.span, place.end
    edits = (Edit(span, end, suggestion),) if suggestion and end else ()
    fix = Fix(f"Write `{suggestion}`", edits, safe=False) if edits else None
    remedy = propose_name(suggestion, "add it to `[metadata.vocabulary]`")
    return place.finding(message, remedy, fix=fix)


def _count_terms(kb: KnowledgeBase) -> Mapping[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for term in _terms(kb.library.articles):
        counts[term.key][term.text] += 1
    return counts


def _terms(articles: Iterable[Article]) -> Iterator[_Term]:
    for article in articles:
        data = article.metadata
        values = {
            "solution": data.solutions,
            "product": data.products,
            "applies-to": data.applies_to,
        }
        for key, texts in values.items():
            yield from (_Term(article, key, index, text) for index, text in enumerate(texts))


def _misspelt(text: str, counts: Mapping[str, int]) -> str:
    """Return the frequent name that was probably meant; numbers tell versions apart."""
    if counts[text] > _RARE or len(text) < _SHORTEST:
        return ""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - most names are frequent

    folded, digits = _fold(text), _digits(text)
    for other, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count < _MANY:
            return ""
        if digits == _digits(other) and OSA.distance(folded, _fold(other), score_cutoff=1) <= 1:
            return other
    return ""


def _fold(text: str) -> str:
    return "".join(text.casefold().split())


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
