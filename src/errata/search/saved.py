"""Saves the intermediate results of an index as one value for the next process.

Reading the contents of all articles, weighing their terms and writing them took a fifth of a build
after one edit.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, Final

from errata.search.document import KnownDocument
from errata.search.index import IndexMemory
from errata.search.postings import PostingList, Postings, WeighedDocuments, list_best
from errata.search.shards import CodedTerms
from errata.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

# The type code of packed postings and of their numbers.
_TYPE: Final = "I"
# No term has a blank, and neither has what is written of its articles.
_BETWEEN: Final = " "


class SavedIndex(Value, frozen=True):
    """An `IndexMemory` without the texts of articles."""

    documents: tuple[tuple[str, str], ...] = ()
    """Source of each document, by place, and a digest of what it was made of."""
    lengths: tuple[tuple[int, ...], ...] = ()
    """See `WeighedDocuments.lengths`."""
    averages: tuple[float, ...] = ()
    """See `WeighedDocuments.averages`."""
    terms: str = ""
    """All terms, in their order."""
    sizes: bytes = b""
    """Number of articles of each term."""
    postings: bytes = b""
    """Postings of all terms, in order."""
    coded: str = ""
    """Text of each term as shards have it; `-` if it was not made of these postings alone."""


def save_index(memory: IndexMemory) -> SavedIndex:
    """Return what the next build needs of an index that was just made."""
    weighed = memory.weighed
    if weighed is None:
        return SavedIndex()
    packed_lists = [weighed.postings[term].packed for term in weighed.terms]
    postings = array(_TYPE)
    for packed in packed_lists:
        postings.extend(packed)
    coded = memory.coded.postings
    texts = (_coded_text(weighed.lists[term], coded.get(term)) for term in weighed.terms)
    return SavedIndex(
        documents=tuple((source, key) for source, (key, _) in memory.documents.items()),
        lengths=tuple(map(tuple, weighed.lengths)),
        averages=tuple(weighed.averages),
        terms=_BETWEEN.join(weighed.terms),
        sizes=array(_TYPE, map(len, packed_lists)).tobytes(),
        postings=postings.tobytes(),
        coded=_BETWEEN.join(texts),
    )


def _coded_text(listed: PostingList, coded: tuple[PostingList, str] | None) -> str:
    """Return a term's text; a stop word's is written again, since its frequency is raised."""
    return coded[1] if coded and coded[0] is listed else "-"


def open_index(saved: SavedIndex) -> IndexMemory:
    """Return the memory from which the index is made again."""
    documents = {source: (key, KnownDocument()) for source, key in saved.documents}
    by_term = dict(_read_postings(saved))
    lists = {term: list_best(postings) for term, postings in by_term.items()}
    texts = dict(zip(lists, saved.coded.split(_BETWEEN), strict=True)) if lists else {}
    coded = {term: (lists[term], text) for term, text in texts.items() if text != "-"}
    in_order = [document for _, document in documents.values()]
    weighed = WeighedDocuments(
        in_order, saved.lengths, list(saved.averages), by_term, lists, list(lists)
    )
    return IndexMemory(documents, weighed, CodedTerms(coded))


def _read_postings(saved: SavedIndex) -> Iterable[tuple[str, Postings]]:
    sizes, postings = array(_TYPE, saved.sizes), array(_TYPE, saved.postings)
    pieces = starmap(slice, pairwise(accumulate(sizes, initial=0)))
    terms = saved.terms.split(_BETWEEN) if sizes else ()
    return ((term, Postings.of(postings[piece])) for term, piece in zip(terms, pieces, strict=True))
