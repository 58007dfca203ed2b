"""Reads YAML in which single values are faulty: such a value is taken as plain text.

`title: {@html …}` and `title: Error: no such host` are not valid YAML, but their meaning is plain.
The line is read again with its value in quotes; the fault is still reported. A value that is
internal or decides about publication is never guessed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from errata.articles.front_matter.entries import (
    EntriesReading,
    NestedValue,
    read_entries,
)
from errata.articles.front_matter.keys import closest_key
from errata.articles.front_matter.lines import YamlError, parse_key_value
from errata.articles.front_matter.mapping import INTERNAL, find_meaning
from errata.articles.front_matter.publication import is_publication_key
from errata.articles.front_matter.split import SourceParts
from errata.articles.front_matter.yaml_errors import (
    explain_faulty_value,
    explain_unclosed_value,
)
from errata.model import INTERNAL_KEYS, Conventions

if TYPE_CHECKING:
    from errata.articles.conventions import ParseOptions

# Keys whose value is a text, whatever it looks like.
_TEXTS: Final = frozenset({"title", "description"})
# The characters that open a mapping and a list on one line; an empty text does not open one.
_OPENING: Final = frozenset("{[")
# Values of one front matter that are taken as texts; each is one more reading of it.
_MOST_VALUES: Final = 8


def read_with_recovery(
    parts: SourceParts, options: ParseOptions
) -> tuple[EntriesReading, tuple[YamlError, ...]]:
    """Read the entries, and return the faults whose values were taken as texts.

    If one fault cannot be recovered, the text is read as it is.
    """
    depth = options.limits.yaml_depth
    first = reading = read_entries(parts, depth)
    lines = parts.text.split("\n")
    helped: list[YamlError] = []
    while parts.form == "yaml" and len(helped) < _MOST_VALUES:
        fault = _next_fault(reading, lines, depth)
        if fault is None:
            break
        quoted = _quote_value(lines, fault.line, options.conventions)
        if quoted is None:
            return first, ()
        lines[fault.line - 1] = quoted
        helped.append(fault)
        reading = read_entries(parts._replace(text="\n".join(lines)), depth)
    return (first, ()) if reading.faults else (reading, tuple(helped))


def _next_fault(reading: EntriesReading, lines: list[str], depth: int) -> YamlError | None:
    if reading.faults:
        return _at_opening(lines, reading.faults[0], depth)
    for entry in reading.entries:
        # `title: {let …}` is a mapping to YAML, and its entry has the key "title.let …" or "title".
        if entry.key.partition(".")[0] in _TEXTS and isinstance(entry.value, NestedValue):
            return explain_faulty_value(lines, entry.value_line, entry.value_column)
    return None


def _at_opening(lines: list[str], fault: YamlError, depth: int) -> YamlError:
    """Move a fault to an opening bracket not closed on its line; YAML blames a later one."""
    for line in range(min(fault.line, len(lines)), 0, -1):
        pair = parse_key_value(lines[line - 1])
        # A list may have its items and its end on lines of their own.
        if line < len(lines) and lines[line][:1] in {" ", "\t", "]", "}"}:
            continue
        if pair and pair.value[:1] in _OPENING and not lines[line - 1][:1].isspace():
            alone = SourceParts("yaml", lines[line - 1], "", 1)
            if read_entries(alone, depth).faults:
                unclosed = (
                    None if pair.key in _TEXTS else explain_unclosed_value(lines, line - 1, pair)
                )
                return unclosed or explain_faulty_value(lines, line, pair.start + 1)
    return fault


def _quote_value(lines: list[str], line: int, conventions: Conventions) -> str | None:
    """Put the value of a line in quotes; return None unless the line is one whole entry."""
    if not 0 < line <= len(lines):
        return None
    text = lines[line - 1]
    pair = parse_key_value(text)
    follows = lines[line][:1] if line < len(lines) else ""
    # A quoted value is faulty in itself: its end cannot be known.
    if pair is None or not pair.value or pair.value[0] in "\"'" or text[0].isspace():
        return None
    if follows in {" ", "\t"} or not pair.value.isprintable():
        return None
    if not _may_be_guessed(pair.key, conventions):
        return None
    return f"{pair.key}: {json.dumps(pair.value, ensure_ascii=False)}"


def _may_be_guessed(key: str, conventions: Conventions) -> bool:
    meaning = find_meaning(key, conventions)
    is_internal = meaning == INTERNAL or (meaning or closest_key(key)) in INTERNAL_KEYS
    return not is_internal and not is_publication_key(meaning or key)
