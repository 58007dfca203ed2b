"""Which articles' contents are read while something is made: what it depends on, by observation.

    with record_reads() as reads:
        page = make_page()
    assert reads == {"en/KA-00001.md"}

The value that is made must be complete at the end of the block: a generator reads later. What is
made once and used by several goes through `make_once`, so that each of them counts as a reader.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, MutableMapping

Key = TypeVar("Key")
Value = TypeVar("Value")

# One set for each `record_reads` around; threads and tasks have their own.
_recorders: Final[ContextVar[tuple[set[str], ...]]] = ContextVar("recorders", default=())


@contextmanager
def record_reads() -> Iterator[set[str]]:
    """The sources of the articles whose content is read in the block, as they are read.

    Blocks may be nested: each sees what is read inside of it.
    """
    reads: set[str] = set()
    before = _recorders.set((*_recorders.get(), reads))
    try:
        yield reads
    finally:
        _recorders.reset(before)


def note_reads(sources: Iterable[str]) -> None:
    """Say that the content of these articles was read; it costs nothing where nobody records."""
    for reads in _recorders.get():
        reads.update(sources)


def make_once(
    known: MutableMapping[Key, tuple[Value, frozenset[str]]],
    key: Key,
    make: Callable[[], Value],
) -> Value:
    """The value of the key, made by the first who asks; all who ask have read what it was made of.

    `known` belongs to the caller, and keeps each value with the articles that were read for it.
    """
    if key not in known:
        with record_reads() as reads:
            value = make()
        known[key] = (value, frozenset(reads))
    value, read = known[key]
    note_reads(read)
    return value
