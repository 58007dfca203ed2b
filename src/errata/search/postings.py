"""Weighs the terms of a locale's articles: BM25F, as whole numbers from 1 to 31.

For a term of an article, over the fields in which it occurs:

    tf     = sum of weight * count / (1 - b + b * length / average length of the field)
    impact = 1 + floor(31 * tf / (k1 + tf)), at most 31

Document frequency is not in it: a new article changes the impacts of no other. So that the average
lengths do not change with every edit either, each is rounded to a power of 1.25.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Final, overload

from errata.search.document import Document, KnownDocument
from errata.values import Record

Documents = Sequence[Document | KnownDocument]

# BM25's saturation of repeated terms and normalisation by length. On the labelled queries, with the
# nDCG that `bench/search_engine.py` prints (0.986): k1 from 1.2 to 3 makes no difference, 0.8 and 4
# are worse (0.985); b is best near 0.6 (0.985 at 0.3, 0.983 at 0.75 and 0.9).
_K1: Final = 2.0
_B: Final = 0.6
# The weights of title, description, keywords, body, what the source's messages add, and synonyms.
# The labelled queries hardly depend on them, for a reranker compares titles too (0.986 with 1 for
# all); but a title of 8 loses pasted log lines, synonyms of 3 lose 0.003, without synonyms it is
# 0.002 less.
FIELD_WEIGHTS: Final = (4.0, 1.5, 1.5, 1.0, 1.5, 1.0)
_BODY: Final = 3
# An impact is one digit of `encoding`. With 15 levels answers are as good and shards 3 % smaller,
# with 7 they are slightly worse (0.985).
_MAX_IMPACT: Final = 31
# The most articles kept for one term, those with the highest impact: of 1,138 English articles, 35
# terms are in more. 200 lose little (0.985), 100 more (0.977), and 1,000 gain nothing.
MAX_POSTINGS: Final = 400
# Average lengths are rounded to powers of this, so that they seldom change. Exact averages and
# powers of 2 give the same answers.
_AVERAGE_STEP: Final = 1.25


class Postings(Sequence[tuple[int, int]]):
    """Articles, by their place in the list of all, with impacts; sorted by place.

    Each is one number of 32 bits: 60,000 articles have fifteen million, which as tuples would take
    more than a gigabyte.
    """

    __slots__ = ("packed",)

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self.packed = array("I", (pack_posting(*pair) for pair in pairs))

    @classmethod
    def of(cls, packed: array[int]) -> Postings:
        """Wrap postings that are already packed."""
        postings = cls.__new__(cls)
        postings.packed = packed
        return postings

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[int, int]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, int] | list[tuple[int, int]]:
        if isinstance(index, slice):
            return [_unpack(packed) for packed in self.packed[index]]
        return _unpack(self.packed[index])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return map(_unpack, self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Postings) and self.packed == other.packed

    __hash__ = None  # type: ignore[assignment] # as a list, which nothing looks up


# An impact less one, as one digit of `encoding`; the place is what is above.
IMPACT_BITS: Final = 5
_IMPACT: Final = (1 << IMPACT_BITS) - 1
# A packed posting.
_BITS: Final = 32
_POSTING: Final = (1 << _BITS) - 1


def pack_posting(place: int, impact: int) -> int:
    """Pack place and impact into one number, which sorts by place."""
    return place << IMPACT_BITS | impact - 1


def _unpack(packed: int) -> tuple[int, int]:
    return packed >> IMPACT_BITS, (packed & (1 << IMPACT_BITS) - 1) + 1


class PostingList(Record, frozen=True):
    """The articles that have a term."""

    document_frequency: int
    """Number of articles that have it; more than are kept, for a very common one."""
    postings: Postings
    """Postings of the articles that are kept."""
    is_stop_word: bool = False
    """Whether the term says nothing of what is asked, see `vocabulary.StopWords`."""


class WeighedDocuments(Record, frozen=True):
    """The documents of a locale by place, with their weighed terms."""

    documents: Documents
    lengths: Sequence[Sequence[int]]
    """Lengths of each document's fields."""
    averages: Sequence[float]
    """Average length of each field."""
    postings: Mapping[str, Postings]
    """Term -> all articles that have it, with its impact; by place."""
    lists: Mapping[str, PostingList]
    """Term -> its articles, in any order."""
    terms: Sequence[str]
    """The terms, sorted by `sort_key`. Beside the lists, as to sort a dictionary takes longer."""


def weigh_documents(
    documents: Documents, before: WeighedDocuments | None = None
) -> WeighedDocuments:
    """Weigh the terms of the documents.

    With those `before`, only changed documents are weighed, if that is enough: an edit may move an
    average, and another number of articles moves their places.
    """
    old = before if before and len(before.documents) == len(documents) else None
    lengths = _measure(documents, old)
    averages = [_average([row[index] for row in lengths]) for index in range(len(FIELD_WEIGHTS))]
    if old and old.averages == averages:
        return _weigh_again(documents, lengths, old)
    postings: dict[str, Postings] = defaultdict(Postings)
    for place, document in enumerate(documents):
        above = pack_posting(place, 1)
        for term, impact in _impacts(document.fields, averages):
            postings[term].packed.append(above + impact - 1)
    terms = sorted(postings, key=sort_key)
    lists = {term: list_best(postings[term]) for term in terms}
    return WeighedDocuments(documents, lengths, averages, postings, lists, terms)


def _measure(documents: Documents, old: WeighedDocuments | None) -> Sequence[Sequence[int]]:
    if old is None:
        return [[len(terms) for terms in document.fields] for document in documents]
    pairs = zip(documents, old.documents, old.lengths, strict=True)
    return [
        lengths if document is before else [len(terms) for terms in document.fields]
        for document, before, lengths in pairs
    ]


def _weigh_again(
    documents: Documents, lengths: Sequence[Sequence[int]], old: WeighedDocuments
) -> WeighedDocuments:
    """Weigh changed documents, if number and average lengths are the same."""
    postings, changed = dict(old.postings), set[str]()
    for place, (before, now) in enumerate(zip(old.documents, documents, strict=True)):
        if before is not now:
            own = dict(_impacts(now.fields, old.averages))
            was = (
                _impacts_at(place, old.postings)
                if isinstance(before, KnownDocument)
                else dict(_impacts(before.fields, old.averages))
            )
            for term, impact in _differing(was, own):
                postings[term] = _put(postings.get(term, Postings()), place, impact)
                changed.add(term)
    lists, terms = dict(old.lists), list(old.terms)
    for term in changed:
        if postings[term]:
            lists[term] = list_best(postings[term])
        else:
            del postings[term], lists[term]
            del terms[bisect_left(terms, sort_key(term), key=sort_key)]
    terms = insert_terms(terms, lists.keys() & changed - old.lists.keys())
    return WeighedDocuments(documents, lengths, old.averages, postings, lists, terms)


def _impacts_at(place: int, lists: Mapping[str, Postings]) -> dict[str, int]:
    """Return the terms of the document at a place, with their impacts."""
    least, impacts = pack_posting(place, 1), {}
    for term, postings in lists.items():
        index = bisect_left(postings.packed, least)
        if index < len(postings.packed) and postings.packed[index] >> IMPACT_BITS == place:
            impacts[term] = _unpack(postings.packed[index])[1]
    return impacts


def _differing(old: Mapping[str, int], new: Mapping[str, int]) -> Iterator[tuple[str, int | None]]:
    """Yield each term with another impact, and the new one; None if the term is gone."""
    for term in old.keys() | new.keys():
        if old.get(term) != (impact := new.get(term)):
            yield term, impact


def _put(pairs: Postings, place: int, impact: int | None) -> Postings:
    packed = pairs.packed[:]
    index = bisect_left(packed, pack_posting(place, 1))
    if index < len(packed) and packed[index] >> IMPACT_BITS == place:
        del packed[index]
    if impact is not None:
        packed.insert(index, pack_posting(place, impact))
    return Postings.of(packed)


def sort_key(term: str) -> bytes:
    """Return UTF-16 code units, by which JavaScript compares strings."""
    return term.encode("utf-16-be", "surrogatepass")


def insert_terms(ordered: Iterable[str], added: Iterable[str]) -> list[str]:
    """Insert a few terms into terms that are sorted by `sort_key`."""
    terms = list(ordered)
    for term in added:
        insort(terms, term, key=sort_key)
    return terms


def _average(lengths: Iterable[int]) -> float:
    """Return the average length of the articles that have the field, rounded."""
    present = [length for length in lengths if length]
    mean = sum(present) / len(present) if present else 1.0
    return _AVERAGE_STEP ** round(log(mean) / log(_AVERAGE_STEP))


def _impacts(
    fields: Sequence[Sequence[str]], averages: Sequence[float]
) -> Iterator[tuple[str, int]]:
    """Yield each term with its impact."""
    shares = [
        weight / (1 - _B + _B * len(terms) / average)
        for terms, weight, average in zip(fields, FIELD_WEIGHTS, averages, strict=True)
    ]
    counts = [Counter(terms) for terms in fields]
    body = counts[_BODY]
    several = set().union(*(count for field, count in enumerate(counts) if field != _BODY))
    weighted = [pair for pair in zip(shares, counts, strict=True) if pair[1]]
    for term in several:
        tf = 0.0
        # Not `sum`, which rounds otherwise from Python 3.12 on.
        for share, count in weighted:
            if term in count:
                tf += share * count[term]
        yield term, _impact(tf)
    # Nine in ten terms are in the body alone, most of them once or twice.
    impacts = {count: _impact(shares[_BODY] * count) for count in set(body.values())}
    yield from ((term, impacts[count]) for term, count in body.items() if term not in several)


def _impact(tf: float) -> int:
    return min(_MAX_IMPACT, 1 + int(_MAX_IMPACT * tf / (_K1 + tf)))


def list_best(postings: Postings) -> PostingList:
    """Count all articles that have a term, and keep the best of them."""
    packed = postings.packed
    if len(packed) <= MAX_POSTINGS:
        return PostingList(len(packed), postings)
    # The highest impact is first, and of equal ones the first place.
    ranked = sorted([(~posting & _IMPACT) << _BITS | posting for posting in packed])
    best = sorted(rank & _POSTING for rank in ranked[:MAX_POSTINGS])
    return PostingList(len(packed), Postings.of(array("I", best)))
