"""Keeps what was made of single articles in a cache store: one entry for each article and group.

The entry of an article has the values of all kinds of the group, each as JSON that is checked
against its class when it is asked for. What is missing, damaged or of another class is made again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar, cast

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.model import RecentlyUsed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Value = TypeVar("Value")
Row = dict[str, str]

# Entries that are read at once: articles are gone through in their order.
_AHEAD: Final = 500
# Bytes of entries in memory.
_MOST: Final = 32 << 20
# Changed entries that are written together, at the latest.
_WRITTEN: Final = 1_000


@dataclass(slots=True, eq=False)
class StoredKeeper:
    """A `Keeper` whose values stay in a store; those made last are written by `flush`."""

    store: CacheStore
    salt: bytes
    """A digest of the program, which makes the values."""
    group: str
    """Of kinds that are asked for together."""
    _rows: RecentlyUsed[str, Row] = field(default_factory=lambda: RecentlyUsed(_MOST), repr=False)
    _changed: dict[str, Row] = field(default_factory=dict, repr=False)
    _order: dict[str, int] = field(default_factory=dict, repr=False)
    _keys: Sequence[str] = ()

    def expect(self, keys: Iterable[str]) -> None:
        """As in `Keeper`."""
        self._keys = tuple(dict.fromkeys(filter(None, keys)))
        self.store = self.store.with_room(len(self._keys))
        self._order = {key: at for at, key in enumerate(self._keys)}

    def keep(
        self, kind: str, form: Hashable, key: str, make: Callable[[], Value], basis: str = ""
    ) -> Value:
        """As in `Keeper`; what has no key is made each time."""
        if not key:
            return make()
        row = self._row(key)
        known_basis, _, text = row.get(kind, "").partition("\n")
        if text and known_basis == basis:
            known = decode_result(form, text.encode())
            if known is not None:
                return cast("Value", known)
        value = make()
        if data := encode_result(form, value):
            row[kind] = f"{basis}\n{data.decode()}"
            self._rows.put(key, row, _weight(row))
            self._changed[key] = row
            if len(self._changed) >= _WRITTEN:
                self.flush()
        return value

    def flush(self) -> None:
        """Write what was made."""
        changed, self._changed = self._changed, {}
        encoded = {self._place(key): encode_result(Row, row) for key, row in changed.items()}
        self.store.write({place: data for place, data in encoded.items() if data})

    def _row(self, key: str) -> Row:
        # An empty row says that the store has none: asking again would read all that follow, too.
        for rows in (self._rows, self._changed):
            if (row := rows.get(key)) is not None:
                return row
        self._read(key)
        known = self._rows.get(key)
        return {} if known is None else known

    def _read(self, key: str) -> None:
        """Read the entry, with those that are expected after it."""
        at = self._order.get(key)
        keys = [key] if at is None else self._keys[at : at + _AHEAD]
        wanted = {self._place(one): one for one in keys if one not in self._changed}
        found = self.store.read(tuple(wanted))
        for place, one in reversed(wanted.items()):
            row = decode_result(Row, found[place]) if place in found else {}
            known = cast("Row", row or {})
            self._rows.put(one, known, _weight(known))

    def _place(self, key: str) -> bytes:
        return hashlib.sha256(self.salt + f"{self.group} {key}".encode()).digest()


def _weight(row: Row) -> int:
    return 200 + sum(map(len, row.values()))
