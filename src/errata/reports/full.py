"""For people: each finding with the line it is on, a caret under the place, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Severity
from errata.reports.excerpt import source_excerpt
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic

_BOLD, _BLUE, _CYAN, _RESET = "\x1b[1m", "\x1b[1;34m", "\x1b[36m", "\x1b[0m"
_SEVERITY = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.INFO: "\x1b[1;36m",
}


def write(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],
    stream: TextIO,
    *,
    color: bool = False,
) -> None:
    """Write each finding as a block, a blank line after each."""
    paint = _paint if color else _plain
    blocks = (_block(diagnostic, sources, paint) for diagnostic in diagnostics)
    stream.writelines("\n".join(block) + "\n\n" for block in blocks)


def _plain(text: str, _style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_RESET}"


def _block(
    diagnostic: Diagnostic, sources: Mapping[str, bytes], paint: Callable[[str, str], str]
) -> Iterator[str]:
    label = paint(f"{diagnostic.severity}[{diagnostic.code}]", _SEVERITY[diagnostic.severity])
    yield f"{label}{paint(f': {printable(diagnostic.message)}', _BOLD)}"
    number = str(diagnostic.span.line)
    gutter = " " * len(number)
    yield f"{gutter}{paint('-->', _BLUE)} {printable(str(diagnostic.span))}"
    bar = f"{gutter} {paint('|', _BLUE)}"
    if found := source_excerpt(diagnostic.span, sources):
        yield bar
        yield f"{paint(f'{number} |', _BLUE)} {found.text}".rstrip()
        yield f"{bar} {' ' * found.indent}{paint('^', _SEVERITY[diagnostic.severity])}"
    if diagnostic.help:
        yield f"{gutter} {paint('=', _BLUE)} {paint('help', _CYAN)}: {printable(diagnostic.help)}"
