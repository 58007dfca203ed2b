"""Every pattern of the masker finds what its examples say, and nothing in what it leaves."""

from __future__ import annotations

import re
from typing import Any

import pytest

from errata.data import expand_pattern, read_json

FILE = read_json("log_patterns")


def _expanded(*parts: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    return [(part, expand_pattern(part["pattern"], FILE["fragments"])) for part in parts]


ANYWHERE = _expanded(*FILE["volatile"], FILE["tail"], FILE["failure_level"])
AT_THE_BEGINNING = _expanded(*FILE["prefixes"], FILE["frame"], FILE["code"])


@pytest.mark.parametrize(("entry", "pattern"), ANYWHERE)
def test_a_volatile_part_is_found_where_its_examples_have_it(
    entry: dict[str, Any], pattern: str
) -> None:
    find_part = re.compile(pattern, re.ASCII).search
    assert entry["takes"]
    assert entry["leaves"]
    assert [text for text in entry["takes"] if not find_part(text)] == []
    assert [text for text in entry["leaves"] if find_part(text)] == []


@pytest.mark.parametrize(("entry", "pattern"), AT_THE_BEGINNING)
def test_a_prefix_is_found_at_the_beginning_of_its_examples(
    entry: dict[str, Any], pattern: str
) -> None:
    find_part = re.compile(pattern, re.ASCII).match
    assert entry["takes"]
    assert entry["leaves"]
    assert [text for text in entry["takes"] if not find_part(text)] == []
    assert [text for text in entry["leaves"] if find_part(text)] == []


@pytest.mark.parametrize("entry", FILE["private"], ids=lambda entry: entry["name"])
def test_what_is_private_is_hidden_and_nothing_else(entry: dict[str, Any]) -> None:
    key = expand_pattern(entry.get("key", ""), FILE["fragments"])
    pattern = expand_pattern(entry["pattern"], FILE["fragments"])
    find_part = re.compile(f"(?:{key})(?:{pattern})", re.ASCII).search
    assert [text for text in entry["takes"] if not find_part(text)] == []
    assert [text for text in entry["leaves"] if find_part(text)] == []


def test_no_pattern_has_a_capturing_group_or_what_only_one_language_reads() -> None:
    private = [entry.get("key", "") + entry["pattern"] for entry in FILE["private"]]
    every = [pattern for _, pattern in (*ANYWHERE, *AT_THE_BEGINNING)]
    every += [expand_pattern(pattern, FILE["fragments"]) for pattern in private]
    assert [pattern for pattern in every if re.compile(pattern).groups] == []
    assert [pattern for pattern in every if re.search(r"\\[sSwWdDbB]|\(\?[Pi]", pattern)] == []
