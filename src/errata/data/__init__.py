"""Facts that the code works with, such as words of each language: data, not code.

Every file is read once, when something first needs it. A test reads them all.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def read_data(name: str) -> Mapping[str, object]:
    """The content of `<name>.toml`."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@cache
def read_word_lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """Language -> its words, for a file whose values are words separated by white space."""
    return {language: tuple(str(text).split()) for language, text in read_data(name).items()}
