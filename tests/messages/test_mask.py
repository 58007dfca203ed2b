"""The masker: its vectors and its time."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from errata.messages.mask import hide_inserts, mask_message, strip_prefix
from tests.support.linear import ends

VECTORS = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text("utf-8"))
HOSTILE = (
    *("a", "1", "'", '"', "'a ", "a.b.", "/a", "a://", "1:", "xx_", "x@", "a@a.", "AB-1-", "<a"),
    *("aA1-", "1.1.1.", "::1:", "\\\\a\\", "[[", "[a]", "at a.b(", " (iRc=-1", "2024-11-", "GET /"),
    *("Mozilla/5 (", "{a", "«", "“a ", "1 ", "Nov 1", "a1_", "%a", "字", "😀"),
)


@pytest.mark.parametrize("vector", VECTORS["mask"], ids=lambda vector: vector["text"][:40])
def test_a_text_is_masked_as_its_vector_says(vector: dict[str, str]) -> None:
    assert mask_message(vector["text"]) == vector["masked"]


@pytest.mark.parametrize("vector", VECTORS["mask"], ids=lambda vector: vector["text"][:40])
def test_a_masked_text_is_not_masked_further(vector: dict[str, str]) -> None:
    assert mask_message(vector["masked"]) == vector["masked"]


@pytest.mark.parametrize("vector", VECTORS["strip"], ids=lambda vector: vector["text"][:40])
def test_a_line_loses_its_prefix_as_its_vector_says(vector: dict[str, str]) -> None:
    assert strip_prefix(vector["text"]) == vector["stripped"]


@pytest.mark.parametrize("vector", VECTORS["hide"], ids=lambda vector: vector["text"][:40])
def test_nothing_private_is_shown(vector: dict[str, str]) -> None:
    assert hide_inserts(vector["text"]) == vector["shown"]


@ends
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_line_of_any_length_takes_linear_time(piece: str) -> None:
    line = piece * (300_000 // len(piece))
    mask_message(line)
    strip_prefix(line)
    hide_inserts(line)
