"""One line per finding, `path:line:column: code severity: message`: for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from errata.diagnostics.registry import CheckCount
    from errata.reports import Report


def write(report: Report, stream: TextIO) -> None:
    """Write the lines."""
    for found in report.diagnostics:
        line = f"{found.span}: {found.code} {found.severity}: {found.message}"
        stream.write(f"{printable(line)}\n")


def write_count_lines(counts: Sequence[CheckCount], stream: TextIO) -> None:
    """Write a line for each check: how often, its code, severity and name."""
    width = max((len(f"{one.count:,}") for one in counts), default=0)
    for one in counts:
        fixable = f" ({one.fixable:,} with a fix)" if one.fixable else ""
        line = f"{one.count:>{width},}  {one.code}  {one.severity:<7}  {one.name}{fixable}"
        stream.write(f"{line}\n")
