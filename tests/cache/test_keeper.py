"""What was made of one article is made once, and never believed where it is not what was kept."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from errata.cache import CacheStore, StoredKeeper
from errata.cache.store import encode_result

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path


class Maker:
    """Counts how often a value is made."""

    def __init__(self, value: object) -> None:
        self.value = value
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


@pytest.fixture
def keeper(tmp_path: Path) -> Callable[[], StoredKeeper]:
    """One that has just been opened, over the same file each time."""
    return lambda: StoredKeeper(CacheStore(tmp_path / "kept.sqlite3"), b"this program", "checks")


@pytest.mark.parametrize(
    ("form", "value"),
    [(int, 0), (bool, False), (str, ""), (tuple[int, ...], (1, 2)), (dict[str, int], {"b": 1})],
)
def test_a_value_is_made_once_even_if_it_says_nothing(
    keeper: Callable[[], StoredKeeper], form: Hashable, value: object
) -> None:
    make = Maker(value)
    first = keeper()
    assert first.keep("kind", form, "a", make) == value
    assert first.keep("kind", form, "a", make) == value
    first.flush()
    assert keeper().keep("kind", form, "a", make) == value
    assert make.times == 1


def test_keys_kinds_groups_and_programs_are_kept_apart(tmp_path: Path) -> None:
    store, make = CacheStore(tmp_path / "kept.sqlite3"), Maker(1)
    places = [
        *[(b"1", "x", "k", "a"), (b"2", "x", "k", "a"), (b"1", "y", "k", "a")],
        *[(b"1", "x", "l", "a"), (b"1", "x", "k", "b")],
    ]
    for index, (salt, group, kind, key) in enumerate(places):
        first_keeper = StoredKeeper(store, salt, group)
        first_keeper.keep(kind, int, key, make)
        first_keeper.flush()
        assert make.times == index + 1


def test_a_value_with_another_basis_is_made_again_and_replaces_the_first(
    keeper: Callable[[], StoredKeeper],
) -> None:
    make = Maker(1)
    for basis, times in [("one", 1), ("one", 1), ("two", 2), ("two", 2), ("one", 3)]:
        first_keeper = keeper()
        first_keeper.keep("kind", int, "a", make, basis)
        first_keeper.flush()
        assert make.times == times


def test_what_is_of_another_class_is_made_again(keeper: Callable[[], StoredKeeper]) -> None:
    first_keeper = keeper()
    first_keeper.keep("kind", str, "a", lambda: "text")
    first_keeper.flush()
    assert keeper().keep("kind", int, "a", lambda: 3) == 3


def test_a_damaged_entry_is_made_again(keeper: Callable[[], StoredKeeper], tmp_path: Path) -> None:
    first_keeper = keeper()
    first_keeper.keep("kind", int, "a", lambda: 1)
    first_keeper.flush()
    with sqlite3.connect(tmp_path / "kept.sqlite3") as database:
        database.execute("UPDATE entries SET value = ?", (encode_result(7),))
    database.close()
    assert keeper().keep("kind", int, "a", lambda: 1) == 1


def test_an_article_without_a_digest_is_looked_at_each_time(
    keeper: Callable[[], StoredKeeper],
) -> None:
    make, first_keeper = Maker(1), keeper()
    first_keeper.keep("kind", int, "", make)
    first_keeper.keep("kind", int, "", make)
    assert make.times == 2


def test_values_are_right_in_whatever_order_they_are_expected(
    keeper: Callable[[], StoredKeeper],
) -> None:
    first, names = keeper(), [f"{n}" for n in range(30)]
    for name in names:
        first.keep("kind", str, name, lambda name=name: name)  # type: ignore[misc] # mypy: a default
    first.flush()
    second_keeper = keeper()
    second_keeper.expect(reversed(names))
    assert [second_keeper.keep("kind", str, name, lambda: "new") for name in (*names, "x")] == [
        *names,
        "new",
    ]


def test_what_the_store_does_not_have_is_asked_for_once(
    keeper: Callable[[], StoredKeeper], monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed = Maker({})
    monkeypatch.setattr(CacheStore, "read", lambda *_: renewed())
    keys = [f"article {index}" for index in range(50)]
    first_keeper = keeper()
    first_keeper.expect(keys)
    for kind in ("first", "second"):
        for key in keys:
            first_keeper.keep(kind, int, key, Maker(1))
    assert renewed.times == 1


def test_a_store_has_room_for_all_articles_that_are_expected(tmp_path: Path) -> None:
    def opened() -> StoredKeeper:
        store = CacheStore(tmp_path / "kept.sqlite3", most=10)
        return StoredKeeper(store, b"this program", "checks")

    maker, articles = (
        Maker(["a value longer than ten bytes"]),
        [f"article {index}" for index in range(20)],
    )
    for keeper in (opened(), opened()):
        keeper.expect(articles)
        for article in articles:
            keeper.keep("kind", list[str], article, maker)
        keeper.flush()
    assert maker.times == len(articles)


def test_large_values_have_entries_of_their_own(keeper: Callable[[], StoredKeeper]) -> None:
    large, small = Maker(["word"] * 1_000), Maker(1)
    for _ in range(3):
        first_keeper = keeper()
        first_keeper.expect(["a", "b"])
        for key in ("a", "b"):
            assert first_keeper.keep("large", list[str], key, large) == ["word"] * 1_000
            assert first_keeper.keep("small", int, key, small) == 1
        first_keeper.flush()
    assert (large.times, small.times) == (2, 2)


def test_small_and_large_values_are_written_at_once(
    keeper: Callable[[], StoredKeeper], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(CacheStore, "write", lambda _, entries: written.append(len(entries)))
    first = keeper()
    first.keep("small", str, "a", lambda: "x")
    first.keep("large", str, "a", lambda: "x" * 10_000)
    first.renew("larger", str, "b", lambda _: "x" * 20_000)
    first.flush()
    first.flush()
    # The entries of both articles, and one for each large value.
    assert written == [4, 0]


def test_a_value_that_memory_has_no_room_for_is_kept(keeper: Callable[[], StoredKeeper]) -> None:
    make = Maker("x" * (5 << 20))
    for _ in range(2):
        first_keeper = keeper()
        assert first_keeper.keep("kind", str, "a", make) == make.value
        first_keeper.flush()
    assert make.times == 1


def test_a_value_that_was_large_may_become_small(keeper: Callable[[], StoredKeeper]) -> None:
    for basis, size in [("one", 1_000), ("two", 1), ("three", 1_000)]:
        first_keeper, value = keeper(), ["word"] * size
        assert first_keeper.keep("kind", list[str], "a", Maker(value), basis) == value
        first_keeper.flush()
        assert keeper().keep("kind", list[str], "a", Maker([]), basis) == value


def _return_kept(before: str | None) -> str:
    return before or ""


@pytest.mark.parametrize("size", [1, 5_000])
def test_what_is_renewed_is_made_of_what_was_kept_and_replaces_it(
    keeper: Callable[[], StoredKeeper], size: int
) -> None:
    values_seen: list[str | None] = []

    def renew(before: str | None) -> str:
        values_seen.append(before)
        return f"{before or ''}{'a' * size}"

    for _ in range(3):
        first_keeper = keeper()
        first_keeper.renew("words", str, "key", renew)
        first_keeper.flush()
    assert values_seen == [None, "a" * size, "a" * 2 * size]
    assert keeper().renew("words", str, "key", _return_kept) == "a" * 3 * size


def test_two_processes_may_renew_two_kinds_of_one_key_at_once(
    keeper: Callable[[], StoredKeeper],
) -> None:
    first_keeper, second_keeper = keeper(), keeper()
    assert first_keeper.renew("one", str, "key", lambda _: "a" * 5_000) == "a" * 5_000
    assert second_keeper.renew("two", str, "key", lambda _: "b" * 5_000) == "b" * 5_000
    first_keeper.flush()
    second_keeper.flush()
    for kind, value in (("one", "a" * 5_000), ("two", "b" * 5_000)):
        assert keeper().renew(kind, str, "key", _return_kept) == value


def test_a_value_of_another_class_is_renewed_of_nothing(
    keeper: Callable[[], StoredKeeper],
) -> None:
    first_keeper = keeper()
    first_keeper.renew("words", str, "key", lambda _: "text")
    first_keeper.flush()
    assert keeper().renew("words", int, "key", lambda before: 1 if before is None else 2) == 1


def test_few_values_are_written_with_those_that_come_later(
    keeper: Callable[[], StoredKeeper],
) -> None:
    first = keeper()
    for number, (key, times) in enumerate((("a", 1), ("b", 0))):
        first.keep("kind", int, key, Maker(number))
        first.flush(at_least=2)
        make = Maker(number)
        keeper().keep("kind", int, key, make)
        assert make.times == times
