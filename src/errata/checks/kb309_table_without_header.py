"""A table whose columns have no names.

A screen reader reads the name of the column before each cell. In markdown, the first row names the
columns. In HTML, `<th>` cells do.
"""

import re
from collections.abc import Iterator
from typing import Final

from errata.checks.places import line_place, text_place
from errata.checks.written import read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True

# "|   |  |" above "|---|:-:|", with a row below; cells of code are not empty.
_EMPTY_HEAD: Final = compile_late(
    r"^[ \t>]*+\|[ \t|]*+\n[ \t>]*+\|?[ \t]*+:?-[-:| \t]*+\n[ \t>]*+\|.", re.MULTILINE
)
# "<table>" and "<TABLE border=1>"; not "<tables>".
_TABLE: Final = compile_late(r"<table\b[^<>]*+>", re.IGNORECASE)
_TABLE_END: Final = compile_late(r"</table\s*+>", re.IGNORECASE)
# "<tr>", and "<th>" or a role that says that a table is none: "role=presentation"; not "<thead>".
_ROW: Final = compile_late(r"<tr\b", re.IGNORECASE)
_NAMED: Final = compile_late(r"<th\b|\brole=[\"']?(?:presentation|none)", re.IGNORECASE)
# A single row is a box.
_FEWEST_ROWS: Final = 2


def check(read: ReadArticle) -> Findings:
    """Check tables in markdown and in HTML."""
    written = read_written(read)
    # Code is in cells, too: what is blank without it may have a name.
    for match in _EMPTY_HEAD.finditer(written.body) if "|" in written.prose else ():
        if written.prose[match.start() : match.end()] == match[0]:
            message = "a table whose columns have no names"
            remedy = "name the columns in its first row"
            yield line_place(written, written.span(match.start()).line).finding(message, remedy)
    for start, inside, last in _tables(written.prose) if "<" in written.prose else ():
        rows = len(_ROW.findall(written.prose, inside, last))
        if rows >= _FEWEST_ROWS and not _NAMED.search(written.prose, start, last):
            message = "a table whose columns have no names"
            remedy = "make the cells of its first row `<th>`"
            yield text_place(written, start, inside).finding(message, remedy)


def _tables(prose: str) -> Iterator[tuple[int, int, int]]:
    """Yield for each HTML table where it begins, where its content begins, and where it ends.

    The search ends at a table that is not closed, because none after it is closed either.
    """
    offset = 0
    while opened := _TABLE.search(prose, offset):
        if not (closed := _TABLE_END.search(prose, opened.end())):
            return
        yield opened.start(), opened.end(), closed.end()
        offset = closed.end()
