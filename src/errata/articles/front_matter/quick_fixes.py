"""The way out of a fault in a front matter: the faulty line written out again, quoted.

A value is repeated only under a public key that stands on the very line: a line may be the
continuation of an internal value, and those are never shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from errata.articles.front_matter.schema import PUBLIC_KEYS, display_key

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeyValueLine(NamedTuple):
    """A line of the form `key: value`."""

    key: str
    value: str
    start: int
    """0-based column of the value."""


_PAIR = re.compile(r"(\s*)([^\s:#'\"][^:]{0,80}):([ \t]+)(?=\S)")
_OWNER = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:\s|$)")
_LONGEST_FIX = 300


def parse_key_value(line: str) -> KeyValueLine | None:
    """The key and value of a line, if it gives one."""
    found = _PAIR.match(line)
    if found is None:
        return None
    return KeyValueLine(found[2], line[found.end() :].rstrip(), found.end())


def owning_key(lines: Sequence[str], at: int) -> str:
    """The key whose value a line is part of."""
    for above in range(at, -1, -1):
        if found := _OWNER.match(lines[above]):
            return found[1]
    return ""


def quick_fix_for(lines: Sequence[str], at: int, pair: KeyValueLine | None) -> str:
    """The line as it should be, or only its key where the value may be internal or is long."""
    owner = owning_key(lines, at)
    if owner not in PUBLIC_KEYS:
        return f'quote this value: {display_key(owner)[:-1]}: "…"`' if owner else "quote this value"
    if pair is None or owner != pair.key or len(pair.value) > _LONGEST_FIX:
        return f'quote this value: `{owner}: "…"`'
    return f"quote this value: `{owner}: {quote_value(_plain(pair.value))}`"


def quote_value(value: str) -> str:
    """A value as YAML reads it back unchanged: double quotes, or single ones where it holds any."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _plain(value: str) -> str:
    """What the author meant: without the quotes around it, and with quotes inside unescaped."""
    if value.startswith("'"):
        return value[1:].removesuffix("'").replace("''", "'")
    if not value.startswith('"'):
        return value
    return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
