"""A front matter's TOML as the nodes that YAML gives, so that all that follows is the same.

Dates, times, booleans and numbers become texts again, in the form that TOML's own is closest to.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

import yaml

from errata.articles.front_matter.yaml_errors import YamlError
from errata.articles.front_matter.yaml_nodes import TooDeepError
from errata.text.toml import key_positions, toml_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str, ...]
# What tomllib says of a key or table that is there already: it quotes the key.
_TWICE: Final = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine")
# "a.b.c", a hundred times as long, yes; "a.b.c = 1" no: nobody nests as deep.
_DEEP: Final = re.compile(
    r"""(?<![\w"'-])(?:(?:"[^"\n]{0,80}+"|'[^'\n]{0,80}+'|[\w-]++)[ \t]*+\.[ \t]*+){100}"""
)


def compose_toml(text: str, depth: int) -> yaml.Node | YamlError | None:
    """The node of a TOML text, or what keeps it from being read.

    Raises:
        TooDeepError: if it is nested deeper than `depth`.
    """
    if _DEEP.search(text):
        # The library's work grows with the square of a key's length.
        raise TooDeepError
    try:
        # A number with a point stays as it was written: "1.10" is a version.
        values = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        return _fault(error, text)
    except RecursionError:
        raise TooDeepError from None
    except ValueError:  # a whole number of more digits than Python reads
        return _too_long(text)
    places: dict[Path, yaml.Mark] = {}
    for line, names, column in key_positions(text):
        if all(isinstance(name, str) for name in names):
            path = tuple(map(str, names))
            places.setdefault(path, yaml.Mark("", 0, line - 1, column - 1, None, 0))
    try:
        return _Nodes(places, depth).node(values, ())
    except ValueError:  # one in hexadecimal digits, which Python reads and does not write
        return _too_long(text)


def _too_long(text: str) -> YamlError:
    line = text.count("\n", 0, len(text) - len(text.lstrip("\n"))) + 1
    return YamlError("a number has too many digits", line, 1, "write it in quotes")


def _fault(error: tomllib.TOMLDecodeError, text: str) -> YamlError:
    message, line, column = toml_fault(error, text)
    if message.startswith(_TWICE):
        return YamlError("a key or a table is given twice", line, column, "remove one of the two")
    remedy = 'write each fact as `key = "value"` on a line of its own'
    return YamlError(f"not valid TOML: {message[:1].lower()}{message[1:]}", line, column, remedy)


class _Nodes:
    """Makes nodes of what tomllib read; what has no place of its own has that of its table."""

    def __init__(self, places: Mapping[Path, yaml.Mark], depth: int) -> None:
        self._places, self._depth = places, depth

    def node(self, value: object, path: Path, level: int = 1) -> yaml.Node:
        """The node of a value."""
        if not isinstance(value, dict | list):
            style = '"' if isinstance(value, str) else None
            mark = self._mark(path)
            return yaml.ScalarNode("", _text(value), mark, mark, style)
        if level > self._depth:
            raise TooDeepError
        mark = self._mark(path)
        if isinstance(value, list):
            items = [self.node(item, path, level + 1) for item in value]
            return yaml.SequenceNode("", items, mark, mark)
        pairs = [self._pair(key, item, (*path, key), level) for key, item in value.items()]
        return yaml.MappingNode("", pairs, mark, mark)

    def _pair(self, key: str, value: object, path: Path, level: int) -> tuple[yaml.Node, yaml.Node]:
        mark = self._mark(path)
        return yaml.ScalarNode("", key, mark, mark, '"'), self.node(value, path, level + 1)

    def _mark(self, path: Path) -> yaml.Mark:
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path) or yaml.Mark("", 0, 0, 0, None, 0)


def _text(value: object) -> str:
    """`true`, `12`, `2024-04-17T12:30:27+00:00`; a text as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Dates and times of the standard library.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
