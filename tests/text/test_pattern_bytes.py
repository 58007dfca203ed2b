"""Patterns over UTF-8, which find in a log what they find in a text."""

from __future__ import annotations

import re

import pytest

from errata.text.pattern_tree import to_byte_pattern
from tests.text.pattern_cases import HONEST

TEXTS = {
    r"[\u0410-\u042F]{2,6}-[0-9]{2,5}": ["ОШ-1234", "ЯА-12", "ош-1234", "О-1234", "OS-1234"],
    "[A-ZÄÖÜ]{3}-[0-9]": ["GRÖ-1", "ÄÖÜ-1", "GRé-1", "GÖ-1"],
    "エラー?[0-9]": ["エラ1", "エラー1", "エ1", "エラーー1"],
    "[一-龠]{2}E": ["故障E", "一龠E", "エラE", "障E"],
    r"\xe9{2}|[^é^]1|[^é]2|[^éx]3|[é^]4": [
        "éé",
        "é",
        "a1",
        "^1",
        "é1",
        "é2",
        "x3",
        "y3",
        "^4",
        "é4",
    ],
    "[~-é]1|[߿-ࠁ]2|[\U0001f600-\U0001f610]3": ["~1", "\x7f1", "é1", "}1", "ê1", "ࠀ2", "ࠂ2", "😀3"],
}


@pytest.mark.parametrize("pattern", [*TEXTS, *HONEST])
def test_a_pattern_finds_in_utf_8_what_it_finds_in_text(pattern: str) -> None:
    in_bytes = re.compile(to_byte_pattern(pattern).encode("latin-1"))
    for text in TEXTS.get(pattern) or [HONEST[pattern]]:
        expected = re.fullmatch(pattern, text, re.ASCII) is not None
        assert (in_bytes.fullmatch(text.encode()) is not None) == expected, text
