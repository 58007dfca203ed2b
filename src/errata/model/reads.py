"""Records what is read while something is made: what it depends on, by observation.

    with record_reads() as reads:
        page = make_page()
    assert reads == {"en/KA-00001.md", ("facts", "en/KA-00002.md")}

The content of an article is named by its source. A fact has the name of what was looked up, as
`errata.model.observed` gives it: the facts of an article, or one value of a table of the site.

The value that is made must be complete at the end of the block: a generator reads later. What is
made once and used by several goes through `make_once`, so that each of them counts as a reader.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    MutableMapping,
    Sized,
)
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
Read = str | tuple["Hashable", ...]
"""A read of an article's content, or of a fact."""
FACTS: Final = "facts"
"""Prefix of an article's facts; the article's source follows."""
FIELD: Final = "field"
"""Prefix of a field of any article; the field's name follows."""
# With more articles, memory goes before what an edit saves. A search result takes 5 kB for each
# article, and the names of the facts that its ten outputs read 3 kB.
_MANY_ARTICLES: Final = 20_000
# What was read for most values: a set of one takes 216 bytes, a tuple 48. In more, `in` would take
# time after each edit in `errata serve`.
_FEW: Final = 4


class _ReadApart(set["Read"]):
    """Reads for something of the whole site: which facts of articles, but not of which articles."""


# One set for each `record_reads` around; threads and tasks have their own.
_recorders: Final[ContextVar[tuple[set[Read], ...]]] = ContextVar("recorders", default=())


@contextmanager
def record_reads(*, apart: bool = False) -> Iterator[set[Read]]:
    """Yield the set of everything that is read in the block.

    Blocks may be nested: each sees what is read inside of it. Facts that are read in one that is
    `apart` are not seen around it: its result is compared instead. Of articles it sees which fields
    are read.
    """
    reads: set[Read] = _ReadApart() if apart else set()
    outer = _recorders.get()
    before = _recorders.set((reads,) if apart else (*outer, reads))
    try:
        yield reads
    finally:
        _recorders.reset(before)
        # The thousands of rows of a table need not be noted if nobody records.
        if apart and outer:
            note_reads([read for read in reads if type(read) is str])


def note_reads(reads: Iterable[Read]) -> None:
    """Note these reads, if reads are being recorded."""
    for recorded in _recorders.get():
        recorded.update(reads)


def note_fact(source: str, field: str) -> None:
    """Note that this field of an article was read."""
    for recorded in _recorders.get():
        recorded.add((FIELD, field) if type(recorded) is _ReadApart else (FACTS, source))


def make_once(
    memory: MutableMapping[Key, tuple[Value, Collection[Read]]],
    key: Key,
    make: Callable[[], Value],
) -> Value:
    """Return the value of the key, made once; each caller counts as a reader of its sources.

    `known` belongs to the caller, and keeps each value with the articles that were read for it.
    """
    result = memory.get(key)
    if result is None:
        with record_reads() as reads:
            value = make()
        known_reads = tuple(reads) if len(reads) <= _FEW else frozenset(reads)
        memory[key] = result = (value, known_reads)
    note_reads(result[1])
    return result[0]


def has_many_articles(articles: Sized) -> bool:
    """Whether there are so many that little is remembered of each.

    No facts are noted then: an edit of one makes all outputs again, an edit of texts those that
    read them.
    """
    return len(articles) > _MANY_ARTICLES
