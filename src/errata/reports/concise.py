"""One line per finding, `path:line:column: code severity: message`: for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic


def write(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],  # noqa: ARG001 - every format takes the same
    stream: TextIO,
    *,
    color: bool = False,  # noqa: ARG001 - as above; a line that tools read has no colours
) -> None:
    """Write the lines."""
    for found in diagnostics:
        line = f"{found.span}: {found.code} {found.severity}: {found.message}"
        stream.write(f"{printable(line)}\n")
