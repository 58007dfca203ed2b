"""For people: each finding with its line of source, a caret under the place, and how to fix it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import click

from errata.diagnostics import Severity
from errata.reports.excerpt import source_excerpt
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics import Diagnostic

_bold = partial(click.style, bold=True)
_blue = partial(click.style, fg="blue", bold=True)
_cyan = partial(click.style, fg="cyan")
# Red and yellow as rustc has them; cyan for what is milder.
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def write(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes],
    stream: TextIO,
    *,
    color: bool = False,
) -> None:
    """Write each finding as a block, a blank line after each."""
    for found in diagnostics:
        block = "".join(f"{line}\n" for line in _lines(found, sources))
        stream.write(f"{block if color else click.unstyle(block)}\n")


def _lines(found: Diagnostic, sources: Mapping[str, bytes]) -> Iterator[str]:
    paint = partial(click.style, fg=_COLOURS[found.severity], bold=True)
    yield f"{paint(f'{found.severity}[{found.code}]')}{_bold(f': {printable(found.message)}')}"
    number = str(found.span.line)
    gutter = " " * len(number)
    yield f"{gutter}{_blue('-->')} {printable(str(found.span))}"
    if excerpt := source_excerpt(found.span, sources):
        yield f"{gutter} {_blue('|')}"
        yield f"{_blue(f'{number} |')} {excerpt.text}".rstrip()
        yield f"{gutter} {_blue('|')} {' ' * excerpt.indent}{paint('^')}"
    if found.help:
        yield f"{gutter} {_blue('=')} {_cyan('help')}: {printable(found.help)}"
