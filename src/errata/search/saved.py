"""What was found out for an index, as one value that the next process reads.

To read the contents of all articles for it, to weigh their terms and to write them took a fifth of
a build after one edit.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, Final

from errata.search.document import KnownDocument
from errata.search.index import IndexMemory
from errata.search.postings import PostingList, Postings, WeighedDocuments, list_best
from errata.search.shards import CodedTerms

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of packed postings and of their numbers.
_TYPE: Final = "I"
# No term has a blank, and neither has what is written of its articles.
_BETWEEN: Final = " "


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """An `IndexMemory` without the texts of articles."""

    documents: tuple[tuple[str, str], ...] = ()
    """The source of each, by place, and a digest of what it was made of."""
    lengths: tuple[tuple[int, ...], ...] = ()
    """As in `WeighedDocuments`."""
    averages: tuple[float, ...] = ()
    """As in `WeighedDocuments`."""
    terms: str = ""
    """All of them, in their order."""
    sizes: bytes = b""
    """How many articles have each of the terms."""
    postings: bytes = b""
    """Of the terms, one after the other."""
    coded: str = ""
    """Of each term, as shards have it; `-` where that is not of these postings alone."""


def save_index(memory: IndexMemory) -> SavedIndex:
    """What is to be known of an index that was just made."""
    weighed = memory.weighed
    if weighed is None:
        return SavedIndex()
    found = [weighed.found[term].packed for term in weighed.lists]
    postings = array(_TYPE)
    for packed in found:
        postings.extend(packed)
    coded = memory.coded.postings
    texts = (_coded_text(listed, coded.get(term)) for term, listed in weighed.lists.items())
    return SavedIndex(
        documents=tuple((source, key) for source, (key, _) in memory.documents.items()),
        lengths=tuple(map(tuple, weighed.lengths)),
        averages=tuple(weighed.averages),
        terms=_BETWEEN.join(weighed.lists),
        sizes=array(_TYPE, map(len, found)).tobytes(),
        postings=postings.tobytes(),
        coded=_BETWEEN.join(texts),
    )


def _coded_text(listed: PostingList, coded: tuple[PostingList, str] | None) -> str:
    """A stop word seems to be in more articles than have it: that is written again."""
    return coded[1] if coded and coded[0] is listed else "-"


def open_index(saved: SavedIndex) -> IndexMemory:
    """The memory by which the index is made again."""
    documents = {source: (key, KnownDocument()) for source, key in saved.documents}
    found = dict(_read_postings(saved))
    lists = {term: list_best(postings) for term, postings in found.items()}
    texts = dict(zip(lists, saved.coded.split(_BETWEEN), strict=True)) if lists else {}
    coded = {term: (lists[term], text) for term, text in texts.items() if text != "-"}
    in_order = [document for _, document in documents.values()]
    weighed = WeighedDocuments(in_order, saved.lengths, list(saved.averages), found, lists)
    return IndexMemory(documents, weighed, CodedTerms(coded))


def _read_postings(saved: SavedIndex) -> Iterable[tuple[str, Postings]]:
    sizes, postings = array(_TYPE, saved.sizes), array(_TYPE, saved.postings)
    pieces = starmap(slice, pairwise(accumulate(sizes, initial=0)))
    terms = saved.terms.split(_BETWEEN) if sizes else ()
    return ((term, Postings.of(postings[at])) for term, at in zip(terms, pieces, strict=True))
