"""Lines of `key: value`, and the quotes that make any value a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.articles.front_matter.schema import PUBLIC_KEYS, PUBLICATION, display_key
from errata.articles.front_matter.stray_lines import edit_line
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Fix, Span

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeyValueLine(NamedTuple):
    """A line of the form `key: value`."""

    key: str
    value: str
    start: int
    """0-based column of the value."""


# "title: A" and " title:  A" yes; "title:A", "title:" and "# a: b" no. No key has eighty letters.
_PAIR: Final = compile_late(r"(\s*)([^\s:#'\"][^:]{0,80}):([ \t]+)(?=\S)")
# "title: A", "title:" and "title :" yes; " title: A" and "title:A" no.
_OWNER: Final = compile_late(r"([A-Za-z][\w-]*)[ \t]*:(?:\s|$)")
# A quoted value as YAML sees it: '"a \\" b"' and "'it''s'" whole, of '"a" b' only '"a"'; of '"a'
# nothing.
CLOSED: Final = compile_late(r""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'""", re.DOTALL)
# The most characters of a value that is repeated in a message: a long title, and no more.
_LONGEST_FIX: Final = 300


def parse_key_value(line: str) -> KeyValueLine | None:
    """Return the key and value of a line, if it has them."""
    match = _PAIR.match(line)
    if match is None:
        return None
    return KeyValueLine(match[2], line[match.end() :].rstrip(), match.end())


def find_owning_key(lines: Sequence[str], index: int) -> str:
    """Find the key whose value a line is part of."""
    for above in range(index, -1, -1):
        if match := _OWNER.match(lines[above]):
            return match[1]
    return ""


def quick_fix_for(lines: Sequence[str], index: int, pair: KeyValueLine | None) -> str:
    """Write the line as it should be; only its key if the value may be internal or is long."""
    owner = find_owning_key(lines, index)
    if owner not in PUBLIC_KEYS:
        if pair and pair.key != owner:  # a key within that key, whose name may be a value
            return "quote this value"
        return f'quote this value: {display_key(owner)[:-1]}: "…"`' if owner else "quote this value"
    if pair is None or owner != pair.key or len(pair.value) > _LONGEST_FIX:
        return f'quote this value: `{owner}: "…"`'
    return f"quote this value: `{owner}: {quote_value(unquote_value(pair.value))}`"


def quote_value(value: str) -> str:
    """Quote a value so that YAML reads it unchanged: in double quotes unless it holds any."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def unquote_value(value: str) -> str:
    """Return what the author meant: remove the outer quotes and unescape inner ones."""
    sign = value[0]
    closed = CLOSED.match(value)
    if sign in "'\"" and closed and not (value.endswith(sign) and len(value) > 1):
        # Only its beginning is quoted, as in '"Failed" appears': the quotes are a part of it.
        return value
    if value.startswith("'"):
        return value[1:].removesuffix("'").replace("''", "'")
    if not value.startswith('"'):
        return value
    return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")


def quoting_fix(lines: Sequence[str], index: int, pair: KeyValueLine | None) -> Fix | None:
    """Put quotes around a value if it is certain which characters belong to it.

    The edits hold the value only if its key is public; else they only insert quotes.
    """
    follows = lines[index + 1][:1] if index + 1 < len(lines) else ""
    if pair is None or find_owning_key(lines, index) != pair.key or lines[index][:1].isspace():
        return None
    if follows in {" ", "\t"} or pair.key in PUBLICATION:
        return None
    start, end = pair.start, pair.start + len(pair.value)
    title = "Put the value in quotes"
    if pair.value[0] in "'\"":
        text = quote_value(unquote_value(pair.value))
        return edit_line(index, (start, end), text, title) if pair.key in PUBLIC_KEYS else None
    sign = quote_value(pair.value)[0]
    inner = (start + n for n, char in enumerate(pair.value) if char == sign)
    edits = (
        Edit(Span("", index + 1, n + 1), (index + 1, n + 1), sign) for n in (start, *inner, end)
    )
    return Fix(title, tuple(edits))
