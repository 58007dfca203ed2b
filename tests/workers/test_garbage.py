"""Where the garbage collector is off, what refers to itself is freed all the same."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from weakref import ref

from errata.mapper import (
    collect_all_objects,
    collect_new_objects,
    collect_nothing,
    keep_objects,
)

if TYPE_CHECKING:
    import pytest


class Loop:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.own = self


def test_loops_are_freed_once_there_are_many_new_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    with collect_nothing(until_exit=False):
        lost = ref(Loop())
        collect_new_objects()
        assert lost()
        monkeypatch.setattr("errata.mapper._MANY_OBJECTS", 0)
        collect_new_objects()
        assert lost() is None


def test_loops_are_freed_before_the_next_fork_would_keep_them() -> None:
    with collect_nothing(until_exit=False):
        lost = ref(Loop())
        collect_new_objects(few=True)
        keep_objects()
        assert lost() is None


def test_kept_objects_are_looked_at_again_when_the_collector_is_on_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("errata.mapper._MANY_OBJECTS", 0)
    with collect_nothing(until_exit=False):
        lost = ref(Loop())
        keep_objects()
        collect_new_objects()
        assert lost()
    gc.collect()
    assert lost() is None


def test_what_was_kept_for_forks_is_freed_before_a_large_site_is_written() -> None:
    with collect_nothing(until_exit=False):
        lost = ref(Loop())
        keep_objects()
        collect_all_objects()
        assert lost() is None


def test_where_the_collector_is_on_nothing_is_done() -> None:
    before = gc.get_freeze_count()
    keep_objects()
    collect_new_objects()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before
