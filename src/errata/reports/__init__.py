"""How diagnostics are written, one module per format: any module here that has a `write`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic


class ReportWriter(Protocol):
    """Writes findings in one format."""

    def __call__(
        self,
        diagnostics: Sequence[Diagnostic],
        sources: Mapping[str, bytes],
        stream: TextIO,
        *,
        color: bool = False,
    ) -> None:
        """Write in the order given.

        Args:
            diagnostics: the findings.
            sources: path, as in a finding's span, -> content; may lack paths.
            stream: where to write; the output ends with a line end.
            color: whether the stream shows ANSI colours; formats for machines never use them.
        """


@cache
def report_formats() -> Mapping[str, ReportWriter]:
    """Name of a format -> how to write it, sorted by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: module.write for name, module in modules.items() if hasattr(module, "write")}
