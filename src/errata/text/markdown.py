"""Pieces of markdown: escaped text, emphasis, links, pictures, code, and tables.

A table is in markdown's form: one line for each row, merged cells as empty ones, blocks in one
line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from unicodedata import category

from msgspec import field

from errata.data.patterns import compile_late
from errata.values import MutableRecord, Record

# Characters that markdown would interpret: "*" yes, "_x" yes, "&amp;" yes, "~~" yes; "snake_case"
# no, "a & b" no
_SPECIAL = compile_late(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,31};)|~(?=~)")
# Most texts have none of these characters and need no closer look: "a*b" yes; "a.b" no
_QUICK = compile_late(r"[\\`*\[\]<_&~|]")
# How a heading, a list, a quote or a fence begins: "# a" yes, "12. a" yes; "12.5" no, "a # b" no
_OPENING = compile_late(r"(?m)^(?=[#>+=-]|~~~)|^(\d{1,9})(?=[.)](?:\s|$))")
# Backticks in a row: "``" in "a `` b"; not "'"
_TICKS = compile_late(r"`+")
# What a bare link target must not contain: "a b" yes, "a(1)" yes; "a%20b" no
_ODD_URL = compile_late(r"[\s()<>\\]")
# Ends a cell, unless it is escaped: "a | b" yes; "a \| b" no
_PIPE = compile_late(r"(?<!\\)\|")

# Elements that markdown has no marks for and that carry meaning.
_KEPT: Final = frozenset({"kbd", "sub", "sup"})
# A row of more merged columns than this is not a table that anybody wrote; HTML allows 1,000.
_MAX_COLUMNS: Final = 200
MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}

_TAGS: Final = tuple(MARKS)
# The articles' reader takes control characters out of every text, so these stand for marks alone.
_OPENING_MARK: Final = dict(zip(_TAGS, map(chr, range(0x0E, 0x14)), strict=True))
_CLOSING: Final = dict(zip(_TAGS, map(chr, range(0x14, 0x1A)), strict=True))
_TAG_OF: Final = {mark: tag for ends in (_OPENING_MARK, _CLOSING) for tag, mark in ends.items()}
# "\x0e" (bold opens) yes, "\x19" (deleted text closes) yes; "*" no, "\n" no
_PLACEHOLDER: Final = compile_late("[\x0e-\x19]")
_WRITTEN: Final = {ord(placeholder): MARKS[tag] for placeholder, tag in _TAG_OF.items()}
# Most emphasis has a blank on either side and is read as meant; this finds what needs a look.
# "a\x0eb" yes, it begins within a word; "a \x0eb\x14 c" no
_TIGHT: Final = compile_late(
    "[\x0e-\x19](?:(?<=[^\\s\x0e-\x13][\x0e-\x13])|(?<=[\x14-\x19])(?=[^\\s\x14-\x19])"
    "|(?<=[\x12\x13])(?=~)|(?<=~[\x18\x19]))"
)


def escape_markdown(text: str) -> str:
    """Escape text so that markdown shows it as it is, anywhere in a line."""
    return _SPECIAL.sub(r"\\\g<0>", text) if _QUICK.search(text) else text


def escape_line_start(paragraph: str) -> str:
    """Escape a paragraph's lines that begin like a heading, a list or a quote."""
    return _OPENING.sub(lambda match: f"{match[1] or ''}\\", paragraph)


def emphasise(tag: str, inner: str) -> str:
    """Put an inline element's text in its marks; blanks and line breaks stay outside."""
    if tag == "code":
        return write_code_span(inner)
    if tag not in MARKS.keys() | _KEPT | {"q"}:
        return inner
    lead, core, trail = split_edges(inner)
    return f"{lead}{_marked(tag, core)}{trail}" if core else inner


def split_edges(inner: str) -> tuple[str, str, str]:
    """Split into blanks before a text, the text, and blanks and line breaks after it."""
    core = inner.strip()
    lead = inner[: len(inner) - len(inner.lstrip())]
    trail = inner[len(inner.rstrip()) :]
    # A line break is a backslash at the end of a line: it goes outside as a whole.
    while core.endswith("\\") and trail.startswith("\n"):
        without_break = core[:-1]
        core = without_break.rstrip()
        earlier = "\n" if without_break.endswith("\n") else ""
        trail = f"{earlier}\\{trail}"
    return lead, core, trail


def _marked(tag: str, core: str) -> str:
    if tag in _KEPT:
        return f"<{tag}>{core}</{tag}>"
    return f"\u201c{core}\u201d" if tag == "q" else mark_emphasis(tag, core)


def write_code_span(text: str) -> str:
    """Write code in as many backticks as its own require."""
    core = text.replace("\n", " ")
    if not core.strip():
        return core
    runs = {len(run) for run in _TICKS.findall(core)}
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    # One blank at each end is taken away again, where both have one.
    padded = core[0] in "` " and core[-1] in "` "
    pad = " " if padded or core[0] == "`" or core[-1] == "`" else ""
    return f"{ticks}{pad}{core}{pad}{ticks}"


def write_code_fence(code: str, language: str) -> str:
    """Write a block of code as it is."""
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if code.endswith("\n") or not code else "\n"
    return f"{fence}{language}\n{code}{end}{fence}"


def write_markdown_link(inner: str, href: str) -> str:
    """Write a link; only the text if it leads nowhere."""
    _, text, trail = split_edges(inner)
    breaks = trail.lstrip(" ") if "\n" in trail else ""
    return f"[{write_emphasis(text)}]({_target(href)}){breaks}" if href and text else inner


def write_markdown_image(alt: str, source: str) -> str:
    """Write a picture with its alternative text."""
    return f"![{escape_markdown(' '.join(alt.split()))}]({_target(source)})"


def _target(url: str) -> str:
    if not _ODD_URL.search(url):
        return url
    safe = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"<{' '.join(safe.split())}>"


class TableGrid(MutableRecord):
    """Rows of cells, filled in the order of the HTML."""

    rows: list[list[str]] = field(default_factory=list)
    headed: bool = False
    """Whether the first row has header cells; an empty one is not a heading."""
    _size: tuple[int, int] = (1, 1)
    """Rows and columns that the open cell covers."""
    _below: dict[int, int] = field(default_factory=dict)
    """Column -> rows that a merged cell above still covers."""

    def begin_row(self) -> None:
        """Begin a row; merged cells from above take their places in it."""
        self.rows.append([])
        self._skip_covered()

    def begin_cell(self, rows: int, columns: int, *, heading: bool) -> None:
        """Begin a cell over so many rows and columns; `fill` adds its text."""
        self._size = (rows, columns)
        if len(self.rows) == 1:
            self.headed |= heading

    def fill(self, blocks: list[str]) -> None:
        """Add the text of the cell, with its blocks separated by line breaks."""
        if not self.rows:
            self.begin_row()
        text = "\n".join(blocks).replace("\\\n", "\n").strip("\n")
        flat = "<br>".join(line.strip() for line in text.split("\n") if line.strip())
        rows, columns = self._size
        row = self.rows[-1]
        for index in range(min(columns, _MAX_COLUMNS)):
            if rows > 1:
                self._below[len(row)] = rows - 1
            row.append("" if index else _PIPE.sub(r"\\|", flat))
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0 and len(row) < _MAX_COLUMNS:
            self._below[len(row)] -= 1
            row.append("")

    def text(self) -> str:
        """Write the table, with an empty header row if it has none: markdown requires one."""
        rows = [row for row in self.rows if row]
        if not rows:
            return ""
        return write_table_rows(rows if self.headed else [[], *rows])


def write_table_rows(rows: Sequence[list[str]]) -> str:
    """Write a table of finished cells; the first row is its header."""
    width = max(map(len, rows))
    head, *body = (_row(row, width) for row in rows)
    return "\n".join((head, "|" + " --- |" * width, *body))


def _row(cells: list[str], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(padded) + " |"


class _Mark(Record, frozen=True):
    """One end of an emphasis."""

    offset: int
    """The mark's index in the line."""
    tag: str
    partner: int
    """The index of the other end."""

    @property
    def opens(self) -> bool:
        return self.offset < self.partner


class _Run(Record, frozen=True):
    """Adjacent marks of one character: CommonMark's delimiter run."""

    marks: tuple[_Mark, ...]
    can_open: bool
    can_close: bool

    @property
    def length(self) -> int:
        return sum(len(MARKS[mark.tag]) for mark in self.marks)


def mark_emphasis(tag: str, text: str) -> str:
    """Put an element's text between placeholders for its marks."""
    return f"{_OPENING_MARK[tag]}{text}{_CLOSING[tag]}"


def write_emphasis(line: str) -> str:
    """Replace placeholders by marks or elements in a line, or in the whole text of a link."""
    if not _PLACEHOLDER.search(line):
        return line
    if not _TIGHT.search(line):
        return line.translate(_WRITTEN)
    marks = _read_marks(line)
    as_html: set[int] = set()
    while misread := _misread(line, [mark for mark in marks if mark.offset not in as_html]):
        as_html |= misread
    written, end = [], 0
    for mark in marks:
        tag = f"<{mark.tag}>" if mark.opens else f"</{mark.tag}>"
        written += [line[end : mark.offset], tag if mark.offset in as_html else MARKS[mark.tag]]
        end = mark.offset + 1
    return "".join((*written, line[end:]))


def _read_marks(line: str) -> list[_Mark]:
    opened: list[int] = []
    marks = []
    for match in _PLACEHOLDER.finditer(line):
        tag = _TAG_OF[match[0]]
        if match[0] == _OPENING_MARK[tag]:
            opened.append(match.start())
        elif opened:
            begin = opened.pop()
            marks += [_Mark(begin, tag, match.start()), _Mark(match.start(), tag, begin)]
    return sorted(marks, key=lambda mark: mark.offset)


def _misread(line: str, marks: Sequence[_Mark]) -> set[int]:
    """Return the ends of pairs that CommonMark would not read as such.

    Follows https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, rules 1 to 10.
    """
    lost: set[_Mark] = set()
    opened: list[_Run] = []
    for run in _runs(line, marks):
        opening = {mark for mark in run.marks if mark.opens}
        if opening and len(opening) < len(run.marks):  # `**a****b**`: one run that ends and begins
            lost |= opening
        elif opening:
            # One that could end an emphasis that is open would do so: `**a **b** c**`.
            closes = run.can_close and any(_match(before, run) for before in opened)
            lost |= opening if closes or not run.can_open else set()
            opened.append(run)
        else:
            lost |= {mark for mark in run.marks if not _closes(run, mark, opened)}
            last = run.marks[-1].offset
            opened = [r for r in opened if any(mark.partner > last for mark in r.marks)]
    return {end for mark in lost for end in (mark.offset, mark.partner)}


def _closes(run: _Run, mark: _Mark, opened: Sequence[_Run]) -> bool:
    own = (o for o in opened if any(other.offset == mark.partner for other in o.marks))
    return run.can_close and any(_match(opener, run) for opener in own)


def _match(opener: _Run, closer: _Run) -> bool:
    """Whether the runs may belong together; the rule of three is rule 9 of the specification."""
    if MARKS[opener.marks[0].tag][0] != MARKS[closer.marks[0].tag][0]:
        return False
    ambiguous = (opener.can_open and opener.can_close) or (closer.can_open and closer.can_close)
    lengths = (opener.length, closer.length)
    return not (ambiguous and sum(lengths) % 3 == 0 and any(length % 3 for length in lengths))


def _runs(line: str, marks: Sequence[_Mark]) -> Iterator[_Run]:
    def run_of(pair: tuple[int, _Mark]) -> tuple[int, str]:
        index, mark = pair
        return mark.offset - index, MARKS[mark.tag][0]

    # Neighbours have the same difference of place and index, as long as nothing stands between.
    for _, group in groupby(enumerate(marks), run_of):
        own = tuple(mark for _, mark in group)
        edges = (
            line[own[0].offset - 1 : own[0].offset],
            line[own[-1].offset + 1 : own[-1].offset + 2],
        )
        before, after = map(_kind, edges)
        apart = MARKS[own[0].tag] != "~~" or "~" not in edges  # three of them strike nothing out
        yield _Run(
            own,
            can_open=apart and (after == "text" or (after == "sign" and before != "text")),
            can_close=apart and (before == "text" or (before == "sign" and after != "text")),
        )


def _kind(character: str) -> str:
    """Return `blank`, `sign` or `text`, the classes of CommonMark's flanking rules."""
    if not character or character.isspace():
        return "blank"
    return "sign" if character in _TAG_OF or category(character)[0] in "PS" else "text"
