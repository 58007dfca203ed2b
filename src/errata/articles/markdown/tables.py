"""Makes tables fit a strict page: scrollable, aligned by class, and valid without a header.

A header row of empty cells goes, and a single empty cell in it becomes an ordinary cell; a header
row without a body, which authors use as a box for code, becomes the body. `TableColumns` says what
heads each cell, in markdown and in raw HTML.

In the dialect `code-pipes`, a `|` in code ends no cell, as in Python-Markdown and kramdown. In
`headless-tables`, rows need no header, as in kramdown. Cells beyond the last column are shown by no
reader of markdown, so they are noted for the checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.tokens import make_block
from errata.data.patterns import compile_late
from errata.model.observations import LostCells

_HEAD_TO_BODY: Final = {"thead": "tbody", "th": "td"}
_CELLS: Final = frozenset({"th_open", "td_open"})
# What a table may end: as in markdown-it, and a quote, whose next line nobody begins like a row to
# go on with its sentence. docfx has `> [!div class="a"]` right above a table.
_STARTS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote"]}
# The line below the header: "|---|:-:|" and "- | -" yes; "a | b" no.
_DELIMITERS: Final = compile_late(r"[-:|][-:|\s]*$")
# Two cells and more between "|": "| a | b |" yes; "|a|" and "a | b" no.
_ROW: Final = compile_late(r"\|[^|\n]*+\|(?:[^|\n]*+\|)++[ \t]*$")
# Runs of backticks: "`" and "``".
_TICKS: Final = compile_late(r"(`+)")
# A "|" that would end a cell; not "\\|".
_PIPE: Final = compile_late(r"(?<!\\)\|")
# Stands for a "|" in code while a table is read: markdown-it lets no such character into a text.
_HIDDEN: Final = "\0"
# Key in `env`: for each text being read, the same with hidden pipes.
_SHIELDED: Final = "errata.hidden_pipes"


def extend(md: MarkdownIt) -> None:
    """Add the rules."""
    md.block.ruler.at("table", _read_table, _STARTS)
    md.core.ruler.push("tables", _dress_tables)


def _read_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a table, and note the cells that it has no column for."""
    before = len(state.tokens)
    source = state.src
    hidden = _hide_code_pipes(state, start, end)
    state.src = hidden
    is_table = table(state, start, end, silent)
    state.src = source
    if not is_table and (hidden == source or not table(state, start, end, silent)):
        return not silent and _read_headless(state, start, end)
    if not silent:
        for token in state.tokens[before:]:
            token.content = token.content.replace(_HIDDEN, "|")
        columns = sum(token.type == "th_open" for token in state.tokens[before:])
        rows = range(start + 2, state.line)
        lost_by_row = ((row, _find_lost_cells(state, hidden, row, columns)) for row in rows)
        if lost := {row: text for row, text in lost_by_row if text}:
            _note_lost_cells(state, lost, columns)
    return True


def _read_headless(state: StateBlock, start: int, end: int) -> bool:
    """Read rows without a header, perhaps below their delimiters, as if an empty one were there."""
    if "headless-tables" not in parse_context(state.env).dialects or state.is_code_block(start):
        return False
    row = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not _ROW.match(row):
        return False
    columns = row.rstrip().count("|") - 1
    head = ["|" + " |" * columns, *([] if _DELIMITERS.match(row) else ["|" + "-|" * columns])]
    rows = state.getLines(start, _find_end(state, start, end), state.blkIndent, keepLastLF=False)
    # A text of its own: to put the header into the article would copy the article for each table.
    own = StateBlock("\n".join((*head, rows)), state.md, state.env, state.tokens)
    own.level = state.level
    before = len(state.tokens)
    if not table(own, 0, own.lineMax, silent=False):
        return False
    for token in state.tokens[before:]:
        token.map = token.map and [start + max(line - len(head), 0) for line in token.map]
    state.line = start + own.line - len(head)
    return True


def _find_end(state: StateBlock, start: int, end: int) -> int:
    """Return the line below the rows: an empty one, or one that begins another block."""
    rules = state.md.block.ruler.getRules("blockquote")
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in rules):  # noqa: FBT003 - markdown-it's signature
            break
        line += 1
    return line


def _find_lost_cells(state: StateBlock, hidden: str, line: int, columns: int) -> str:
    """Return the text after the last column of a row."""
    row = hidden[state.bMarks[line] : state.eMarks[line]].strip()
    ends = [match.end() for match in _PIPE.finditer(row) if match.start()]
    lost = row[ends[columns - 1] :] if len(ends) >= columns else ""
    return lost.strip(" \t|").replace(_HIDDEN, "|")


def _note_lost_cells(state: StateBlock, lost: Mapping[int, str], columns: int) -> None:
    """Note the text of the first row of a table, and how many rows have any."""
    line, text = next(iter(lost.items()))
    offset = state.src.rfind(text, 0, state.eMarks[line])
    column = offset - state.src.rfind("\n", 0, offset)
    context = parse_context(state.env)
    place = context.place(context.first_line + line, column)
    end = place.line, column + len(text)
    context.observe(LostCells(place, end, text, columns, len(lost)))


def _hide_code_pipes(state: StateBlock, start: int, end: int) -> str:
    """Return the whole text with another character for each `|` in code, if a table may begin."""
    if "code-pipes" not in parse_context(state.env).dialects or start + 2 > end:
        return state.src
    below = state.bMarks[start + 1] + state.tShift[start + 1]
    if not _DELIMITERS.match(state.src, below, state.eMarks[start + 1]):
        return state.src
    by_text: dict[str, str] = state.env.setdefault(_SHIELDED, {})
    if (hidden := by_text.get(state.src)) is None:
        hidden = "\n".join(map(_hide_pipes, state.src.split("\n")))
        by_text[state.src] = hidden
    return hidden


def _hide_pipes(line: str) -> str:
    """Replace each `|` in code by another character."""
    pieces = _TICKS.split(line)
    last = {run: index for index, run in enumerate(pieces) if index % 2}
    index = 1
    while index < len(pieces):
        run = pieces[index]
        if last[run] > index:
            stop = pieces.index(run, index + 1)
            for inside in range(index + 1, stop):
                pieces[inside] = _PIPE.sub(_HIDDEN, pieces[inside])
            index = stop
        index += 2
    return "".join(pieces)


def _dress_tables(state: StateCore) -> None:
    if not any(token.type == "table_open" for token in state.tokens):
        return
    result: list[Token] = []
    # Where each table begins that is open: a cell may hold another one.
    starts: list[int] = []
    for token in state.tokens:
        if token.type == "table_open":
            result.append(make_block("table_box_open", "div", 1, class_="table"))
            starts.append(len(result))
        elif token.type in _CELLS:
            _align(token)
        result.append(token)
        if token.type == "table_close":
            start = starts.pop()
            result[start:] = _with_valid_head(result[start:])
            result.append(make_block("table_box_close", "div", -1))
    state.tokens = result


def _align(cell: Token) -> None:
    """Replace `text-align` by a class, because the page's policy forbids style attributes."""
    style = str(cell.attrs.pop("style", ""))
    if style:
        cell.attrJoin("class", f"ta-{style.removeprefix('text-align:')}")
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _with_valid_head(table: list[Token]) -> list[Token]:
    if table[1].type != "thead_open":
        return table
    end = next(index for index, token in enumerate(table) if token.type == "thead_close") + 1
    head, body = table[:end], table[end:]
    if any(token.type == "tbody_open" for token in body):
        empty = not any(token.children for token in head if token.type == "inline")
        _make_ordinary([index for cell in _empty_cells(head) for index in cell])
        return [table[0], *body] if empty else table
    _make_ordinary(head)
    return table


def _empty_cells(head: list[Token]) -> Iterator[tuple[Token, Token]]:
    for opening, inline, closing in zip(head, head[1:], head[2:], strict=False):
        if opening.type == "th_open" and not inline.children:
            yield opening, closing


class TableColumns:
    """Finds the head of the current cell's column while the tags of a table are read."""

    def __init__(self) -> None:
        self._headings: list[str] = []
        self._cell = -1
        self.in_heading = False

    def follow(self, name: str, *, is_end: bool) -> None:
        """Read the next tag."""
        if name == "table":
            self._headings, self._cell, self.in_heading = [], -1, False
        elif name == "tr":
            self._cell, self.in_heading = -1, False
        elif name in {"td", "th"}:
            self._cell += not is_end
            self.in_heading = name == "th" and not is_end

    def add_heading(self, text: str) -> None:
        """Read the text of a heading cell."""
        self._headings.append(text)

    @property
    def column(self) -> str | None:
        """The head above the open cell; None outside of tables and in their first row."""
        if self._cell < 0 or self.in_heading:
            return None
        return self._headings[self._cell] if self._cell < len(self._headings) else ""


def _make_ordinary(tokens: list[Token]) -> None:
    """Turn header cells and rows into those of the body."""
    for token in tokens:
        if instead := _HEAD_TO_BODY.get(token.tag):
            token.type = token.type.replace(token.tag, instead)
            token.tag = instead
            token.attrs.pop("scope", None)
