"""Adds keys to JSON with comments, the format of editors' settings, and changes nothing else.

The text is read as tokens with their places, so that additions go after an opening bracket and
every comment, blank and trailing comma stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from errata.data.patterns import compile_late

# '"a\\"b"', "// note", "/* note */", "{", ",", "true" and "-1.5e3"; white space is none of them.
_TOKEN: Final = compile_late(
    r'(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<sign>[{}\[\],:])'
    r"|(?P<word>[^\s\ufeff{}\[\],:\"/]+)",
    re.DOTALL,
)
# Deeper settings than these are not a person's.
_DEEPEST: Final = 100


class JsonError(ValueError):
    """The text is not JSON, even with comments."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value and its place."""

    plain: Any
    start: int
    """Position of its first character."""
    children: Mapping[str, _Value] = field(default_factory=dict)
    """Values of an object, by key."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the additions."""

    text: str
    conflicts: tuple[str, ...] = ()
    """Keys, with dots between nested ones, that have another value already."""


def merge_json(text: str, settings: Mapping[str, Any]) -> Merged:
    """Return the text with every key that it lacks; existing keys keep their values.

    Lists get the items that they lack.

    Raises:
        JsonError: if the text is not an object in JSON with comments.
    """
    root = _parse(text)
    if not isinstance(root.plain, dict):
        raise JsonError
    edits: list[tuple[int, str]] = []
    conflicts = tuple(_merge(text, root, settings, "", edits))
    merged = text
    for offset, added in sorted(edits, reverse=True):
        merged = merged[:offset] + added + merged[offset:]
    return Merged(merged, conflicts)


# ── merging ─────────────────────────────────────────────────────────────────────────────────


def _merge(
    text: str, target: _Value, settings: Mapping[str, Any], path: str, edits: list[tuple[int, str]]
) -> Iterator[str]:
    """Note what to insert; yield the keys that have another value."""
    missing = {key: value for key, value in settings.items() if key not in target.children}
    if missing:
        edits.append((target.start + 1, _members(text, target, missing)))
    for key, value in settings.items():
        own = target.children.get(key)
        if own is None or own.plain == value:
            continue
        if isinstance(own.plain, dict) and isinstance(value, dict):
            yield from _merge(text, own, value, f"{path}{key}.", edits)
        elif isinstance(own.plain, list) and isinstance(value, list):
            items = [item for item in value if item not in own.plain]
            comma = ", " if own.plain else ""
            joined = ", ".join(json.dumps(item, ensure_ascii=False) for item in items)
            if items:
                edits.append((own.start + 1, f"{joined}{comma}"))
        else:
            yield f"{path}{key}"


def _members(text: str, value: _Value, missing: Mapping[str, Any]) -> str:
    """Write lines to insert after an opening brace, indented as those that follow it."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    own = _indent(text, value.start)
    first = min((child.start for child in value.children.values()), default=-1)
    indent = _indent(text, first) if first >= 0 else ""
    indent = indent if len(indent) > len(own) else f"{own}  "
    comma = "," if value.children else ""
    lines = [
        f"{indent}{json.dumps(key)}: {_written(value, indent)}" for key, value in missing.items()
    ]
    joined = ",\n".join(lines)
    closing = "" if value.children else f"\n{own}"
    return f"\n{joined}{comma}{closing}".replace("\n", line_end)


def _written(value: Any, indent: str) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", f"\n{indent}")


def _indent(text: str, offset: int) -> str:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip())]


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def _parse(text: str) -> _Value:
    tokens = list(_tokens(text))
    value, following = _value(tokens, 0, 0)
    if following != len(tokens):
        raise JsonError
    return value


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for match in _TOKEN.finditer(text):
        if text[offset : match.start()].strip("\ufeff \t\r\n"):
            raise JsonError
        offset = match.end()
        if not match["comment"]:
            yield match[0], match.start()
    if text[offset:].strip():
        raise JsonError


def _value(tokens: Sequence[tuple[str, int]], index: int, depth: int) -> tuple[_Value, int]:
    if index >= len(tokens) or depth > _DEEPEST:
        raise JsonError
    text, start = tokens[index]
    if text == "{":
        return _object(tokens, index, depth)
    if text == "[":
        return _list(tokens, index, depth)
    try:
        return _Value(json.loads(text), start), index + 1
    except ValueError:
        raise JsonError from None


def _object(tokens: Sequence[tuple[str, int]], index: int, depth: int) -> tuple[_Value, int]:
    children: dict[str, _Value] = {}
    start, index = tokens[index][1], index + 1
    while _peek(tokens, index) != "}":
        key = _peek(tokens, index)
        if not key.startswith('"') or _peek(tokens, index + 1) != ":":
            raise JsonError
        name, _ = _value(tokens, index, depth)
        value, following = _value(tokens, index + 2, depth + 1)
        children[str(name.plain)] = value
        index = _behind_comma(tokens, following, "}")
    return _Value({key: child.plain for key, child in children.items()}, start, children), index + 1


def _list(tokens: Sequence[tuple[str, int]], index: int, depth: int) -> tuple[_Value, int]:
    items = []
    start, index = tokens[index][1], index + 1
    while _peek(tokens, index) != "]":
        value, following = _value(tokens, index, depth + 1)
        items.append(value.plain)
        index = _behind_comma(tokens, following, "]")
    return _Value(items, start), index + 1


def _peek(tokens: Sequence[tuple[str, int]], index: int) -> str:
    if index >= len(tokens):
        raise JsonError
    return tokens[index][0]


def _behind_comma(tokens: Sequence[tuple[str, int]], index: int, closing: str) -> int:
    """Skip a comma before a closing bracket, which editors allow."""
    if _peek(tokens, index) == ",":
        return index + 1
    if _peek(tokens, index) != closing:
        raise JsonError
    return index
