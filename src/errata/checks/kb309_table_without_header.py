"""A table whose columns have no names.

A screen reader reads the name of the column before each cell. In markdown, the first row names the
columns. In HTML, `<th>` cells do.
"""

import re
from typing import Final

from errata.checks.places import line_place
from errata.checks.written import read_written
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True

# "|   |  |" above "|---|:-:|", with a row below; cells of code are not empty.
_EMPTY_HEAD: Final = re.compile(
    r"^[ \t>]*+\|[ \t|]*+\n[ \t>]*+\|?[ \t]*+:?-[-:| \t]*+\n[ \t>]*+\|.", re.MULTILINE
)
# "<table>" up to "</table>"; one that is not closed is no table to speak of.
_TABLE: Final = re.compile(r"<table\b[^<>]*+>(.*?)</table\s*>", re.DOTALL | re.IGNORECASE)
_ROW: Final = re.compile(r"<tr\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"<th\b|\brole=[\"']?(?:presentation|none)", re.IGNORECASE)
# A single row is a box.
_FEWEST_ROWS: Final = 2


def check(read: ReadArticle) -> Findings:
    """Look at tables of both forms."""
    written = read_written(read)
    # Code is in cells, too: what is blank without it may have a name.
    for found in _EMPTY_HEAD.finditer(written.body) if "|" in written.prose else ():
        if written.prose[found.start() : found.end()] == found[0]:
            message = "a table whose columns have no names"
            remedy = "name the columns in its first row"
            span, end = line_place(written, written.span(found.start()).line)
            yield Finding(message, span, remedy, end=end)
    for found in _TABLE.finditer(written.prose) if "<table" in written.prose.lower() else ():
        rows = len(_ROW.findall(found[1]))
        if rows >= _FEWEST_ROWS and not _NAMED.search(found[0]):
            message = "a table whose columns have no names"
            remedy = "make the cells of its first row `<th>`"
            end = written.end(written.prose.find(">", found.start()) + 1)
            yield Finding(message, written.span(found.start()), remedy, end=end)
