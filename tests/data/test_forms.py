"""Patterns that are data: each takes and leaves what its examples say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest

from errata import data
from errata.data import read_patterns

CASES = [
    pytest.param(file.stem, name, row, id=f"{file.stem}-{name}")
    for file in sorted(Path(data.__file__).parent.glob("forms/*.toml"))
    for name, row in cast("dict[str, Any]", data.read_data(f"forms/{file.stem}")).items()
]


@pytest.mark.parametrize(("file", "name", "row"), CASES)
def test_a_pattern_takes_and_leaves_what_its_examples_say(
    file: str, name: str, row: dict[str, Any]
) -> None:
    pattern = re.compile(row["pattern"])
    assert read_patterns(file)[name].pattern == row["pattern"]
    assert all(pattern.search(text) for text in row.get("takes", ()))
    assert not any(pattern.search(text) for text in row.get("leaves", ()))
