"""Composes a front matter in any of its forms to YAML nodes with places, without guessing types.

PyYAML's C loader composes the nodes; its implicit typing is off, so `1.10`, `yes`, `012`, `1:30`
and `2022-10-31` stay the text that was written, and only `schema.py` decides what they mean.
Anchors, aliases and tags are refused.

JSON, TOML and MultiMarkdown's lines of `Key: value` give the same nodes, so that everything after
this step is the same. `json` decides whether a text is JSON; because it keeps no places, the valid
text is then read once more, token by token. TOML's dates, times, booleans and numbers become texts
again. The value of a line is everything after the colon; a line indented by four spaces continues
it, and keys are put in lower case.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from errata.articles.front_matter.lines import YamlError
from errata.articles.front_matter.yaml_errors import (
    explain_faulty_value,
    explain_yaml_error,
)
from errata.data.patterns import compile_late
from errata.diagnostics import find_line_starts, locate_character
from errata.text.toml import explain_toml_fault, key_positions


class TooDeepError(yaml.YAMLError):
    """The text is nested beyond the limit."""


class BoundedDepth:
    """A bound on depth for PyYAML's C loaders, which end the process where their stack ends.

    The C code calls both methods for every node while it composes.
    """

    limit = 100
    level = 0

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:  # noqa: ANN401, ARG002 - PyYAML's signature
        """Count one level down."""
        self.level += 1
        # The document itself and its values are the first two levels the loader counts.
        if self.level > self.limit + 1:
            raise TooDeepError("it is nested too deeply")

    def ascend_resolver(self) -> None:
        """Count one level up."""
        self.level -= 1


class TextLoader(BoundedDepth, yaml.CBaseLoader):
    """Makes dictionaries, lists and texts: whatever tags say, nothing else is made."""


class EntryLoader(BoundedDepth, yaml.CSafeLoader):
    """The C safe loader without implicit types."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ANN401, ARG002 - PyYAML's signature
        """Give scalars no tag, so that each is a text; only an explicit tag stays on its node."""
        return ""


# "a: &b" and "- *b" yes; "AT & T" no: an anchor is where a value may begin, with a name after it.
_ANCHOR: Final = compile_late(r"(?:^|[\s\[{,:?-])[&*][^\s]", re.MULTILINE)
# Line ends to YAML 1.1, but to no editor.
_LINE_BREAKS: Final = {0x85: " ", 0x2028: " ", 0x2029: " "}


def compose_yaml(text: str, depth: int) -> yaml.Node | YamlError | None:
    """Compose a YAML text to its node, None if it is empty, or the fault that prevents it.

    Raises:
        TooDeepError: if it is nested deeper than `depth`.
    """
    if not text.isascii():
        # A space for each keeps the places right.
        text = text.translate(_LINE_BREAKS)
    try:
        may_refer = "&" in text or "*" in text
        if may_refer and _ANCHOR.search(text) and (place := _anchor(text)):
            return explain_faulty_value(text.split("\n"), *place)
        return _compose(text, depth)
    except TooDeepError:
        raise
    except yaml.YAMLError as error:
        return explain_yaml_error(error, text)


def _compose(text: str, depth: int) -> yaml.Node | None:
    loader = EntryLoader(text)
    loader.limit = depth
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _anchor(text: str) -> tuple[int, int] | None:
    """Return the place of the first anchor or alias."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        if getattr(event, "anchor", None) is not None and mark is not None:
            return mark.line + 1, mark.column + 1
    return None


def find_yaml_fault(
    text: str, lines: Sequence[str], key: yaml.Node, value: yaml.Node
) -> YamlError | None:
    """Find valid YAML that a front matter may not have: a key after `?`, or a tag.

    `lines` are those of the text, which are split once for all keys.
    """
    mark = key.start_mark
    if "?" in text and _is_explicit(text[: mark.index].rstrip()):
        # It may be the rest of an internal text, so the message does not repeat it.
        message = "text starts with `?`, which YAML reads as a key"
        remedy = "indent it, or write `key: value`"
        return YamlError(message, mark.line + 1, mark.column + 1, remedy)
    tagged = next(_find_tagged((key, value)), None)
    return explain_faulty_value(lines, *tagged) if tagged else None


def _is_explicit(before: str) -> bool:
    """Whether a line that ends here has only the `?` that makes a key of what follows."""
    return before.endswith("?") and before[before.rfind("\n") + 1 :].strip(" \t{") == "?"


def _find_tagged(nodes: Iterable[yaml.Node]) -> Iterator[tuple[int, int]]:
    """Yield the places of nodes that have a tag."""
    for node in nodes:
        if node.tag:
            yield node.start_mark.line + 1, node.start_mark.column + 1
        elif isinstance(node, yaml.SequenceNode):
            yield from _find_tagged(node.value)
        elif isinstance(node, yaml.MappingNode):
            yield from _find_tagged(part for pair in node.value for part in pair)


# The tokens of valid JSON: '"a \" b"', "{", "," and "-1.5e3" yes; white space no.
_TOKEN: Final = compile_late(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s"{}\[\],:]+')


def compose_json(text: str, depth: int) -> yaml.Node | YamlError | None:
    """Compose a JSON text to its node, or return its fault; the outer braces are optional.

    Raises:
        TooDeepError: if it is nested deeper than `depth`.
    """
    text = _with_braces(text)
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        remedy = 'write each value as `"key": "value"`, with commas between them'
        return YamlError(message, error.lineno, error.colno, remedy)
    except RecursionError:
        raise TooDeepError from None
    starts = find_line_starts(text)
    return _Walk(text, depth, lambda offset: _mark(starts, offset)).value(1)


def _with_braces(text: str) -> str:
    """Add the braces that an object between `;;;` lacks, without adding a line."""
    inner = text.lstrip("\n")
    lead = text[: len(text) - len(inner)]
    return text if not lead or inner[:1] == "{" else f"{lead[:-1]}{{\n{inner}}}"


def _mark(starts: list[int], offset: int) -> yaml.Mark:
    line, column = locate_character(starts, offset)
    return yaml.Mark("", offset, line - 1, column - 1, None, 0)


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
        """Yield the first token of each member."""
        for token in self._tokens:
            if token[0] == end:
                return
            if token[0] != ",":
                yield token

    def _scalar(self, token: re.Match[str]) -> yaml.ScalarNode:
        """Make the node of a text or number; `null` has no style, and so no value."""
        mark, written = self._mark(token.start()), token[0]
        text, style = (json.loads(written), '"') if written[0] == '"' else (written, None)
        return yaml.ScalarNode("", text, mark, mark, style)


Path = tuple[str, ...]
# "a.b.c", a hundred times as long, yes; "a.b.c = 1" no: nobody nests as deep.
_DEEP: Final = compile_late(
    r"""(?<![\w"'-])(?:(?:"[^"\n]{0,80}+"|'[^'\n]{0,80}+'|[\w-]++)[ \t]*+\.[ \t]*+){100}"""
)


def compose_toml(text: str, depth: int) -> yaml.Node | YamlError | None:
    """Compose a TOML text to its node, or return the fault that prevents it.

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
    fault = explain_toml_fault(error, text)
    return YamlError(f"not valid TOML: {fault.message}", fault.line, fault.column, fault.help)


class _Nodes:
    """Makes nodes of TOML values; a value without a place gets that of its table."""

    def __init__(self, places: Mapping[Path, yaml.Mark], depth: int) -> None:
        self._places, self._depth = places, depth

    def node(self, value: object, path: Path, level: int = 1) -> yaml.Node:
        """Make the node of a value."""
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
    """Write a value as text: `true`, `12`, `2024-04-17T12:30:27+00:00`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Dates and times of the standard library.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def compose_lines(text: str, depth: int) -> yaml.Node | None:
    """Compose lines of `Key: value` to a node; they have one level."""
    del depth
    pairs: list[tuple[yaml.ScalarNode, yaml.ScalarNode]] = []
    for number, line in enumerate(text.split("\n")):
        if line[:1].isspace() and pairs:
            pairs[-1][1].value = f"{pairs[-1][1].value} {line.strip()}".lstrip()
        elif line.strip():
            key, _, value = line.partition(":")
            start_mark = yaml.Mark("", 0, number, 0, None, 0)
            begin = yaml.Mark("", 0, number, len(line) - len(value.lstrip()), None, 0)
            name = yaml.ScalarNode("", key.strip().lower(), start_mark, start_mark)
            pairs.append((name, yaml.ScalarNode("", value.strip(), begin, begin)))
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    return yaml.MappingNode("", pairs, mark, mark)
