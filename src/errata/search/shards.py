"""Splits the sorted terms into shards, each a small file.

A shard is two texts. The first holds its terms: each is a capital letter for the number of letters
shared with the term before (`A` none, `Z` 25 or more) and the rest of the term; terms have no
capitals. The second holds one text for each term, separated by spaces: its articles by rising
place, each as the distance from the one before, less one (the first counts from -1), and the impact
less one as one digit of `encoding`. A very common term's text begins with `!`, its document
frequency, and `!`.

Where a shard ends depends on its terms alone: after a term whose hash is divisible by eight, from a
minimum size on, or at a maximum size. So a change of one term moves no border but its own, and the
files of all other shards keep their names.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from msgspec import field

from errata.search.encoding import DIGITS, encode_int
from errata.search.postings import IMPACT_BITS
from errata.search.sketch import hash_slot
from errata.values import MutableRecord, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.search.postings import PostingList

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


class _Group(Record, frozen=True):
    """The terms of one shard, with their written form."""

    names: Sequence[str]
    lists: Sequence[PostingList]
    terms: str
    postings: str
    is_closed: bool
    """Whether it ends at a border, whatever comes after it."""
    number: int
    """The hash of its content."""


class CodedTerms(MutableRecord):
    """Terms and postings in written form, with what they were made of."""

    postings: dict[str, tuple[PostingList, str]] = field(default_factory=dict)
    """Postings by term."""
    groups: Mapping[str, _Group] = field(default_factory=dict)
    """Groups by their first terms."""


def build_shards(
    lists: Mapping[str, PostingList], terms: Sequence[str], coded: CodedTerms | None = None
) -> Iterator[Shard]:
    """Yield every shard, in order; the terms are those of the lists, sorted by `postings.sort_key`.

    Texts in `coded` are not written again; afterwards it has those of these shards.
    """
    coded = coded or CodedTerms()
    last, used = "", set(_RESERVED)
    groups: dict[str, _Group] = {}
    for group in _groups(terms, list(map(lists.__getitem__, terms)), coded):
        first = group.names[0]
        groups[first] = group
        start = first[: _shared_length(last, first) + 1]
        last = group.names[-1]
        name = next(n for n in _names(start, group.number) if n not in used)
        used.add(name)
        yield Shard(start, group.terms, group.postings, name)
    coded.groups = groups


def _names(first: str, number: int) -> Iterator[str]:
    """Return possible names of a shard, the preferred one first; the number is its content's."""
    slot = hash_slot(first, _NAME_BITS)
    head = "".join(_ALPHABET[slot // 36**power % 36] for power in reversed(range(_NAME)))
    return (head + _ALPHABET[(number + step) % 36] for step in range(36))


def _groups(
    names: Sequence[str], lists: Sequence[PostingList], coded: CodedTerms
) -> Iterator[_Group]:
    """Yield terms with their written postings, shard by shard."""
    start = 0
    while start < len(names):
        group = coded.groups.get(names[start])
        if not group or not _is_at(group, start, names, lists):
            group = _write_group(start, names, lists, coded.postings)
        yield group
        start += len(group.names)


def _is_at(group: _Group, index: int, names: Sequence[str], lists: Sequence[PostingList]) -> bool:
    """Whether the terms from a place on make the same group, whatever came before."""
    end = index + len(group.names)
    is_same = group.names == names[index:end] and group.lists == lists[index:end]
    return is_same and (group.is_closed or end == len(names))


def _write_group(
    start: int,
    names: Sequence[str],
    lists: Sequence[PostingList],
    coded: dict[str, tuple[PostingList, str]],
) -> _Group:
    """Write the terms from a place on, up to the next border."""
    texts: list[str] = []
    size, is_closed = 0, False
    while not is_closed and start + len(texts) < len(names):
        start_of_postings = start + len(texts)
        texts.append(_write_postings(names[start_of_postings], lists[start_of_postings], coded))
        # Front coding leaves three to five characters of a term.
        size += len(texts[-1]) + 4
        is_closed = size >= _MAX_SIZE or (
            size >= _MIN_SIZE and hash_slot(names[start_of_postings], _BORDER_BITS) == 0
        )
    own = slice(start, start + len(texts))
    terms, postings = front_code(names[own]), " ".join(texts)
    content = f"{terms}\n{postings}".encode("utf-8", "replace")
    number = int.from_bytes(hashlib.sha256(content).digest())
    return _Group(names[own], lists[own], terms, postings, is_closed, number)


def _write_postings(
    term: str, postings: PostingList, coded: dict[str, tuple[PostingList, str]]
) -> str:
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


def _encode_postings(postings: PostingList) -> str:
    has_more = postings.document_frequency > len(postings.postings)
    head = f"!{encode_int(postings.document_frequency)}!" if has_more else ""
    written, before = [head], -1
    # Without a call for each: of 1,138 articles they are 124,000, and took a sixth of the index.
    for packed in postings.postings.packed:
        place = packed >> IMPACT_BITS
        distance = place - before - 1
        near = _NEAR[distance] if distance < _MOST_NEAR else encode_int(distance)
        written.append(near + DIGITS[packed & _IMPACT])
        before = place
    return "".join(written)
