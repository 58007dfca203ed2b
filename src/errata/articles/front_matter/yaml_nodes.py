"""A front matter's YAML as nodes with places, without any guess at types.

PyYAML's C loader composes the nodes; its implicit typing is off, so `1.10`, `yes`, `012`, `1:30`
and `2022-10-31` stay the text that was written, and only `schema.py` says what they mean. Anchors,
aliases and tags are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from errata.articles.front_matter.yaml_errors import (
    YamlError,
    explain_yaml_error,
    yaml_error_in_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class TooDeepError(yaml.YAMLError):
    """Nested beyond the limit."""


class EntryLoader(yaml.CSafeLoader):
    """The C safe loader without implicit types, and with a bound on depth.

    The C code calls these three methods for every node while it composes.
    """

    limit = 16
    level = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ANN401, ARG002 - PyYAML's signature
        """No tag: every scalar is a text. Only a tag that was written stays on its node."""
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:  # noqa: ANN401, ARG002 - PyYAML's signature
        """Count one level down."""
        self.level += 1
        # The document itself and its values are the first two levels the loader counts.
        if self.level > self.limit + 1:
            raise TooDeepError

    def ascend_resolver(self) -> None:
        """Count one level up."""
        self.level -= 1


# "a: &b" and "- *b" yes; "AT & T" no: an anchor is where a value may begin, with a name after it.
_ANCHOR: Final = re.compile(r"(?:^|[\s\[{,:?-])[&*][^\s]", re.MULTILINE)
# Line ends to YAML 1.1, but to no editor.
_LINE_BREAKS: Final = {0x85: " ", 0x2028: " ", 0x2029: " "}


def compose_yaml(text: str, depth: int) -> yaml.Node | YamlError | None:
    """The node of a YAML text, None for one without content, or what keeps it from being read.

    Raises:
        TooDeepError: if it is nested deeper than `depth`.
    """
    if not text.isascii():
        # A space for each keeps the places right.
        text = text.translate(_LINE_BREAKS)
    try:
        if _ANCHOR.search(text) and (place := _anchor(text)):
            return yaml_error_in_value(text, *place)
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
    """Place of the first anchor or alias."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        if getattr(event, "anchor", None) is not None and mark is not None:
            return mark.line + 1, mark.column + 1
    return None


def find_yaml_fault(text: str, key: yaml.Node, value: yaml.Node) -> YamlError | None:
    """What YAML reads and a front matter may not have: a key after `?`, or a tag."""
    mark = key.start_mark
    if "?" in text and _is_explicit(text[: mark.index].rstrip()):
        # It may be the rest of an internal text, so the message does not repeat it.
        message = "text starts with `?`, which YAML reads as a key"
        remedy = "indent it, or write `key: value`"
        return YamlError(message, mark.line + 1, mark.column + 1, remedy)
    tagged = next(_tagged((key, value)), None)
    return yaml_error_in_value(text, *tagged) if tagged else None


def _is_explicit(before: str) -> bool:
    """Whether a line that ends here has only the `?` that makes a key of what follows."""
    return before.endswith("?") and before[before.rfind("\n") + 1 :].strip(" \t{") == "?"


def _tagged(nodes: Iterable[yaml.Node]) -> Iterator[tuple[int, int]]:
    """Places of the nodes that carry a tag."""
    for node in nodes:
        if node.tag:
            yield node.start_mark.line + 1, node.start_mark.column + 1
        elif isinstance(node, yaml.SequenceNode):
            yield from _tagged(node.value)
        elif isinstance(node, yaml.MappingNode):
            yield from _tagged(part for pair in node.value for part in pair)
