"""What is read while something is made: what it depends on, by observation.

    with record_reads() as reads:
        page = make_page()
    assert reads == {"en/KA-00001.md", ("facts", "en/KA-00002.md")}

The content of an article is named by its source. A fact has the name of what was looked up, as
`errata.model.observed` gives it: the facts of an article, or one value of a table of the site.

The value that is made must be complete at the end of the block: a generator reads later. What is
made once and used by several goes through `make_once`, so that each of them counts as a reader.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping

Key = TypeVar("Key")
Value = TypeVar("Value")
Read = str | tuple["Hashable", ...]
"""The content of an article, or a fact."""
FACTS: Final = "facts"
"""Of an article, which is named after it."""
FIELD: Final = "field"
"""Of any article: the name of a field comes after it."""


class _ReadApart(set["Read"]):
    """What is read by something of the whole site: which facts of articles, and not of which."""


# One set for each `record_reads` around; threads and tasks have their own.
_recorders: Final[ContextVar[tuple[set[Read], ...]]] = ContextVar("recorders", default=())


@contextmanager
def record_reads(*, apart: bool = False) -> Iterator[set[Read]]:
    """What is read in the block, as it is read.

    Blocks may be nested: each sees what is read inside of it. Facts that are read in one that
    stands `apart` are not seen around it: what it makes is compared instead. Of articles it sees
    which fields are read.
    """
    reads: set[Read] = _ReadApart() if apart else set()
    around = _recorders.get()
    before = _recorders.set((reads,) if apart else (*around, reads))
    try:
        yield reads
    finally:
        _recorders.reset(before)
        # Of thousands of rows of a table nothing is to be said where nobody records.
        if apart and around:
            note_reads([read for read in reads if type(read) is str])


def note_reads(reads: Iterable[Read]) -> None:
    """Say that these were read; it costs nothing where nobody records."""
    for recorded in _recorders.get():
        recorded.update(reads)


def note_fact(source: str, field: str) -> None:
    """Say that this field of an article was read."""
    for recorded in _recorders.get():
        recorded.add((FIELD, field) if type(recorded) is _ReadApart else (FACTS, source))


def make_once(
    known: MutableMapping[Key, tuple[Value, frozenset[Read]]],
    key: Key,
    make: Callable[[], Value],
) -> Value:
    """The value of the key, made by the first who asks; all who ask have read what it was made of.

    `known` belongs to the caller, and keeps each value with the articles that were read for it.
    """
    found = known.get(key)
    if found is None:
        with record_reads() as reads:
            value = make()
        known[key] = found = (value, frozenset(reads))
    note_reads(found[1])
    return found[0]
