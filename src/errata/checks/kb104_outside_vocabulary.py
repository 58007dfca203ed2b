"""A product, solution or version that is spelled differently from other articles.

Each name has its own page and its own filter, so readers who choose `Campaign` do not find articles
that say `Campagn`. List the names of a key in `[metadata.vocabulary]` in `errata.toml`, and every
other name is reported. Without that list, a name is reported only if one or two articles use it and
it differs by one letter, case or a space from a name that many articles use.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity, Span, closest_name
from errata.model import Article, Position

SEVERITY = Severity.WARNING

# How often a misspelt name and the right one are there.
_RARE: Final = 2
_MANY: Final = 8
# A shorter name may be another one: "AEM" and "AAM".
_SHORTEST: Final = 6


class _Term(NamedTuple):
    key: str
    text: str
    span: Span
    end: tuple[int, int] | None


def check(kb: KnowledgeBase) -> Findings:
    """Compare with the configured names, else with those of other articles."""
    vocabulary = {str(key): names for key, names in kb.config.metadata.vocabulary.items()}
    counts = kb.survey(_count_terms)
    for term in _terms(kb.articles):
        names = vocabulary.get(term.key)
        if names is not None and term.text not in names:
            near = closest_name(term.text, names)
            remedy = f"did you mean `{near}`?" if near else "add it to `[metadata.vocabulary]`"
            message = f"`{term.text}` is not a known value of `{term.key}`"
            yield Finding(message, term.span, remedy, end=term.end, fix=_renamed(term, near))
        elif names is None and (near := _misspelt(term.text, counts[term.key])):
            message = f"`{term.text}` is written `{near}` in {counts[term.key][near]:,} articles"
            remedy = f"did you mean `{near}`?"
            yield Finding(message, term.span, remedy, end=term.end, fix=_renamed(term, near))


def _renamed(term: _Term, near: str) -> Fix | None:
    if not near or not term.end:
        return None
    return Fix(f"Write `{near}`", (Edit(term.span, term.end, near),), safe=False)


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
            places = data.term_places.get(key, ())
            for index, text in enumerate(texts):
                place = places[index] if index < len(places) else Position()
                span = Span(article.source, place.line, place.column)
                yield _Term(key, text, span, place.end)


def _misspelt(text: str, counts: Mapping[str, int]) -> str:
    """The name of many articles that was probably meant; numbers tell versions apart."""
    if counts[text] > _RARE or len(text) < _SHORTEST:
        return ""
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
