"""Pieces of markdown: escaped text, emphasis, links, pictures, code, and tables.

A table is as markdown writes it: one line a row, merged cells as empty ones, blocks in one line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from errata.data.patterns import compile_late
from errata.site.feeds.emphasis import MARKS, mark_emphasis, write_emphasis

# What markdown would read: "*" yes, "_x" yes, "&amp;" yes, "~~" yes; "snake_case" no, "a & b" no
_SPECIAL = compile_late(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,31};)|~(?=~)")
# Most texts have none of these characters and need no closer look: "a*b" yes; "a.b" no
_QUICK = compile_late(r"[\\`*\[\]<_&~|]")
# How a heading, a list, a quote or a fence begins: "# a" yes, "12. a" yes; "12.5" no, "a # b" no
_OPENING = compile_late(r"(?m)^(?=[#>+=-]|~~~)|^(\d{1,9})(?=[.)](?:\s|$))")
# Backticks in a row: "``" in "a `` b"; not "'"
_TICKS = compile_late(r"`+")
# What a bare target of a link may not hold: "a b" yes, "a(1)" yes; "a%20b" no
_ODD_URL = compile_late(r"[\s()<>\\]")
# Ends a cell, unless it is escaped: "a | b" yes; "a \| b" no
_PIPE = compile_late(r"(?<!\\)\|")

# Elements that markdown has no marks for and that carry meaning.
_KEPT: Final = frozenset({"kbd", "sub", "sup"})
# A row of more merged columns than this is not a table that anybody wrote; HTML allows 1,000.
_MAX_COLUMNS: Final = 200


def escape_markdown(text: str) -> str:
    """Text that markdown shows as it is, wherever it stands in a line."""
    return _SPECIAL.sub(r"\\\g<0>", text) if _QUICK.search(text) else text


def escape_line_start(paragraph: str) -> str:
    """A paragraph whose lines do not begin like a heading, a list or a quote."""
    return _OPENING.sub(lambda match: f"{match[1] or ''}\\", paragraph)


def emphasise(tag: str, inner: str) -> str:
    """The text of an inline element in its marks; blanks and line breaks stay outside them."""
    if tag == "code":
        return code_span(inner)
    if tag not in MARKS.keys() | _KEPT | {"q"}:
        return inner
    lead, core, trail = split_edges(inner)
    return f"{lead}{_marked(tag, core)}{trail}" if core else inner


def split_edges(inner: str) -> tuple[str, str, str]:
    """Blanks before a text, the text, blanks and line breaks after it."""
    core = inner.strip()
    lead = inner[: len(inner) - len(inner.lstrip())]
    trail = inner[len(inner.rstrip()) :]
    # A line break is a backslash at the end of a line: it goes outside as a whole.
    while core.endswith("\\") and trail.startswith("\n"):
        whole = core[:-1]
        core = whole.rstrip()
        earlier = "\n" if whole.endswith("\n") else ""
        trail = f"{earlier}\\{trail}"
    return lead, core, trail


def _marked(tag: str, core: str) -> str:
    if tag in _KEPT:
        return f"<{tag}>{core}</{tag}>"
    return f"\u201c{core}\u201d" if tag == "q" else mark_emphasis(tag, core)


def code_span(text: str) -> str:
    """Code in as many backticks as its own require."""
    core = text.replace("\n", " ")
    if not core.strip():
        return core
    runs = {len(run) for run in _TICKS.findall(core)}
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    # One blank at each end is taken away again, where both have one.
    padded = core[0] in "` " and core[-1] in "` "
    pad = " " if padded or core[0] == "`" or core[-1] == "`" else ""
    return f"{ticks}{pad}{core}{pad}{ticks}"


def code_fence(code: str, language: str) -> str:
    """A block of code as it is."""
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if code.endswith("\n") or not code else "\n"
    return f"{fence}{language}\n{code}{end}{fence}"


def markdown_link(inner: str, href: str) -> str:
    """A link; the text alone where it leads nowhere."""
    _, text, trail = split_edges(inner)
    breaks = trail.lstrip(" ") if "\n" in trail else ""
    return f"[{write_emphasis(text)}]({_target(href)}){breaks}" if href and text else inner


def markdown_image(alt: str, source: str) -> str:
    """A picture with its alternative text."""
    return f"![{escape_markdown(' '.join(alt.split()))}]({_target(source)})"


def _target(url: str) -> str:
    if not _ODD_URL.search(url):
        return url
    safe = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"<{' '.join(safe.split())}>"


@dataclass(slots=True)
class TableGrid:
    """Rows of cells, filled in the order of the HTML."""

    rows: list[list[str]] = field(default_factory=list)
    headed: bool = False
    """The first row has header cells; an empty one among them heads nothing."""
    _size: tuple[int, int] = (1, 1)
    """Rows and columns that the open cell covers."""
    _below: dict[int, int] = field(default_factory=dict)
    """Column -> rows that a merged cell above still covers."""

    def begin_row(self) -> None:
        """A row; merged cells from above take their places in it."""
        self.rows.append([])
        self._skip_covered()

    def begin_cell(self, rows: int, columns: int, *, heading: bool) -> None:
        """A cell over so many rows and columns; its text follows with `fill`."""
        self._size = (rows, columns)
        if len(self.rows) == 1:
            self.headed |= heading

    def fill(self, blocks: list[str]) -> None:
        """The text of the cell, its blocks separated by line breaks."""
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
        """The table; without a header row it gets an empty one, which markdown requires."""
        rows = [row for row in self.rows if row]
        if not rows:
            return ""
        width = max(len(row) for row in rows)
        head, *body = rows if self.headed else [[], *rows]
        lines = (_row(head, width), "|" + " --- |" * width, *(_row(row, width) for row in body))
        return "\n".join(lines)


def _row(cells: list[str], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(padded) + " |"
