"""Messages of all commands to people on stderr, shared options, and their help."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Final, TextIO

import click
from msgspec import field
from msgspec.structs import replace

from errata.diagnostics import Choice, Span
from errata.docstrings import keep_docstring
from errata.errors import ConfigError
from errata.text.display import printable
from errata.values import Record

Stage = Callable[[str], None]
"""Shows the current work."""

# The time in seconds between two updates of a line: it moves smoothly, and writing it costs no
# time.
_UPDATE: Final = 0.04
# After so many seconds the first items show how long the others will take.
_TELLING: Final = 1.0
# The width of a VT100, for terminals that do not tell theirs.
_DEFAULT_WIDTH: Final = 80
# ECMA-48: back to the first column, and erase the line. Private mode 25 of DEC is the cursor.
_ERASE_LINE, _HIDE_CURSOR, _SHOW_CURSOR = "\r\x1b[2K", "\x1b[?25l", "\x1b[?25h"


class ReportOptions(Record, frozen=True):
    """The command line's options for reporting findings."""

    form: str | None = None
    old_form: str | None = None
    """Value of `--format`, the option's former name."""
    output: Path | None = None
    statistics: bool = False
    limit: int | None = None
    exit_zero: bool = False
    baseline: Path | None = None
    write: str | None = None
    """The file of `--write-baseline`; empty for the configured one, None without the option."""

    @property
    def chosen_form(self) -> str | None:
        """The format, by either name of the option."""
        return self.old_form or self.form

    @property
    def is_written(self) -> bool:
        """Whether a report of all findings is requested."""
        return bool(self.chosen_form or self.output)

    @property
    def output_file(self) -> Path | None:
        """The file to write; None for stdout, which can be given as `-`."""
        return None if str(self.output) == "-" else self.output


class Settings(Record, frozen=True):
    """The options before the command, and those after it that several commands have."""

    config: Path | None = None
    cache: bool = True
    report: ReportOptions = ReportOptions()
    choice: Choice = field(default_factory=Choice)
    """The checks to run."""
    timings: bool = False
    profile: Path | None = None
    """The file for a profile."""

    @property
    def is_measured(self) -> bool:
        """Whether timings or a profile are requested."""
        return self.timings or self.profile is not None


def debugging(arguments: Sequence[str]) -> bool:
    """Whether to show tracebacks."""
    # The raw arguments, as parsing them may be what failed.
    return "--debug" in arguments or bool(os.environ.get("ERRATA_DEBUG"))


def use_color(stream: TextIO) -> bool:
    """Whether to write colours."""
    # no-color.org wins over force-color.org: plain text is readable everywhere.
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return is_terminal(stream)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is watching."""
    # Some CI systems run commands in a terminal, but keep what it shows as a log.
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def print_status(message: str) -> None:
    """Print one line for people, without colours if the stream shows none."""
    click.echo(message, file=sys.stderr, color=use_color(sys.stderr))


def print_error(message: str, span: Span | None = None, *, help: str = "") -> int:  # noqa: A002 - the word an ErrataError uses
    """Print the error that ended the command, its place and its fix; return status 2."""
    print_status(f"{click.style('error', fg='red', bold=True)}: {printable(message)}")
    if span:
        print_status(f" {click.style('-->', fg='blue', bold=True)} {printable(str(span))}")
    if help:
        print_status(f"{click.style('help', fg='cyan')}: {printable(help)}")
    return 2


def require_extra(extra: str, *modules: str) -> None:
    """Refuse the command that is named after an extra if that is not installed.

    Raises:
        ConfigError: if one of its modules is missing.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        message = f"`errata {extra}` needs the extra `{extra}`: `{missing[0]}` is missing"
        raise ConfigError(message, help=f"install it with `pip install 'errata[{extra}]'`")


def print_warning(message: str, *, help: str = "") -> None:  # noqa: A002 - as above
    """Warn about what is done differently than asked, and how to change that."""
    print_status(f"{click.style('warning', fg='yellow', bold=True)}: {printable(message)}")
    if help:
        print_status(f"{click.style('help', fg='cyan')}: {printable(help)}")


class Command(click.Command):
    """A command whose epilog is one example per line."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the examples without wrapping them."""
        write_examples(self.epilog or "", formatter)


def write_examples(lines: str, formatter: click.HelpFormatter) -> None:
    """Write the lines as a section of examples."""
    with formatter.section("Examples"):
        indent = " " * formatter.current_indent
        for line in lines.splitlines():
            formatter.write(f"{indent}{line}\n")


def command(*examples: str) -> Callable[[Callable[..., int]], click.Command]:
    """Make a command that gets the `Settings`; its help has examples, which tests run."""

    def decorate(function: Callable[..., int]) -> click.Command:
        return click.command(cls=Command, epilog="\n".join(examples))(
            click.pass_obj(keep_docstring(function))
        )

    return decorate


def join_options(
    *options: Callable[[Callable[..., int]], Callable[..., int]],
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Combine several options into one decorator, in the order in which help shows them."""

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        # click shows the option that was added last first.
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def store_setting(context: click.Context, option: click.Parameter, value: object) -> None:
    """Store an option's value in the `Settings`, as a callback."""
    if isinstance(settings := context.obj, Settings):
        stored = {str(option.name): value}
        context.obj = replace(settings, **stored)


def store_report_option(context: click.Context, option: click.Parameter, value: object) -> None:
    """Store an option's value in the settings' `ReportOptions`, as a callback."""
    if isinstance(settings := context.obj, Settings):
        stored = {str(option.name): value}
        context.obj = replace(settings, report=replace(settings.report, **stored))


def format_option(formats: Iterable[str]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make `--format`, with one of the formats as its value."""
    kind, text = click.Choice(list(formats)), "Output format.  [default: text]"
    return click.option("--format", "form", type=kind, default="text", help=text)


kb_option = click.option(
    "--kb",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of articles.  [default: kb, or as configured]",
)
locale_option = click.option(
    "--locale", metavar="TAG", help="Language of the articles.  [default: en, or as configured]"
)
no_cache_option = click.option(
    "--no-cache",
    "cache",
    flag_value=False,
    default=True,
    expose_value=False,
    callback=store_setting,
    help="Parse every article again, and do not store the results.",
)
drafts_option = click.option(
    "--drafts",
    is_flag=True,
    help="Include drafts and articles that are scheduled or expired, each with a badge.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="Lowest severity that sets the exit status to 1.  [default: error, or as configured]",
)


@contextmanager
def show_progress() -> Iterator[Stage]:
    """Show a line that is rewritten while the block runs, and erased when it ends.

    Nothing is shown unless stderr is a terminal. The block must not print, because the line would
    be in its way.
    """
    if not is_terminal(sys.stderr):
        yield lambda _stage: None
        return
    # A line that wraps would not be erased. A terminal without a known width says 0.
    width = (os.get_terminal_size(sys.stderr.fileno()).columns or _DEFAULT_WIDTH) - 1

    def write(text: str) -> None:
        click.echo(text, file=sys.stderr, nl=False, color=True)

    write(f"{_HIDE_CURSOR}reading …")
    try:
        yield lambda stage: write(f"{_ERASE_LINE}{stage[:width]}")
    finally:
        write(f"{_SHOW_CURSOR}{_ERASE_LINE}")


class StageCounter:
    """A `Progress` that shows how much of a stage is done, and how long the rest will take."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._doing = ""
        self._started = self._shown = 0.0

    def __call__(self, doing: str, done: int, total: int) -> None:
        """Show the progress, unless something was shown just now."""
        now = monotonic()
        if doing != self._doing:
            self._doing, self._started, self._shown = doing, now, 0.0
        if done >= total:
            self._doing = ""
            self._stage("putting it together …")
        elif now - self._shown >= _UPDATE:
            self._shown = now
            self._stage(f"{doing}: {done:,} of {total:,}{self._time_left(now, done, total)} …")

    def _time_left(self, now: float, done: int, total: int) -> str:
        """Write the time left; empty until it can be estimated."""
        passed = now - self._started
        if passed < _TELLING:
            return ""
        seconds = round(passed / done * (total - done))
        minutes = f"{seconds // 60} min " if seconds >= 60 else ""  # noqa: PLR2004 - a minute
        return f", {minutes}{seconds % 60} s left"
