"""The way out of a fault in a front matter: the faulty line written out again, quoted.

A value is repeated only under a public key that stands on the very line: a line may be the
continuation of an internal value, and those are never shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from errata.metadata.keys import PUBLIC_KEYS, shown_key

if TYPE_CHECKING:
    from collections.abc import Sequence


class Pair(NamedTuple):
    """A line of the form `key: value`."""

    key: str
    value: str
    start: int
    """0-based column of the value."""


_PAIR = re.compile(r"(\s*)([^\s:#'\"][^:]{0,80}):([ \t]+)(?=\S)")
_OWNER = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:\s|$)")
_LONGEST_FIX = 300


def pair_in(line: str) -> Pair | None:
    """The key and value of a line, if it gives one."""
    found = _PAIR.match(line)
    if found is None:
        return None
    return Pair(found[2], line[found.end() :].rstrip(), found.end())


def owner_of(lines: Sequence[str], at: int) -> str:
    """The key whose value a line is part of."""
    for above in range(at, -1, -1):
        if found := _OWNER.match(lines[above]):
            return found[1]
    return ""


def remedy_for(lines: Sequence[str], at: int, pair: Pair | None) -> str:
    """The line as it should be, or only its key where the value may be internal or is long."""
    owner = owner_of(lines, at)
    if owner not in PUBLIC_KEYS:
        return f'quote this value: {shown_key(owner)[:-1]}: "…"`' if owner else "quote this value"
    if pair is None or owner != pair.key or len(pair.value) > _LONGEST_FIX:
        return f'quote this value: `{owner}: "…"`'
    return f"quote this value: `{owner}: {quoted(_plain(pair.value))}`"


def quoted(value: str) -> str:
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
