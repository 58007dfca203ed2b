"""Reads the tables of YFM (Diplodoc), whose cells hold blocks and span columns and rows.

    #|
    || **Code** | **What to do** ||
    || 1001 |
    - Restart
    - Wait ||
    || All others | > ||
    |#

Rows stand between two `||`, cells between two `|`. A cell begins and ends within a line, so its
lines are read with their beginnings and ends moved; findings keep their places. `>` widens the cell
to its left, `^` the one above. A first row of bold cells is the header, as its documentation says.

`{list-table}` and `{csv-table}` of MyST are tables of the same kind, from a list of lists and from
comma-separated values.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, TypeVar

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.syntax.boxes import (
    holds_list,
    note_unclosed,
    push_paragraph,
    tokenize_inside,
)
from errata.articles.markdown.tokens import ENDS, PARAGRAPH, make_unread
from errata.data.patterns import compile_late
from errata.values import MutableRecord

CellT = TypeVar("CellT")

# Key in `env`: for each text being read, its tables by the offset of their `#|`.
_KNOWN: Final = "errata.cell_tables"
# What divides a table, and what hides a `|`: "#|" at the end of a line, "||", "|||", "|#", "\\|",
# "`|`" and "```", but "```a|b```" is code in a line. Of "a|b" the "|"; nothing of "#".
_MARK: Final = compile_late(
    r"(?P<fence>^[ \t>]*(?:`{3,}(?=[^`\n]*$)|~{3,}))|\\.|(?P<code>`+)|(?P<opens>\#\|(?=[ \t]*$))"
    r"|(?P<pipes>\|+?)(?P<closes>\|\#(?=[ \t|]|$))"
    r"|(?P<first>^[ \t>]*\|\#(?=[ \t|]|$))|(?P<run>\|+)",
    re.MULTILINE,
)
# "#|" and the first row below it, which is a table that somebody has not closed; not "#| a".
_BEGINNING: Final = compile_late(r"#\|[ \t]*\n[ \t>]*\|\|")
# A row between these: "||".
_ROW: Final = 2
# ":{header-rows=1}" behind "||" and "::{align=center}" behind "|"; not "{a}".
_ATTRIBUTES: Final = compile_late(r"(?::\{[^{}\n]*\}[ \t]*)?(?:[ \t]*::\{[^{}\n]*\})?")
# "**Code**" and "__Code__"; not "**a** b" and "a".
_BOLD: Final = compile_late(r"\s*(?:\*\*[^*\n]++\*\*|__[^_\n]++__)\s*\Z")
# A table in a table in a table: nobody nests deeper, and it bounds hostile articles.
_DEEPEST: Final = 8
# The most characters of a code span: it bounds the work for each backtick.
_LONGEST_CODE: Final = 1000
_LIST_ENDS: Final = frozenset({"bullet_list_close", "ordered_list_close"})
# How deep the items are that are rows and cells of a list of lists.
_ROW_DEPTH: Final = 1
_CELL_DEPTH: Final = 3


class _Cell(MutableRecord):
    begin: int
    """Offset of its text."""
    end: int
    columns: int = 1
    rows: int = 1


class _Table(MutableRecord):
    end: int = -1
    """Offset behind its `|#`."""
    rows: list[list[_Cell]] = field(default_factory=list)
    is_in_row: bool = False


def extend(md: MarkdownIt) -> None:
    """Add the block rule; it may end a paragraph, a quote or a list."""
    md.block.ruler.before("fence", "cell_table", _read, ENDS)


def _read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("#|", begin) or state.is_code_block(start):
        return False
    table = _tables_of(state.src, state.env).get(begin)
    if not table or table.end > state.eMarks[end - 1]:
        if not silent and _BEGINNING.match(state.src, begin):
            note_unclosed(state, start, "|#")
        return False
    if silent:
        return True
    last = max(start, bisect_right(state.bMarks, table.end, start, end) - 1)
    _push_table(state, table, start, last)
    state.line = last + 1
    return True


def _tables_of(src: str, env: MutableMapping[str, Any]) -> dict[int, _Table]:
    """Map the offsets of a text at which tables begin to these."""
    by_text: dict[str, dict[int, _Table]] = env.setdefault(_KNOWN, {})
    if src not in by_text:
        by_text[src] = _find_tables(src)
    return by_text[src]


def _find_tables(src: str) -> dict[int, _Table]:
    """Find the tables that are closed, in one pass."""
    tables: dict[int, _Table] = {}
    opened: list[tuple[int, _Table]] = []
    skipped = 0
    for match in _MARK.finditer(src):
        if match.start() < skipped:
            continue
        if match["fence"] or match["code"]:
            skipped = _end_of_code(src, match)
        elif match["opens"] and len(opened) < _DEEPEST:
            opened.append((match.start(), _Table()))
        elif opened and (match["run"] or match["pipes"]):
            _divide(opened[-1][1], *match.span("run" if match["run"] else "pipes"))
        if opened and (match["closes"] or match["first"]):
            begin, table = opened.pop()
            table.end = match.end()
            if table.rows and not table.is_in_row:
                tables[begin] = _merge_cells(table, src)
    return tables


def _end_of_code(src: str, match: re.Match[str]) -> int:
    """Return the offset behind code that begins here; the mark's own end if nothing closes it."""
    mark = match[0].strip(" \t>")
    if match["code"]:
        limit = match.end() + _LONGEST_CODE
        paragraph = src.find("\n\n", match.end(), limit)
        close = src.find(mark, match.end(), paragraph if paragraph >= 0 else limit)
        return close + len(mark) if close >= 0 else match.end()
    close = src.find(f"\n{match[0]}", match.end())
    return close + 1 + len(match[0]) if close >= 0 else match.end()


def _divide(table: _Table, begin: int, end: int) -> None:
    """Read a run of `|`: two open or close a row, one ends a cell."""
    offset = begin
    if (end - begin) % _ROW:
        offset += 1
        if table.is_in_row:
            table.rows[-1][-1].end = begin
            table.rows[-1].append(_Cell(offset, offset))
    while offset < end:
        if table.is_in_row:
            table.rows[-1][-1].end = offset
        else:
            table.rows.append([_Cell(offset + _ROW, offset + _ROW)])
        table.is_in_row = not table.is_in_row
        offset += _ROW


def _merge_cells(table: _Table, src: str) -> _Table:
    """Put cells that only widen another one into that."""
    above: list[_Cell] = []
    for index, row in enumerate(table.rows):
        cells: list[_Cell] = []
        # The cell that covers each column of this row.
        covering: list[_Cell] = []
        for column, cell in enumerate(row):
            match = _ATTRIBUTES.match(src, cell.begin, cell.end)
            cell.begin = match.end() if match else cell.begin
            text = src[cell.begin : cell.end].strip()
            last = covering[-1] if covering else None
            if text == ">" and last:
                last.columns += bool(cells) and last is cells[-1]
                covering.append(last)
            elif text == "^" and column < len(above):
                above[column].rows += above[column] is not last
                covering.append(above[column])
            else:
                covering.append(cell)
                cells.append(cell)
        table.rows[index], above = cells, covering
    return table


def _push_table(state: StateBlock, table: _Table, start: int, last: int) -> None:
    rows, lines = table.rows, (start, last)

    def push_cell(opening: Token, cell: _Cell) -> None:
        spans = {"colspan": cell.columns, "rowspan": cell.rows}
        opening.attrs = {name: str(count) for name, count in spans.items() if count > 1}
        _tokenize_cell(state, cell, lines)

    def find_line(row: Sequence[_Cell]) -> int:
        return bisect_right(state.bMarks, row[0].begin, *lines) - 1

    has_head = len(rows) > 1 and all(
        _BOLD.match(state.src, cell.begin, cell.end) for cell in rows[0]
    )
    _push_rows(state, (rows, int(has_head)), (start, last + 1), push_cell, find_line)


def _tokenize_cell(state: StateBlock, cell: _Cell, lines: tuple[int, int]) -> None:
    text = state.src[cell.begin : cell.end]
    if not text.strip():
        return
    begin, end = cell.begin + len(text) - len(text.lstrip()), cell.begin + len(text.rstrip())
    low, high = lines
    first = max(bisect_right(state.bMarks, begin, low, high + 1) - 1, low)
    last = max(bisect_right(state.bMarks, end - 1, low, high + 1) - 1, first)
    with _narrowed(state, (first, begin), (last, end)):
        tokenize_inside(state, first, last + 1)


@contextmanager
def _narrowed(state: StateBlock, begin: tuple[int, int], end: tuple[int, int]) -> Iterator[None]:
    """Let a line begin at an offset, and another one end at one."""
    (first, start), (last, stop) = begin, end
    outer = state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last]
    if start > state.bMarks[first] + state.tShift[first]:
        state.bMarks[first], state.tShift[first], state.sCount[first] = start, 0, state.blkIndent
    state.eMarks[last] = stop
    yield
    state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last] = outer


def _without_paragraph(tokens: list[Token]) -> list[Token]:
    """Take the only paragraph's text out of it, as in a cell of any other table."""
    is_paragraph = len(tokens) == PARAGRAPH and tokens[0].type == "paragraph_open"
    if is_paragraph:
        tokens[1].level -= 1
    return tokens[1:2] if is_paragraph else tokens


def push_written_table(
    state: StateBlock, lines: tuple[int, int], options: Mapping[str, str], *, is_csv: bool
) -> None:
    """Add the table that a list of lists is, or comma-separated values; anything else as it is."""
    count = options.get("header-rows", "")
    head_rows = int(count[:2]) if count.isdecimal() else 0
    if is_csv:
        rows = _read_csv(state, lines, options)
        head_rows = head_rows or ("header" in options)
    else:
        rows = _read_list(state, lines)
    if rows:
        _push_rows(state, (rows, head_rows), lines, lambda _, tokens: state.tokens.extend(tokens))


def _read_list(state: StateBlock, lines: tuple[int, int]) -> list[list[list[Token]]]:
    """Read a list of lists as rows of cells; what is none is added as it is."""
    first = len(state.tokens)
    tokenize_inside(state, *lines)
    tokens = state.tokens[first:]
    if not holds_list(tokens) or tokens[-1].type not in _LIST_ENDS:
        return []
    del state.tokens[first:]
    level = tokens[0].level
    rows: list[list[list[Token]]] = []
    for token in tokens:
        depth = token.level - level
        if depth == _ROW_DEPTH and token.type == "list_item_open":
            rows.append([])
        elif depth == _CELL_DEPTH and token.type == "list_item_open":
            rows[-1].append([])
        elif depth > _CELL_DEPTH and rows and rows[-1]:
            rows[-1][-1].append(token)
    return rows


def _read_csv(
    state: StateBlock, lines: tuple[int, int], options: Mapping[str, str]
) -> list[list[list[Token]]]:
    text = state.getLines(*lines, state.blkIndent, keepLastLF=False)
    written = [options.get("header", ""), *text.split("\n")]
    try:
        rows = list(
            csv.reader(written, delimiter=options.get("delim", ",")[:1], skipinitialspace=True)
        )
    except (csv.Error, TypeError, ValueError):  # a field without an end, or no such delimiter
        push_paragraph(state, text, lines[0])
        return []
    cells = [[make_unread(cell.strip()) for cell in row] for row in rows if row]
    for cell in chain.from_iterable(cells):
        cell.map = list(lines)
    return [[[cell] for cell in row] for row in cells]


def _push_rows(
    state: StateBlock,
    table: tuple[Sequence[Sequence[CellT]], int],
    lines: tuple[int, int],
    push_cell: Callable[[Token, CellT], None],
    find_line: Callable[[Sequence[CellT]], int] | None = None,
) -> None:
    """Add a table of rows, of which so many are the header; `push_cell` adds what is in a cell."""
    rows, head_rows = table
    state.push("table_open", "table", 1).map = list(lines)
    for kind, tag, group in (("thead", "th", rows[:head_rows]), ("tbody", "td", rows[head_rows:])):
        if not group:
            continue
        state.push(f"{kind}_open", kind, 1)
        for row in group:
            opening = state.push("tr_open", "tr", 1)
            if row and find_line:
                line = find_line(row)
                opening.map = [line, line + 1]
            for cell in row:
                opening = state.push(f"{tag}_open", tag, 1)
                begin = len(state.tokens)
                push_cell(opening, cell)
                state.tokens[begin:] = _without_paragraph(state.tokens[begin:])
                state.push(f"{tag}_close", tag, -1)
            state.push("tr_close", "tr", -1)
        state.push(f"{kind}_close", kind, -1)
    state.push("table_close", "table", -1)
