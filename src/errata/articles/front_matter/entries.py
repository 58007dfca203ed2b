"""The front matter's YAML as keys with texts and places, without any guess at types.

PyYAML's C loader composes the nodes; its implicit typing is off, so `1.10`, `yes`, `012`, `1:30`
and `2022-10-31` stay the text that was written, and only `schema.py` says what they mean. Plain
`null`, `~` and nothing at all give no value. Anchors, aliases, tags and repeated keys are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from errata.articles.front_matter.yaml_errors import (
    YamlError,
    duplicate_key,
    explain_yaml_error,
    yaml_error_in_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class NestedValue:
    """A value that is neither a text nor a list of texts."""

    texts: tuple[str, ...]
    """Every text in it, for the search of the finished site."""


class FrontMatterEntry(NamedTuple):
    """One key of the front matter; a tuple because there are twenty thousand of them."""

    key: str
    value: str | tuple[str, ...] | NestedValue | None
    line: int
    """Of the key, 1-based in the file, as all places here."""
    column: int
    value_line: int
    value_column: int
    quoted: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the value."""
        match self.value:
            case None:
                return ()
            case str() as text:
                return (text,)
            case NestedValue(texts):
                return texts
            case texts:
                return texts


class EntriesReading(NamedTuple):
    """What a front matter holds; entries are complete up to what the faults name."""

    entries: tuple[FrontMatterEntry, ...]
    faults: tuple[YamlError, ...]


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


def read_entries(text: str, depth: int) -> EntriesReading:
    """Every key of a front matter, or what keeps it from being read.

    Args:
        text: what is between the `---` lines, with as many line ends before it as the file
            has, so that every place is one in the file.
        depth: how deep it may be nested.
    """
    if not text.isascii():
        # A space for each keeps the places right.
        text = text.translate(_LINE_BREAKS)
    try:
        if _ANCHOR.search(text) and (place := _anchor(text)):
            return EntriesReading((), (yaml_error_in_value(text, *place),))
        node = _compose(text, depth)
    except TooDeepError:
        message = f"front matter is nested deeper than {depth} levels"
        remedy = "keep front matter flat: one value for each key"
        return EntriesReading((), (YamlError(message, _first(text), 1, remedy),))
    except yaml.YAMLError as error:
        return EntriesReading((), (explain_yaml_error(error, text),))
    if not isinstance(node, yaml.MappingNode):
        return EntriesReading((), (_not_a_mapping(node, text),))
    entries = tuple(_entry(key, value) for key, value in node.value)
    return EntriesReading(entries, tuple(_faults(text, node, entries)))


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


def _entry(key: yaml.Node, value: yaml.Node) -> FrontMatterEntry:
    mark, at = key.start_mark, value.start_mark
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    quoted = isinstance(value, yaml.ScalarNode) and bool(value.style)
    return FrontMatterEntry(
        name, _value(value), mark.line + 1, mark.column + 1, at.line + 1, at.column + 1, quoted
    )


def _value(node: yaml.Node) -> str | tuple[str, ...] | NestedValue | None:
    if isinstance(node, yaml.ScalarNode):
        text: str = node.value
        return None if not node.style and text in {"", "~", "null"} else text
    if isinstance(node, yaml.SequenceNode):
        items = node.value
        if all(isinstance(item, yaml.ScalarNode) for item in items):
            return tuple(item.value for item in items)
    return NestedValue(tuple(_texts(node)))


def _texts(node: yaml.Node) -> Iterator[str]:
    """Depth is bounded by the loader, and there are no aliases, so this ends."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(key)
            yield from _texts(value)


def _faults(
    text: str, node: yaml.MappingNode, entries: tuple[FrontMatterEntry, ...]
) -> Iterator[YamlError]:
    first: dict[str, int] = {}
    for entry, (key, value) in zip(entries, node.value, strict=True):
        if not entry.key:
            yield YamlError(
                "a key has to be a word", entry.line, entry.column, "write `key: value`"
            )
        elif "?" in text and _is_explicit(text[: key.start_mark.index].rstrip()):
            # It may be the rest of an internal text, so the message does not repeat it.
            message = "text starts with `?`, which YAML reads as a key"
            yield YamlError(message, entry.line, entry.column, "indent it, or write `key: value`")
        elif entry.key in first:
            yield duplicate_key(entry.key, entry.line, entry.column, first[entry.key])
        elif tagged := next(_tagged((key, value)), None):
            yield yaml_error_in_value(text, *tagged)
        first.setdefault(entry.key, entry.line)


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


def _first(text: str) -> int:
    return len(text) - len(text.lstrip("\n")) + 1


def _not_a_mapping(node: yaml.Node | None, text: str) -> YamlError:
    if node is None:
        remedy = "write `title: …` between the `---` lines"
        return YamlError("front matter is empty", _first(text) - 1, 1, remedy)
    kind = "a list" if isinstance(node, yaml.SequenceNode) else "a text"
    remedy = "write each fact as `key: value`, with a space after the colon"
    mark = node.start_mark
    message = f"front matter is {kind}, not keys with values"
    return YamlError(message, mark.line + 1, mark.column + 1, remedy)
