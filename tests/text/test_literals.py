"""With which literal texts a regular expression begins."""

from __future__ import annotations

import pytest

from errata.data.literals import Literals
from errata.text.patterns import literal_prefixes


@pytest.mark.parametrize(
    ("pattern", "prefixes"),
    [
        (r"RED-52\d{4}", ["RED-52"]),
        (r"ORA\-\d{5}|SQL [A-Z]", ["ORA-", "SQL "]),
        (r"(?:RED|APP)-\d", ["RED-", "APP-"]),
        (r"(?:RED|APP)?-\d", [""]),
        (r"EX?IT", ["E"]),
        (r"E{2}", [""]),
        (r"a[|)]b|c", ["a", "c"]),
        (r"\d{3}", [""]),
    ],
)
def test_a_pattern_begins_with_the_texts_that_every_match_of_it_begins_with(
    pattern: str, prefixes: list[str]
) -> None:
    assert list(literal_prefixes(pattern)) == prefixes


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the error RED-1 and RED-2", [10, 20]),
        ("エラー RED-1", [4]),
        ("\ud800 RED-1", [2]),
        ("nothing", []),
    ],
)
def test_many_texts_are_looked_for_at_once(text: str, places: list[int]) -> None:
    literals = Literals(["RED-", "RED", "ORA-"])
    assert literals.are_in(text) is bool(places)
    assert literals.starts_in(text) == places


def test_without_texts_nothing_is_found() -> None:
    assert not Literals([]).are_in("a")


@pytest.mark.parametrize("text", ["a RED-1 RED-2", "RED", "é\ud800 ORA-1, RED-1", "ORA"])
def test_each_text_is_found_where_it_begins_first(text: str) -> None:
    texts = ["RED-", "RED", "ORA-", "-"]
    hits = {one: text.find(one) for one in texts if one in text}
    assert Literals(texts).first_in(text) == hits
