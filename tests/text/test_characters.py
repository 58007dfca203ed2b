"""Characters that nothing can show, in the basic plane and beyond it."""

from __future__ import annotations

import pytest

from errata.text.characters import find_hidden, replace_unshown


@pytest.mark.parametrize("hidden", ["\x00", "\x85", "\ud800", "\ufffe", "\U0001ffff"])
@pytest.mark.parametrize("shown", ["a\n", "\U0001f600"])
def test_what_nothing_can_show_is_found_and_replaced(hidden: str, shown: str) -> None:
    assert replace_unshown(f"{shown}{hidden}{shown}", "-") == f"{shown}-{shown}"
    assert find_hidden(f"{shown}{hidden}") == hidden
    assert find_hidden(f"{shown}\u202e") == "\u202e"
    assert replace_unshown(shown, "-") == shown
    assert not find_hidden(shown)
