"""How findings are written, one module per format: any module here that has a `write`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from posixpath import isabs, normpath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType
    from typing import TextIO

    from errata.diagnostics import Diagnostic
    from errata.diagnostics.baseline import Fingerprinter
    from errata.diagnostics.registry import CheckCount


def _fingerprinter() -> Fingerprinter:
    from errata.diagnostics.baseline import Fingerprinter  # noqa: PLC0415 - every command prints

    return Fingerprinter()


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, and what formats say besides them."""

    diagnostics: Sequence[Diagnostic]
    """In the order in which they are written."""
    sources: Mapping[str, bytes] = field(default_factory=dict)
    """Path, as in a finding's span, -> content; may lack paths."""
    left_out: int = 0
    """How many more findings there are."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path, as in a finding's span, -> web address of the page that shows the file."""
    known_by: Fingerprinter = field(default_factory=_fingerprinter)
    here: str = ""
    """The folder that paths in spans begin at, absolute."""
    repository: str = ""
    """The folder of the git repository, absolute; empty where there is none."""
    documentation: str = ""
    """Web address of the page that describes the checks; empty where nobody has published one."""
    color: bool = False
    """Whether the stream shows ANSI colours; formats for machines never use them."""

    def url_of(self, code: str) -> str:
        """Web address of the description of a check, which has the heading `{#kb301}`; or empty."""
        return f"{self.documentation}#{code.lower()}" if self.documentation else ""

    def pointer_to(self, code: str) -> str:
        """Where a reader finds what a check is about, as the end of a sentence."""
        return self.url_of(code) or f"`errata explain {code}`"

    def path_in_repository(self, path: str) -> str:
        """A path in a span as a forge shows it; unchanged for a file outside the repository."""
        if not self.repository:
            return path
        absolute = path if isabs(path) else normpath(f"{self.here}/{path}")
        return absolute.removeprefix(f"{self.repository.rstrip('/')}/")


class ReportWriter(Protocol):
    """Writes findings in one format."""

    def __call__(self, report: Report, stream: TextIO) -> None:
        """Write in the order given; the output ends with a line end."""


class StatisticsWriter(Protocol):
    """Writes counts in one format."""

    def __call__(self, counts: Sequence[CheckCount], stream: TextIO) -> None:
        """Write in the order given; the output ends with a line end."""


@cache
def report_formats() -> Mapping[str, ReportWriter]:
    """Name of a format -> how to write it, sorted by name."""
    return {name: module.write for name, module in _modules().items() if hasattr(module, "write")}


@cache
def statistics_formats() -> Mapping[str, StatisticsWriter]:
    """Name of a format that can write counts -> how, sorted by name."""
    modules = _modules()
    return {
        "concise": modules["concise"].write_count_lines,
        # Counts have one form for people.
        "full": modules["concise"].write_count_lines,
        "json": modules["json"].write_count_array,
        "jsonl": modules["jsonl"].write_count_objects,
    }


@cache
def _modules() -> Mapping[str, ModuleType]:
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}") for name in names}
