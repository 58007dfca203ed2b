"""Keeps what was made of single articles in a cache store: one entry for each article and group.

The entry of an article has the values of all kinds of the group, each as JSON that is validated
against its class when read. What is missing, damaged or of another class is made again.

Large values have entries of their own, so that the small ones of many articles fit into memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, TypeVar, cast

from msgspec import Raw

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.model import Keeper, RecentlyUsed

Value = TypeVar("Value")
# Kind -> basis and value as JSON, decoded when asked for: the search index of 18,000 articles has
# 110 MB, and as a text within a text it was in memory twice more.
Row = dict[str, Raw]

# Entries that are read at once: articles are gone through in their order.
_AHEAD: Final = 500
# The most bytes of entries in memory: those of 1,179 articles take 1 MB.
_MOST: Final = 32 << 20
# A value of so many bytes gets an entry of its own. With the shingles of near-duplicates in it, the
# entry of an article has 15 kB, and each check read those of 4,000 articles again.
_LARGE: Final = 2_000
# Such values are read once, in the order of articles: so many entries at once, of which so many
# bytes stay. The shingles of 1,179 articles have 7 MB.
_LARGE_AHEAD, _MOST_LARGE = 64, 2 << 20
# What replaces such a value in the entry of its article; all others are longer.
_APART: Final = Raw(b"0")
_NOTHING: Final = Raw()
# Changed entries that are written together, at the latest, and bytes of new values.
_WRITTEN, _WRITTEN_BYTES = 1_000, 4 << 20
# Values with so short a text are decoded once, so many of them: of 16,000 that a check of 1,179
# articles reads, 3,000 differ.
_SHORT, _MOST_SHORT = 200, 4_096


@dataclass(slots=True, eq=False)
class StoredKeeper(Keeper):
    """A `Keeper` whose values are kept in a store; new ones are written by `flush`."""

    store: CacheStore
    salt: bytes
    """A digest of the program that makes the values."""
    group: str
    """Name of the kinds that are read together."""
    _rows: RecentlyUsed[str, Row] = field(default_factory=lambda: RecentlyUsed(_MOST), repr=False)
    _changed: dict[str, Row] = field(default_factory=dict, repr=False)
    _order: dict[str, int] = field(default_factory=dict, repr=False)
    _keys: Sequence[str] = ()
    _apart: dict[str, StoredKeeper] = field(default_factory=dict, repr=False)
    """Kind -> keeper of its large values."""
    is_apart: bool = False
    _new: int = field(default=0, repr=False)
    """Bytes of values that are not written yet."""

    def expect(self, keys: Iterable[str]) -> None:
        """See `Keeper.expect`."""
        self._keys = tuple(dict.fromkeys(filter(None, keys)))
        self.store = self.store.with_room(len(self._keys))
        self._order = {key: place for place, key in enumerate(self._keys)}
        for keeper in self._apart.values():
            self._share_order(keeper)

    def _share_order(self, keeper: StoredKeeper) -> None:
        keeper.store, keeper._keys, keeper._order = self.store, self._keys, self._order

    def keep(
        self, kind: str, form: Hashable, key: str, make: Callable[[], Value], basis: str = ""
    ) -> Value:
        """See `Keeper.keep`; a value without a key is made each time."""
        if not key:
            return make()
        written = self._row(key).get(kind, _NOTHING)
        if len(written) == len(_APART):
            return self._keeper_of(kind).keep(kind, form, key, make, basis)
        known = _decode(form, written, is_short=not basis and len(written) <= _SHORT)
        if known and known[0] == basis:
            return cast("Value", known[1])
        value = make()
        self._put(kind, key, encode_result((basis, value)))
        return value

    def renew(
        self, kind: str, form: Hashable, key: str, renew: Callable[[Value | None], Value]
    ) -> Value:
        """See `Keeper.renew`; each kind has its own entry: two processes may renew at once."""
        if not self.is_apart:
            key = f"{kind} {key}"
        written = self._row(key).get(kind, _NOTHING)
        if len(written) == len(_APART):
            return self._keeper_of(kind).renew(kind, form, key, renew)
        known = _decode(form, written)
        before = cast("Value | None", known[1] if known else None)
        value = renew(before)
        if value != before:
            self._put(kind, key, encode_result(("", value)))
        return value

    def _put(self, kind: str, key: str, data: bytes | None) -> None:
        """Keep what could be written."""
        if data is None:
            return
        row = self._row(key)
        row[kind] = Raw(data)
        if len(data) > _LARGE and not self.is_apart:
            self._keeper_of(kind)._put(kind, key, data)  # noqa: SLF001 - one of this class
            row[kind] = _APART
        self._rows.put(key, row, _weight(row))
        self._changed[key] = row
        self._new += len(data)
        if len(self._changed) >= _WRITTEN or self._new >= _WRITTEN_BYTES:
            self.flush()

    def _keeper_of(self, kind: str) -> StoredKeeper:
        if kind not in self._apart:
            group, rows = f"{self.group} {kind}", RecentlyUsed[str, Row](_MOST_LARGE)
            keeper = StoredKeeper(self.store, self.salt, group, rows, is_apart=True)
            self._share_order(keeper)
            self._apart[kind] = keeper
        return self._apart[kind]

    def flush(self, at_least: int = 1) -> None:
        """Write new values, all at once: to close the file, SQLite waits for the disk."""
        if at_least <= 1 or len(self._changed) >= at_least:
            self.store.write(self._take_changed())

    def _take_changed(self) -> dict[bytes, bytes]:
        """Return the entries to write, which then count as written."""
        changed, self._changed, self._new = self._changed, {}, 0
        encoded = {self._place(key): encode_result(row) for key, row in changed.items()}
        entries = {place: data for place, data in encoded.items() if data}
        for keeper in self._apart.values():
            entries |= keeper._take_changed()  # noqa: SLF001 - one of this class
        return entries

    def _row(self, key: str) -> Row:
        # An empty row says that the store has none: asking again would read all that follow, too.
        for rows in (self._rows, self._changed):
            if (row := rows.get(key)) is not None:
                return row
        return self._read(key)

    def _read(self, key: str) -> Row:
        """Read the entry, with those that are expected after it."""
        position, ahead = self._order.get(key), _LARGE_AHEAD if self.is_apart else _AHEAD
        keys = [key] if position is None else self._keys[position : position + ahead]
        by_place = {self._place(each): each for each in keys if each not in self._changed}
        texts = self.store.read(tuple(by_place))
        row: Row = {}
        for place, each in reversed(by_place.items()):
            row = cast("Row", decode_result(Row, texts[place]) or {}) if place in texts else {}
            self._rows.put(each, row, _weight(row))
        return row  # the first one, even if it is too large to keep

    def _place(self, key: str) -> bytes:
        return hashlib.sha256(self.salt + f"{self.group} {key}".encode()).digest()


def _decode(form: Hashable, written: Raw, *, is_short: bool = False) -> tuple[str, object] | None:
    """Return basis and value; None if there is none of that class."""
    pair = _pair_with(form)
    result = _decode_short(pair, bytes(written)) if is_short else decode_result(pair, written)
    return cast("tuple[str, object] | None", result)


@cache
def _pair_with(form: Hashable) -> Hashable:
    return tuple[str, form]  # type: ignore[valid-type] # a form is a value, too


_decode_short = lru_cache(_MOST_SHORT)(decode_result)


def _weight(row: Row) -> int:
    return 200 + sum(map(len, row.values()))
