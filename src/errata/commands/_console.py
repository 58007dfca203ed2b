"""What every command says to people, on stderr, and what it knows of the terminal."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TextIO

    from errata.diagnostics import Span

_BOLD_RED, _BLUE, _CYAN, _RESET = "\x1b[1;31m", "\x1b[1;34m", "\x1b[36m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command."""

    config: Path | None = None
    cache: bool = True
    """Whether parsed articles are remembered; `--no-cache` stands after the command."""


def debugging(arguments: Sequence[str]) -> bool:
    """Whether tracebacks are wanted; asked when anything may be broken, parsed options too."""
    return "--debug" in arguments or bool(os.environ.get("ERRATA_DEBUG"))


def use_color(stream: TextIO) -> bool:
    """NO_COLOR wins, then FORCE_COLOR, then whether a terminal that knows colours listens."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return is_terminal(stream)


def is_terminal(stream: TextIO) -> bool:
    """A person watches: neither a file or pipe, nor a CI log, nor a dumb terminal."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def print_status(message: str) -> None:
    """One line for people."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def print_error(message: str, span: Span | None = None, *, help: str = "") -> int:  # noqa: A002 - the word an ErrataError uses
    """Show a fault that ended the command, with its place and the way out; returns status 2."""
    red, blue, cyan, end = (
        (_BOLD_RED, _BLUE, _CYAN, _RESET) if use_color(sys.stderr) else ("", "", "", "")
    )
    print_status(f"{red}error{end}: {printable(message)}")
    if span:
        print_status(f" {blue}-->{end} {printable(str(span))}")
    if help:
        print_status(f"{cyan}help{end}: {printable(help)}")
    return 2


def pluralise(number: int, noun: str) -> str:
    """`1 error`, `2,412 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
