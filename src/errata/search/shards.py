"""Divides the terms into small files: shards of the sorted terms, and pieces.

A shard is two texts. The first holds its terms: each is a capital letter for the number of letters
shared with the term before (`A` none, `Z` 25 or more) and the rest of the term; terms have no
capitals. The second holds one text for each term, separated by spaces: its articles by rising
place, each as the distance from the one before, less one (the first counts from -1), and the impact
less one as one digit of `encoding`. A very common term's text begins with `!`, its document
frequency, and `!`; that of a stop word has a 1 after the frequency.

Where a shard ends depends on its terms alone: after a term whose hash is divisible by eight, from a
minimum size on, or at a maximum size. So a change of one term moves no border but its own, and the
files of all other shards keep their names.

Pieces say which articles have a word with a number, such as "cq4259662" or "1603", or a word that
ends as names of failures do: "fooexcept", of "FooException" without its ending. A query that is
such a word alone is answered by one small file: the root, the shards and the script for words are
not needed. A word's file is the remainder of its hash (see `sketch`) by the number of files. Each
is an object of word -> the places of its articles, the best first, as numbers; an empty text where
they are more than a page of results.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.search.encoding import DIGITS, encode_int, encode_ints
from errata.search.postings import IMPACT_BITS, PostingList
from errata.search.sketch import hash_slot, hash_text
from errata.search.tokens import Stemmer
from errata.values import Record

CodedTerms = dict[str, tuple[PostingList, str]]
"""Term -> its postings, and their written form."""

# A name is the hash of the shard's first term, in so many bits and characters, which readers make
# themselves, and one character of its content, which the root has. Whose root is older than a
# changed shard finds it missing in 35 of 36 cases, and of several one. With names made of content
# alone the root of 347 Japanese shards is 0.5 kB larger.
_NAME_BITS, _NAME = 15, 3
# How many characters a shard has. A first English query fetches 22.6 kB (gzip, without the script)
# from 11 files; with shards half as large 20.7 kB, but each reader a root of 12.7 instead of 11.8
# kB; with shards twice as large 26.8 kB.
_MIN_SIZE, _MAX_SIZE = 1_800, 4_200
# Windows has no files of these names, whatever follows the dot.
_RESERVED: Final = frozenset(f"{port}{at}" for port in ("com", "lpt") for at in range(10))
# The part of a packed posting that is its impact less one.
_IMPACT: Final = (1 << IMPACT_BITS) - 1
# One term in eight may end a shard.
_BORDER_BITS: Final = 3
_MAX_SHARED: Final = 25
# Distances that are written once for all: most are.
_MOST_NEAR: Final = 2_000
_NEAR: Final = tuple(map(encode_int, range(_MOST_NEAR)))
# Some disks know no capitals.
_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Shard(Record, frozen=True):
    """A range of terms as it is written."""

    first: str
    """The shortest text that is above every term before the shard, and not above its own."""
    terms: str
    postings: str

    name: str = ""
    """Name made of its first term, then of its content, unique among the shards before it."""


def build_shards(
    lists: Mapping[str, PostingList], terms: Sequence[str], coded: CodedTerms | None = None
) -> Iterator[Shard]:
    """Yield every shard, in order; the terms are those of the lists, sorted by `postings.sort_key`.

    Texts in `coded` are not written again; afterwards it has those of these shards.
    """
    coded = {} if coded is None else coded
    last, used, start = "", set(_RESERVED), 0
    while start < len(terms):
        texts = _write_up_to_border(terms, start, lists, coded)
        own = tuple(terms[start : start + len(texts)])
        first = own[0][: _shared_length(last, own[0]) + 1]
        shard = Shard(first, _code_terms(own), " ".join(texts))
        name = next(name for name in _names(shard) if name not in used)
        used.add(name)
        yield replace(shard, name=name)
        last = own[-1]
        start += len(own)


def _names(shard: Shard) -> Iterator[str]:
    """Yield possible names of a shard, the preferred one first."""
    content = f"{shard.terms}\n{shard.postings}".encode("utf-8", "replace")
    number = int.from_bytes(hashlib.sha256(content).digest())
    slot = hash_slot(shard.first, _NAME_BITS)
    head = "".join(_ALPHABET[slot // 36**power % 36] for power in reversed(range(_NAME)))
    return (head + _ALPHABET[(number + step) % 36] for step in range(36))


def _write_up_to_border(
    terms: Sequence[str], start: int, lists: Mapping[str, PostingList], coded: CodedTerms
) -> list[str]:
    """Write the postings of the terms from a place on, up to the next border."""
    texts: list[str] = []
    size = 0
    for term in map(terms.__getitem__, range(start, len(terms))):
        texts.append(_write_postings(term, lists[term], coded))
        # Front coding leaves three to five characters of a term.
        size += len(texts[-1]) + 4
        if size >= _MAX_SIZE or (size >= _MIN_SIZE and hash_slot(term, _BORDER_BITS) == 0):
            break
    return texts


def _write_postings(term: str, postings: PostingList, coded: CodedTerms) -> str:
    previous, text = coded.get(term, (None, ""))
    if previous is not postings and previous != postings:
        text = _encode_postings(postings)
    coded[term] = (postings, text)
    return text


def _shared_length(term: str, other: str) -> int:
    for index, (letter, other_letter) in enumerate(zip(term, other, strict=False)):
        if letter != other_letter:
            return index
    return min(len(term), len(other))


def front_code(terms: Iterable[str]) -> str:
    """Front-code sorted terms: leave out what each shares with the one before."""
    written, before = [], ""
    for term in terms:
        shared = min(_shared_length(before, term), _MAX_SHARED)
        written.append(chr(ord("A") + shared) + term[shared:])
        before = term
    return "".join(written)


# After an edit of one article nearly all shards have the terms that they had: of 11,000 terms this
# takes 2 ms instead of 9, and `errata serve` waits for it.
@lru_cache(maxsize=4096)
def _code_terms(terms: tuple[str, ...]) -> str:
    return front_code(terms)


def _encode_postings(postings: PostingList) -> str:
    head, frequency = "", postings.document_frequency
    if postings.is_stop_word:
        head = f"!{encode_ints((frequency, 1))}!"
    elif frequency > len(postings.postings):
        head = f"!{encode_int(frequency)}!"
    entries, previous_place = [head], -1
    # Without a call for each: of 1,138 articles they are 124,000, and took a sixth of the index.
    for packed in postings.postings.packed:
        place = packed >> IMPACT_BITS
        distance = place - previous_place - 1
        distance_text = _NEAR[distance] if distance < _MOST_NEAR else encode_int(distance)
        entries.append(distance_text + DIGITS[packed & _IMPACT])
        previous_place = place
    return "".join(entries)


# As in `src/web/search/holders.ts`: "cq4259662", "1603" and "a1b23" yes; "v7" and "520025a" no.
_NUMBERED: Final = compile_late(r"(?=(?:[^0-9]*[0-9]){3}).*[0-9]")
# As `FAILURE` in `src/web/search/pieces.ts`.
_FAILURES: Final = ("exception", "error", "fault", "failure")
# What stands before them: "or" is taken off "fooerror" in Spanish, and not off "error".
_NAME_BEFORE: Final = "foo"
# Words of a file, on average. It has 0.5 kB, and a shard with the root and the script 8 kB.
_WORDS: Final = 50
_MOST_ARTICLES: Final = 10


def build_pieces(lists: Mapping[str, PostingList], stemmer: Stemmer) -> tuple[dict[str, str], ...]:
    """Return the values of the files of pieces, in order; none where there are no such words."""
    failures = tuple(
        stemmer.stem(f"{_NAME_BEFORE}{word}").removeprefix(_NAME_BEFORE) for word in _FAILURES
    )
    words = [
        word
        for word in lists
        if word.endswith(failures) or (not word.isalpha() and _NUMBERED.fullmatch(word))
    ]
    # A power of two: most edits leave each word in its file.
    count = 1 << (len(words) // _WORDS).bit_length() if words else 0
    files: tuple[dict[str, str], ...] = tuple({} for _ in range(count))
    for word in words:
        files[hash_text(word) % count][word] = _encode_best_places(lists[word])
    return files


def _encode_best_places(postings: PostingList) -> str:
    if postings.document_frequency > _MOST_ARTICLES:
        return ""
    ranked = sorted(postings.postings, key=lambda posting: (-posting[1], posting[0]))
    return encode_ints(place for place, _ in ranked)
