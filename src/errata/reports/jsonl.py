"""One JSON object per line and finding: for streaming and for `jq`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.reports.printable import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic


def write(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],  # noqa: ARG001 - every format takes the same
    stream: TextIO,
    *,
    color: bool = False,  # noqa: ARG001 - as above
) -> None:
    """Write the objects."""
    stream.writelines(f"{as_json(_as_object(found))}\n" for found in diagnostics)


def _as_object(found: Diagnostic) -> dict[str, str | int]:
    """A finding under the keys that readers may rely on."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "help": found.help,
        "path": found.span.path,
        "line": found.span.line,
        "column": found.span.column,
    }
