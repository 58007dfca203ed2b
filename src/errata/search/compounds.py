"""Splits compounds, so that "Fehler" and "Aktivierung" find `Aktivierungsfehler`.

German, Dutch and the northern languages join words that a reader searches for separately. A word of
a title, a description or a keyword is split if both of its parts are words of the locale's
articles; `data/compounds.toml` has the joints between them. An article whose title has both parts
of a compound of others gets that compound: "Löschen des Mandanten" is found by `Mandantenlöschung`.
Both are weighed like synonyms, and a query needs to know nothing of them. A compound that no
article has is split by the browser.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from errata.data import read_word_lists
from errata.search.document import Document, KnownDocument
from errata.search.postings import Documents
from errata.search.tokens import Stemmer
from errata.search.vocabulary import stop_words

# The fewest letters of a part without its ending: fewer are a word of too many compounds by
# accident.
_SHORTEST: Final = 4
# The fewest articles that have a part as a word of its own: what one alone has may be a slip.
_FEWEST: Final = 2


def split_compounds(documents: Documents, locale: str, stemmer: Stemmer) -> Documents:
    """Return the documents with the parts of their compounds; others are the same objects."""
    if not has_compounds(locale):
        return documents
    vocabulary = CompoundWords(documents, locale, stemmer)
    return [_with_parts(document, vocabulary) for document in documents]


def has_compounds(locale: str) -> bool:
    """Whether a locale's language joins words."""
    return _joints_of(locale) is not None


def _joints_of(locale: str) -> tuple[str, ...] | None:
    return read_word_lists("compounds").get(locale.partition("-")[0].lower())


class CompoundWords:
    """The terms of a locale, by how many articles have them."""

    def __init__(self, documents: Documents, locale: str, stemmer: Stemmer) -> None:
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(set().union(*document.fields))
        # "nach" of "nachricht" is what joins words, and none that is asked for.
        for word in stop_words(locale, stemmer).words:
            counts.pop(word, None)
        self._counts: Mapping[str, int] = counts
        self._joints = ("", *(_joints_of(locale) or ()))
        self._stemmer = stemmer
        self._known: dict[str, tuple[str, ...]] = {}

    def divide(self, term: str) -> tuple[str, ...]:
        """Return the two most frequent terms that a compound is made of; none for other words."""
        if term not in self._known:
            self._known[term] = self._divide(term) if term.isalpha() else ()
        return self._known[term]

    def _divide(self, term: str) -> tuple[str, ...]:
        return self._divide_in_two(term) or self._divide_further(term)

    def _divide_in_two(self, term: str) -> tuple[str, ...]:
        best, parts = _FEWEST - 1, tuple[str, ...]()
        for index in range(_SHORTEST, len(term) - _SHORTEST + 1):
            last = self._counts.get(term[index:], 0)
            if last <= best:
                continue
            for first in self._firsts(term[:index]):
                if (least := min(last, self._counts.get(first, 0))) > best:
                    best, parts = least, (first, term[index:])
        return parts

    def _divide_further(self, term: str) -> tuple[str, ...]:
        """Return the terms of a compound of which one part is a compound itself."""
        for index in range(_SHORTEST, len(term) - _SHORTEST + 1):
            last = term[index:]
            for first in self._firsts(term[:index]):
                if self._counts.get(last, 0) >= _FEWEST and (parts := self.divide(first)):
                    return (*parts, last)
                if self._counts.get(first, 0) >= _FEWEST and (parts := self.divide(last)):
                    return (first, *parts)
        return ()

    @cached_property
    def _joined(self) -> Mapping[frozenset[str], list[str]]:
        """The two terms of a compound that an article has -> the compounds."""
        by_parts: dict[frozenset[str], list[str]] = defaultdict(list)
        for term in sorted(self._counts):
            if term.isalpha() and (parts := self._divide_in_two(term)):
                by_parts[frozenset(parts)].append(term)
        return by_parts

    def expand(self, terms: Iterable[str]) -> Iterable[str]:
        """Return the terms and the parts of their compounds."""
        return dict.fromkeys(part for term in terms for part in (term, *self.divide(term)))

    def join(self, terms: Iterable[str]) -> Iterator[str]:
        """Yield the compounds that articles make of two of the terms."""
        parts = self._parts
        for pair in combinations([term for term in terms if term in parts], 2):
            yield from self._joined.get(frozenset(pair), ())

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset().union(*self._joined)

    def _firsts(self, start: str) -> Iterator[str]:
        """Yield possible terms of the first part: `aktivier` for `aktivierungs`."""
        for joint in self._joints:
            word = start.removesuffix(joint)
            if len(word) >= _SHORTEST and (not joint or word != start):
                yield self._stemmer.stem(word)


def _with_parts(
    document: Document | KnownDocument, vocabulary: CompoundWords
) -> Document | KnownDocument:
    if isinstance(document, KnownDocument):
        return document
    text = document.text
    own = dict.fromkeys(f"{text.title} {text.description} {text.keywords}".split())
    compounds = vocabulary.join(vocabulary.expand(text.title.split()))
    added = [
        term for term in dict.fromkeys((*vocabulary.expand(own), *compounds)) if term not in own
    ]
    if not added:
        return document
    return replace(document, synonyms=" ".join((document.synonyms, *added)).strip())
