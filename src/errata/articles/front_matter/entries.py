"""The front matter as keys with texts and places, whatever it is written in.

YAML, TOML, JSON and MultiMarkdown are composed to the same nodes, and only `schema.py` says what a
text means. Plain `null`, `~` and nothing at all give no value. Repeated keys are refused. The
checks look at these texts and at the values as validated (`FrontMatterContext`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml
from msgspec.structs import replace

from errata.articles.front_matter.keys import KNOWN_KEYS, display_key
from errata.articles.front_matter.lines import YamlError, explain_stray_line
from errata.articles.front_matter.nodes import (
    TooDeepError,
    compose_json,
    compose_lines,
    compose_toml,
    compose_yaml,
    find_yaml_fault,
)
from errata.articles.numbers import fit_number
from errata.diagnostics import Edit, Fix, Span
from errata.model import Position, Source
from errata.values import Record

if TYPE_CHECKING:
    from errata.articles.front_matter.schema import FrontMatterSchema
    from errata.articles.front_matter.split import Form, SourceParts


class NestedValue(Record, frozen=True):
    """A value that is neither a text nor a list of texts."""

    texts: tuple[str, ...]
    """Every text in the value, for the search of the finished site."""
    values: tuple[str, ...] = ()
    """The texts that are not keys."""
    messages: tuple[str, ...] = ()
    """The texts under a key `message` of a list's items."""


EntryValue = str | tuple[str, ...] | NestedValue | None


class FrontMatterEntry(NamedTuple):
    """One key of the front matter; a tuple because there are twenty thousand of them."""

    key: str
    value: EntryValue
    line: int
    """The key's line, 1-based in the file, as are all places here."""
    column: int
    value_line: int
    value_column: int
    quoted: bool
    written: str = ""
    """The key as the author wrote it, if it is another tool's name for ours."""
    value_end: tuple[int, int] | None = None
    """The line and column after the value with its quotes; None if they are unknown."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the value."""
        match self.value:
            case None:
                return ()
            case str() as text:
                return (text,)
            case NestedValue(texts=texts):
                return texts
            case texts:
                return texts


class EntriesReading(NamedTuple):
    """What a front matter holds; entries are complete up to what the faults name."""

    entries: tuple[FrontMatterEntry, ...]
    faults: tuple[YamlError, ...]


_COMPOSERS: Final = {
    "yaml": compose_yaml,
    "toml": compose_toml,
    "json": compose_json,
    "lines": compose_lines,
}

# An entry with the nodes that it was made of.
_Found = tuple[FrontMatterEntry, yaml.Node, yaml.Node]


def read_entries(parts: SourceParts, depth: int) -> EntriesReading:
    """Read every key of a front matter, or what prevents that; `depth` limits nesting.

    A mapping under a key that errata does not know itself gives an entry for each of its values,
    whose key has a dot for each level: `last_update.date`.
    """
    if parts.form == "none":
        return EntriesReading((), ())
    try:
        node = _COMPOSERS[parts.form](parts.text, depth)
    except TooDeepError:
        message = f"front matter is nested deeper than {depth} levels"
        remedy = "keep front matter flat: one value for each key"
        return EntriesReading((), (YamlError(message, _first(parts.text), 1, remedy),))
    if node is None:
        return EntriesReading((), ())
    if isinstance(node, YamlError):
        return EntriesReading((), (node,))
    if not isinstance(node, yaml.MappingNode):
        return EntriesReading((), (_not_a_mapping(node, parts.text),))
    is_yaml = parts.form == "yaml"
    entries = [
        each for key, value in node.value for each in _entries(_name(key), key, value, is_yaml)
    ]
    faults = tuple(_faults(parts.text if is_yaml else "", entries))
    return EntriesReading(tuple(entry for entry, _, _ in entries), faults)


def _name(key: yaml.Node) -> str:
    return key.value if isinstance(key, yaml.ScalarNode) else ""


def _entries(name: str, key: yaml.Node, value: yaml.Node, is_yaml: bool) -> Iterator[_Found]:  # noqa: FBT001 - private
    """Yield one entry for a key, or one for each value of a mapping."""
    if isinstance(value, yaml.MappingNode) and name not in KNOWN_KEYS and _is_named(value):
        for own, inner in value.value:
            yield from _entries(f"{name}.{own.value}", own, inner, is_yaml)
        return
    mark, mark_of_value = key.start_mark, value.start_mark
    quoted = is_yaml and isinstance(value, yaml.ScalarNode) and bool(value.style)
    places = (mark.line + 1, mark.column + 1, mark_of_value.line + 1, mark_of_value.column + 1)
    entry = FrontMatterEntry(name, _value(value), *places, quoted, value_end=_end(value))
    yield entry, key, value


def _end(node: yaml.Node) -> tuple[int, int] | None:
    """Return the end of a value; None if it is unknown or on a later line, as for a block.

    Nodes of forms other than YAML end where they begin.
    """
    start, end = node.start_mark, node.end_mark
    if end.index <= start.index or (isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}):
        return None
    return end.line + 1, end.column + 1


def _is_named(node: yaml.MappingNode) -> bool:
    """Whether a mapping has only texts as keys; `{{x}}` of a template has a mapping as its key."""
    return bool(node.value) and all(_name(key) for key, _ in node.value)


def _value(node: yaml.Node) -> EntryValue:
    if isinstance(node, yaml.ScalarNode):
        text: str = node.value
        return None if not node.style and text in {"", "~", "null"} else text
    if isinstance(node, yaml.SequenceNode):
        items = node.value
        if all(isinstance(item, yaml.ScalarNode) for item in items):
            return tuple(item.value for item in items)
    return NestedValue(
        tuple(_texts(node)), tuple(_texts(node, keys=False)), tuple(_message_texts(node))
    )


def _message_texts(node: yaml.Node) -> Iterator[str]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        for key, value in item.value if isinstance(item, yaml.MappingNode) else ():
            if _name(key) == "message" and isinstance(value, yaml.ScalarNode):
                yield value.value


def _texts(node: yaml.Node, *, keys: bool = True) -> Iterator[str]:
    """Yield every text in a node.

    Recursion ends: the loader bounds depth and refuses aliases.
    """
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, keys=keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if keys:
                yield from _texts(key)
            yield from _texts(value, keys=keys)


def _faults(text: str, entries: Sequence[_Found]) -> Iterator[YamlError]:
    """Yield the faults of keys; `text` is the YAML, or empty for other forms."""
    first: dict[str, FrontMatterEntry] = {}
    lines = text.split("\n")
    for entry, key, value in entries:
        if not entry.key:
            message = "a key must be plain text"
            yield YamlError(message, entry.line, entry.column, "write `key: value`")
        elif text and (fault := find_yaml_fault(text, lines, key, value)):
            yield fault
        elif entry.key in first:
            other = first[entry.key]
            is_same = bool(text) and entry.value == other.value and _is_on_line(entry)
            yield explain_duplicate_key(entry, other, removable=is_same)
        first.setdefault(entry.key, entry)


def explain_duplicate_key(
    entry: FrontMatterEntry, before: FrontMatterEntry, *, removable: bool = False
) -> YamlError:
    """Report a key that was given before, maybe in another spelling; the fix removes its line."""
    spelling = f", as {display_key(before.key)}" if before.key != entry.key else ""
    message = f"key {display_key(entry.key)} is given twice, first on line {before.line}{spelling}"
    edit = Edit(Span("", entry.line), (entry.line + 1, 1), "")
    fix = Fix(f"Remove the second {display_key(entry.key)}", (edit,)) if removable else None
    end = (entry.line, entry.column + len(entry.key))
    first = (before.line, before.column)
    remedy = "remove one of the two lines"
    return YamlError(message, entry.line, entry.column, remedy, end, fix, first)


def _is_on_line(entry: FrontMatterEntry) -> bool:
    return entry.value_end is not None and entry.value_end[0] == entry.line


def _first(text: str) -> int:
    return len(text) - len(text.lstrip("\n")) + 1


def _not_a_mapping(node: yaml.Node, text: str) -> YamlError:
    # One line with `=` or with another colon is a text to YAML.
    if isinstance(node, yaml.ScalarNode):
        stray = explain_stray_line(text.split("\n"), node.start_mark.line)
        if stray.fix:
            return stray
    kind = "a list" if isinstance(node, yaml.SequenceNode) else "a text"
    remedy = "write each value as `key: value`, with a space after the colon"
    mark = node.start_mark
    message = f"front matter is {kind}, not keys and values"
    return YamlError(message, mark.line + 1, mark.column + 1, remedy)


class WrittenValue(NamedTuple):
    """A value on one line, and where it is."""

    text: str
    """The value without quotes."""
    span: Span
    end: tuple[int, int]
    """Line and column after the text."""
    outer: Span
    """The place of the opening quote, or of the text if it has none."""
    outer_end: tuple[int, int]
    """Line and column after the closing quote."""


def replace_column(span: Span, column: int) -> Span:
    """Move a place to another column of its line."""
    return replace(span, column=column)


# How many lines of a value are searched for a part of it: lists have an item on each.
_LINES_OF_VALUE: Final = 40


class FrontMatterContext(NamedTuple):
    """A front matter that could be read; a file without one has no entries."""

    source: Source
    form: Form
    text: str
    """The text of the front matter, see `SourceParts`."""
    entries: Mapping[str, FrontMatterEntry]
    schema: FrontMatterSchema
    malformed: frozenset[str]
    """Keys whose values could not be read; the schema has their defaults."""
    number_pattern: str = ""
    """The pattern of article numbers; empty if any number will do."""
    required: tuple[str, ...] = ()
    """Keys that every article must have in this knowledge base, other than its title."""

    def span(self, key: str) -> Span:
        """Return the place of a key, or the file's beginning if the key is absent."""
        entry = self.entries.get(key)
        return Span(self.source.path, entry.line, entry.column) if entry else Span(self.source.path)

    def place(self, key: str, part: str = "") -> Span:
        """Return the place of a key's value, or of a part of it if the file has it verbatim."""
        entry = self.entries.get(key)
        if entry is None or entry.value is None:
            return self.span(key)
        line, column = entry.value_line, entry.value_column + entry.quoted
        if part:
            lines = self.text.split("\n")
            for number in range(line, min(line + _LINES_OF_VALUE, len(lines) + 1)):
                begin = column - 1 if number == line else 0
                if (start := lines[number - 1].find(part, begin)) >= 0:
                    return Span(self.source.path, number, start + 1)
        return Span(self.source.path, line, column)

    def position(self, key: str, part: str = "") -> Position:
        """Return the place of a value or of a part of it, with its length if known."""
        span = self.place(key, part)
        if part:
            line = self.text.split("\n")[span.line - 1]
            is_there = line.startswith(part, span.column - 1)
            return Position(span.line, span.column, len(part) if is_there else 0)
        end = self.value_end(key)
        return Position(span.line, span.column, end[1] - span.column if end else 0)

    def written_value(self, key: str) -> WrittenValue | None:
        """Return a value that is on one line and not escaped, as the file has it; else None.

        What is inside the quotes can be replaced by another text of the same kind.
        """
        entry = self.own_entry(key)
        end = entry.value_end if entry else None
        if entry is None or end is None or end[0] != entry.value_line or self.form != "yaml":
            return None
        first, last = entry.value_column + entry.quoted, end[1] - entry.quoted
        text = self.text.split("\n")[entry.value_line - 1][first - 1 : last - 1]
        if text != entry.value:
            return None
        whole_value = Span(self.source.path, entry.value_line, entry.value_column)
        return WrittenValue(
            text, replace_column(whole_value, first), (end[0], last), whole_value, end
        )

    def value_end(self, key: str) -> tuple[int, int] | None:
        """Return the end of a value that is on one line; None if it is unknown."""
        entry = self.entries.get(key)
        end = entry.value_end if entry else None
        if entry is None or end is None or end[0] != entry.value_line:
            return None
        return end[0], end[1] - entry.quoted

    def demands(self, key: str) -> bool:
        """Whether a key is required; if articles have numbers, of numbered articles only."""
        numbered = not self.number_pattern or fit_number(self.number, self.number_pattern)
        return key in self.required and bool(numbered)

    def own_entry(self, key: str) -> FrontMatterEntry | None:
        """Return the entry of a key that the author wrote under our name, not another tool's."""
        entry = self.entries.get(key)
        return None if entry is None or entry.written else entry

    @property
    def written_number(self) -> str:
        """The article's number in the front matter; empty if it has none."""
        written = self.schema.article_number
        if not written:
            # In tutorials it is a ticket, which several pages share.
            is_video = self.source.stem.upper().startswith("KT-")
            return f"KT-{self.schema.kt}" if is_video and self.schema.kt else ""
        return fit_number(written, self.number_pattern) if self.number_pattern else written

    @property
    def is_numbered(self) -> bool:
        """Whether the number is in the front matter or fits the knowledge base's pattern."""
        fits = bool(self.number_pattern) and bool(fit_number(self.number, self.number_pattern))
        return bool(self.written_number) or fits

    @property
    def number(self) -> str:
        """The article's number: written, else its file's name in that form, else the name."""
        name = self.source.name or self.source.stem
        fitting = fit_number(name, self.number_pattern) if self.number_pattern else name
        return self.written_number or fitting or name
