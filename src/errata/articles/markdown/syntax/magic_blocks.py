"""Reads the blocks that ReadMe writes between two marks, with their values as JSON.

    [block:callout]
    {"type": "warning", "title": "Careful", "body": "It *restarts*."}
    [/block]

Callouts, headings, code, tables, pictures and embedded pages are shown as markdown would show them.
Any other block, and one that is not JSON, is left out and noted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from errata.articles.front_matter.hidden import describe_hidden_character
from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.block_attributes import note_markers
from errata.articles.markdown.syntax.directives import read_callout_names
from errata.articles.markdown.syntax.foreign import note_foreign
from errata.articles.markdown.tokens import ENDS
from errata.data.patterns import compile_late
from errata.text.characters import find_hidden, neutralise_hidden
from errata.text.markdown import (
    escape_markdown,
    write_code_fence,
    write_markdown_image,
    write_markdown_link,
    write_table_rows,
)

_OPENING: Final = "[block:"
_CLOSING: Final = "[/block]"
# "callout" of "[block:callout]"; nothing of "[block: a]".
_NAME: Final = compile_late(r"\[block:([a-z-]{1,40})\][ \t]*$")
# The most cells of a table: hundreds of times what anybody writes, and it bounds hostile sizes.
_MOST_CELLS: Final = 20_000


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.block.ruler.before("reference", "magic_block", _read, ENDS)


def _read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(_OPENING, begin) or state.is_code_block(start):
        return False
    name = _NAME.match(state.src, begin, state.eMarks[start])
    last = _last_line(state, start, end) if name else start
    if not name or last == start:
        return False
    if silent:
        return True
    state.line = last + 1
    text = state.getLines(start + 1, last, state.blkIndent, keepLastLF=False)
    written = "\n\n".join(_write(name[1], text))
    if written:
        _push(state, _without_hidden(written, state, start), start)
    else:
        note_foreign(state, f"[block:{name[1]}]", start, is_replaced=False)
    return True


def _last_line(state: StateBlock, start: int, end: int) -> int:
    """Return the line of the closing mark; `start` if another block opens before it."""
    for line in range(start + 1, end):
        begin = state.bMarks[line] + state.tShift[line]
        if state.src.startswith(_CLOSING, begin):
            return line
        if state.src.startswith(_OPENING, begin):
            break
    return start


def _push(state: StateBlock, text: str, line: int) -> None:
    """Read the markdown that stands for a block; all of it counts as on the block's first line."""
    first = len(state.tokens)
    note_markers(state.env)
    state.md.block.parse(text, state.md, state.env, state.tokens)
    for token in state.tokens[first:]:
        token.level += state.level
        token.map = [line, line + 1]


def _write(name: str, text: str) -> Iterator[str]:
    """Yield the markdown of a block."""
    try:
        values = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    if isinstance(values, dict) and (write := _WRITERS.get(name)):
        yield from (piece for piece in write(values) if piece.strip())


def _without_hidden(text: str, state: StateBlock, line: int) -> str:
    """Remove control characters that escapes stand for, and note them."""
    visible = neutralise_hidden(text)
    if character := find_hidden(text) if visible != text else "":
        context = parse_context(state.env)
        span = context.place(context.first_line + line)
        context.observe(describe_hidden_character(character, span, None))
    return visible


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _items(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = values.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _write_callout(values: Mapping[str, Any]) -> Iterator[str]:
    kind = read_callout_names().get(_text(values, "type"), "NOTE")
    title = " ".join(_text(values, "title").split())
    lines = (f"[!{kind}] {title}", *_text(values, "body").split("\n"))
    yield "\n".join(f"> {line}" for line in lines)


def _write_heading(values: Mapping[str, Any]) -> Iterator[str]:
    level = values.get("level")
    marks = "#" * (level if isinstance(level, int) and level in range(1, 7) else 2)
    yield f"{marks} {' '.join(_text(values, 'title').split())}"


def _write_code(values: Mapping[str, Any]) -> Iterator[str]:
    for item in _items(values, "codes"):
        if name := _text(item, "name"):
            yield f"**{escape_markdown(name)}**"
        language = "".join(_text(item, "language").split()).replace("`", "")
        yield write_code_fence(_text(item, "code"), language)


def _write_table(values: Mapping[str, Any]) -> Iterator[str]:
    cells = values.get("data")
    columns, rows = values.get("cols"), values.get("rows")
    if not (isinstance(cells, dict) and isinstance(columns, int) and isinstance(rows, int)):
        return
    if columns > 0 and 0 <= rows * columns <= _MOST_CELLS:
        names = ("h", *map(str, range(rows)))
        yield write_table_rows(
            [[_cell(_text(cells, f"{row}-{column}")) for column in range(columns)] for row in names]
        )


def _cell(text: str) -> str:
    return "<br>".join(text.replace("|", r"\|").split("\n"))


def _write_pictures(values: Mapping[str, Any]) -> Iterator[str]:
    for item in _items(values, "images"):
        place = item.get("image")
        if isinstance(place, list) and place and isinstance(place[0], str):
            yield write_markdown_image(_text(item, "caption"), place[0])


def _write_link(values: Mapping[str, Any]) -> Iterator[str]:
    url = _text(values, "url")
    yield write_markdown_link(escape_markdown(_text(values, "title")) or url, url)


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]]] = {
    "api-header": _write_heading,
    "callout": _write_callout,
    "code": _write_code,
    "embed": _write_link,
    "html": lambda values: iter((f"{_text(values, 'html')}\n",)),
    "image": _write_pictures,
    "parameters": _write_table,
    "textarea": lambda values: iter((_text(values, "text"),)),
}
