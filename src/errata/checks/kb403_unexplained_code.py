"""A code of the vendor's catalogue that no visible article explains.

It is what a reader may search for in vain: a list of articles still to be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

SEVERITY = Severity.INFO


def check(library: Library, config: Config) -> Iterator[Diagnostic]:  # noqa: ARG001 - one signature for all checks
    """In the catalogue's order."""
    for entry in library.inputs.catalogue:
        if entry.code not in library.codes:
            message = f"no article explains `{entry.code}`"
            yield Diagnostic("KB403", SEVERITY, message, entry.span, "write one")
