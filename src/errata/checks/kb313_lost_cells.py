"""A row of a table with more cells than the table has columns: readers do not see the rest.

The first row says how many columns a table has. Often a `|` inside a cell is the reason: write a
backslash before it.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import LostCells
from errata.text.display import pluralise, shorten_line

SEVERITY = Severity.WARNING


def check(lost: LostCells) -> Findings:
    """Name what is not shown."""
    columns = f"{lost.columns} columns" if lost.columns > 1 else "one column"
    others = f", like cells of {pluralise(lost.rows - 1, 'more row')}" if lost.rows > 1 else ""
    message = f"`{shorten_line(lost.text)}` is not shown{others}: this table has {columns}"
    remedy = "add a column to the first two rows, or write a `|` inside a cell as `\\|`"
    yield Finding(message, lost.span, remedy, end=lost.end)
