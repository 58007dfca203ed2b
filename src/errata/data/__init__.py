"""Facts that the code works with, such as words of each language: data, not code.

Every file is read once, when it is first needed. A test reads them all. `literals` searches texts
for lists of words, and `patterns` compiles expressions when they are first used.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from errata.data.patterns import COMPILED, compile_late

# The name of a fragment in a regular expression: "{{month}}" yes; "{2}", "{{2}}" no
_FRAGMENT = re.compile(r"\{\{([a-z_]+)\}\}")


@cache
def read_data(name: str) -> Mapping[str, object]:
    """Read `<name>.toml`; a name may have a folder before it."""
    if name not in COMPILED.tables:
        text = Path(__file__).parent.joinpath(f"{name}.toml").read_text("utf-8")
        COMPILED.tables[name] = tomllib.loads(text)
        COMPILED.is_news = True
    return COMPILED.tables[name]


def read_texts(name: str, key: str) -> tuple[str, ...]:
    """Read the list of texts under one key of `<name>.toml`."""
    texts = read_data(name)[key]
    assert isinstance(texts, list)  # noqa: S101 - a fact of the file
    return tuple(str(text) for text in texts)


@cache
def read_pairs(name: str, key: str) -> tuple[tuple[str, str], ...]:
    """Read the list of pairs of texts under one key of `<name>.toml`."""
    pairs = read_data(name)[key]
    assert isinstance(pairs, list)  # noqa: S101 - a fact of the file
    return tuple((first, second) for first, second in pairs)


def read_table(name: str, key: str) -> Mapping[str, Any]:
    """Read the table under one key of `<name>.toml`; the caller knows its shape."""
    table = read_data(name)[key]
    assert isinstance(table, dict)  # noqa: S101 - a fact of the file
    return table


@cache
def read_json(name: str) -> Any:  # noqa: ANN401 - the caller knows the file's shape
    """Read `<name>.json`, which the browser's scripts read too."""
    return json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))


@cache
def read_word_lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """Read words by language, from a file whose values are words separated by white space."""
    return {language: tuple(str(text).split()) for language, text in read_data(name).items()}


def read_patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of `forms/<name>.toml` by name; a test tries the texts beside them."""
    return _Patterns(name)


class _Patterns(dict[str, re.Pattern[str]]):
    """The patterns of a file, which is read when one of them is first needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __missing__(self, key: str) -> re.Pattern[str]:
        rows = cast("Mapping[str, Mapping[str, str]]", read_data(f"forms/{self._name}"))
        self.update({name: compile_late(row["pattern"]) for name, row in rows.items()})
        return super().__getitem__(key)


def expand_pattern(pattern: str, fragments: Mapping[str, str]) -> str:
    """Expand the `{{fragments}}` of a regular expression, which may be nested."""
    return _FRAGMENT.sub(lambda match: expand_pattern(fragments[match[1]], fragments), pattern)
