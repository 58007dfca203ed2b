"""`errata scan`: find every known error code and message in a log, with the articles about it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._console import Command, Settings, examples, print_error
from errata.commands._found import REPORTS, LogFaults, LogReport, Titles, summarise
from errata.commands._project import article_messages, locale_option, open_library
from errata.logs.reader import LogReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from errata.logs.reader import LogHit

_EXAMPLES = examples(
    "errata scan app.log",
    "errata scan --format json app.log > found.json",
    "errata scan --max-count 1 --no-messages - < app.log",
)
_BLOCK = 1 << 18


@click.command(cls=Command, epilog=_EXAMPLES)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(REPORTS)),
    default="text",
    help="How hits are written to stdout.  [default: text]",
)
@locale_option
@click.option(
    "--max-count",
    type=click.IntRange(1),
    metavar="N",
    help="Stop reading a file after N hits.",
)
@click.option("--no-messages", is_flag=True, help="Look for codes only.")
@_console.kb
@_console.no_cache
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    files: tuple[str, ...],
    form: str,
    locale: str | None,
    max_count: int | None,
    kb: Path | None,
    *,
    no_messages: bool,
) -> int:
    """Find every known error code and message in logs, with the articles about it.

    A FILE of - is the standard input. Hits go to stdout as they are found, a summary by fault to
    stderr; codes of known families that no article explains stand apart there, and are no hits.

    The exit status is 0 if something known was found, 1 if nothing was, and 2 if a file cannot be
    read.
    """
    _, library, chosen = open_library(settings, kb, locale)
    messages = None if no_messages else article_messages(library)
    diagnoser = LogReader(library, locale=chosen, messages=messages)
    titles = Titles(library, chosen)
    return run(files, _Scan(diagnoser, REPORTS[form](sys.stdout, titles), max_count), titles)


def run(files: Sequence[str], scan: _Scan, titles: Titles) -> int:
    """Read the logs in turn; the exit status."""
    readable = [scan.read(name) for name in files]
    scan.report.end(scan.faults)
    sys.stdout.flush()
    summarise(scan.faults, titles)
    if not all(readable):
        return 2
    return 0 if scan.faults.known else 1


class _Scan:
    """Reads logs, tells hits and counts them."""

    def __init__(self, diagnoser: LogReader, report: LogReport, most: int | None) -> None:
        self.report = report
        self.faults = LogFaults()
        self._diagnoser = diagnoser
        self._most = most

    def read(self, name: str) -> bool:
        """Read one log; False, after a complaint, if the system refuses."""
        self._diagnoser.restart()
        try:
            with os.fdopen(_opened(name), "rb", buffering=0, closefd=name != "-") as file:
                self._read(name, file.fileno())
        except BrokenPipeError:
            raise
        except OSError as error:
            print_error(f"`{name}` cannot be read: {error.strerror or error}")
            return False
        return True

    def _read(self, name: str, descriptor: int) -> None:
        told = 0
        for hits in self._blocks(descriptor):
            for hit in hits:
                self.faults.add(name, hit)
                if hit.kind == "unknown":
                    continue
                self.report.hit(name, hit)
                told += 1
                if told == self._most:
                    return
            sys.stdout.flush()

    def _blocks(self, descriptor: int) -> Iterator[Iterator[LogHit]]:
        while block := os.read(descriptor, _BLOCK):
            yield self._diagnoser.feed(block)
        yield self._diagnoser.end()


def _opened(name: str) -> int:
    return 0 if name == "-" else os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
