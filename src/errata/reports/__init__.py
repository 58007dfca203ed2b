"""Reports of findings; `formats` lists their formats."""

from __future__ import annotations

from posixpath import isabs, normpath
from typing import TYPE_CHECKING

from msgspec import field

from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.diagnostics import Diagnostic
    from errata.diagnostics.baseline import Fingerprinter


def _fingerprinter() -> Fingerprinter:
    from errata.diagnostics.baseline import Fingerprinter  # noqa: PLC0415 - every command prints

    return Fingerprinter()


class Report(Record, frozen=True):
    """Findings, and what formats show besides them."""

    diagnostics: Sequence[Diagnostic]
    """Findings in the order in which they are written."""
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
    """The folder of the git repository, absolute; empty if there is none."""
    documentation: str = ""
    """Web address of the page that describes the checks; empty if it is not published."""
    color: bool = False
    """Whether the stream shows ANSI colours; formats for machines never use them."""

    def url_of(self, code: str) -> str:
        """Return the web address of a check's description, such as `…#kb301`; or empty."""
        return f"{self.documentation}#{code.lower()}" if self.documentation else ""

    def pointer_to(self, code: str) -> str:
        """Return where to read about a check, as the end of a sentence."""
        return self.url_of(code) or f"`errata explain {code}`"

    def path_in_repository(self, path: str) -> str:
        """Return a path as a forge shows it; unchanged for a file outside the repository."""
        if not self.repository:
            return path
        absolute = path if isabs(path) else normpath(f"{self.here}/{path}")
        return absolute.removeprefix(f"{self.repository.rstrip('/')}/")
