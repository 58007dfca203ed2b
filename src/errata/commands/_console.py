"""What every command says to people, on stderr, and what it knows of the terminal.

How `--help` shows examples: a section of command lines, each of which the tests run.

Options that several commands have.

Progress for a person who waits: stages with counts, on a terminal only.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from errata.mapper import map_serially
from errata.reports import report_formats
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from errata.diagnostics import Span
    from errata.mapper import Mapper


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


class Command(click.Command):
    """A command whose epilog is one example a line."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the examples as they are: none is ever wrapped."""
        write_examples(self.epilog or "", formatter)


def write_examples(lines: str, formatter: click.HelpFormatter) -> None:
    """A section of the lines."""
    with formatter.section("Examples"):
        indent = " " * formatter.current_indent
        for line in lines.splitlines():
            formatter.write(f"{indent}{line}\n")


def examples(*lines: str) -> str:
    """An epilog."""
    return "\n".join(lines)


kb = click.option(
    "--kb",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of articles.  [default: kb, or as configured]",
)


def _without_cache(context: click.Context, _option: click.Parameter, given: object) -> None:
    if given and isinstance(context.obj, Settings):
        context.obj = replace(context.obj, cache=False)


no_cache = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_without_cache,
    help="Parse every article anew, and remember none.",
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="Mildest finding that makes the exit status 1.  [default: error, or as configured]",
)
text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How it is written to stdout.  [default: text]",
)
formatted = click.option(
    "--format",
    "form",
    type=click.Choice(list(report_formats())),
    help="How findings are written to stdout.",
)


if TYPE_CHECKING:
    Stage = Callable[[str], None]
    """Says what is done now."""

In = TypeVar("In")
Out = TypeVar("Out")
_STEP = 16


@contextmanager
def show_progress() -> Iterator[Stage]:
    """A line that is rewritten while the block runs, and gone when it ends."""
    if not is_terminal(sys.stderr):
        yield lambda _stage: None
        return
    from rich.console import Console  # noqa: PLC0415 - 90 ms that only a terminal needs

    console = Console(stderr=True)
    with console.status("reading …") as line:
        yield line.update


class CountingMapper:
    """Runs a stage over its items and tells how many are done."""

    def __init__(self, stage: Stage, inner: Mapper = map_serially) -> None:
        self._stage = stage
        self._inner = inner

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """As the inner mapper; a function that must stay picklable is not counted."""
        if not items:
            return ()
        if self._inner is not map_serially:
            self._stage(f"parsing {len(items):,} articles …")
            return self._inner(function, items)
        results = [self._counted(function, items, at) for at in range(len(items))]
        self._stage("linking and rendering …")
        return results

    def _counted(self, function: Callable[[In], Out], items: Sequence[In], at: int) -> Out:
        if at % _STEP == 0:
            self._stage(f"parsing article {at + 1:,} of {len(items):,} …")
        return function(items[at])
