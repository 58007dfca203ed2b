"""A front matter's JSON as the nodes that YAML gives, so that all that follows is the same.

`json` says whether the text is JSON. It keeps no places, so the valid text is walked through once
more, token by token.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

import yaml

from errata.articles.front_matter.yaml_errors import YamlError
from errata.articles.front_matter.yaml_nodes import TooDeepError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Of valid JSON: '"a \" b"', "{", "," and "-1.5e3" yes; white space no.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s"{}\[\],:]+')


def compose_json(text: str, depth: int) -> yaml.Node | YamlError | None:
    """The node of a JSON text, or what keeps it from being read; braces around it may be missing.

    Raises:
        TooDeepError: if it is nested deeper than `depth`.
    """
    text = _with_braces(text)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        remedy = 'write each fact as `"key": "value"`, with commas between them'
        return YamlError(message, error.lineno, error.colno, remedy)
    except RecursionError:
        raise TooDeepError from None
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return _Walk(text, depth, lambda at: _mark(starts, at)).value(1)


def _with_braces(text: str) -> str:
    """Between `;;;` an object has no braces of its own; the first one takes no line of its own."""
    said = text.lstrip("\n")
    lead = text[: len(text) - len(said)]
    return text if not lead or said[:1] == "{" else f"{lead[:-1]}{{\n{said}}}"


def _mark(starts: list[int], at: int) -> yaml.Mark:
    line = bisect_right(starts, at) - 1
    return yaml.Mark("", at, line, at - starts[line], None, 0)


class _Walk:
    """Reads valid JSON from left to right."""

    def __init__(self, text: str, depth: int, mark: Callable[[int], yaml.Mark]) -> None:
        self._tokens = _TOKEN.finditer(text)
        self._depth, self._mark = depth, mark

    def value(self, level: int) -> yaml.Node:
        return self._node(next(self._tokens), level)

    def _node(self, token: re.Match[str], level: int) -> yaml.Node:
        if token[0] not in "{[":
            return self._scalar(token)
        if level > self._depth:
            raise TooDeepError
        mark = self._mark(token.start())
        if token[0] == "[":
            items = [self._node(item, level + 1) for item in self._until("]")]
            return yaml.SequenceNode("", items, mark, mark)
        pairs = []
        for name in self._until("}"):
            key = self._scalar(name)
            next(self._tokens)  # the colon
            pairs.append((key, self.value(level + 1)))
        return yaml.MappingNode("", pairs, mark, mark)

    def _until(self, end: str) -> Iterator[re.Match[str]]:
        """The first token of each member."""
        for token in self._tokens:
            if token[0] == end:
                return
            if token[0] != ",":
                yield token

    def _scalar(self, token: re.Match[str]) -> yaml.ScalarNode:
        """Text and number as written; `null` has no style, and so no value."""
        mark, written = self._mark(token.start()), token[0]
        text, style = (json.loads(written), '"') if written[0] == '"' else (written, None)
        return yaml.ScalarNode("", text, mark, mark, style)
