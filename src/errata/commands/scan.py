"""`errata scan`: find known error codes and messages in a log, with the articles about them.

The modules that find them are imported only if the answer is not cached.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from errata.commands import _console
from errata.commands._console import Settings
from errata.commands._replay import Recall

# A log of so few bytes has everything found in it remembered: an error with its trace.
_FEW_LINES: Final = 16_384


@_console.command(
    "errata scan app.log",
    "errata scan --format json app.log > found.json",
    "errata scan --max-count 1 --no-messages - < app.log",
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@_console.format_option(("text", "json", "jsonl"))
@_console.locale_option
@click.option(
    "--max-count",
    type=click.IntRange(1),
    metavar="N",
    help="Stop reading a file after N hits.",
)
@click.option("--no-messages", is_flag=True, help="Look for codes only.")
@_console.kb_option
@_console.no_cache_option
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
    """Find known error codes and messages in logs, and the articles that explain them.

    Use - to read standard input. Files compressed with gzip are unpacked. Hits go to stdout as they
    are found. A summary of the faults goes to stderr. It also lists codes of known families that no
    article explains; they do not count as hits.

    The exit status is 0 if something known was found, 1 if nothing was found, and 2 if a file
    cannot be read.
    """
    recall = Recall.of("scan", str(settings.config), str(kb), locale, cache=settings.cache)
    request = _describe(files, form, max_count, no_messages)
    if request and (answer := recall.find(request)):
        return _repeat(answer)
    from errata.commands._scanner import ScanOptions, scan_and_keep, scan_logs  # noqa: PLC0415 - takes most of a second

    options = ScanOptions(form, locale, max_count, no_messages, kb)
    if request and recall.file:
        return scan_and_keep(settings, files, options, recall, request)
    return scan_logs(settings, files, options)


def _describe(files: Sequence[str], *options: object) -> str:
    """Digest a question about a few lines; empty for longer logs and growing ones."""
    digest = hashlib.sha256(repr((files, options)).encode("utf-8", "surrogatepass"))
    try:
        for path in map(Path, files):
            if not path.is_file() or path.stat().st_size > _FEW_LINES:
                return ""
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    except OSError:  # who reads it for its lines says why
        return ""
    return digest.hexdigest()


def _repeat(answer: Sequence[object]) -> int:
    hits, summary, status = answer
    sys.stdout.write(str(hits))
    sys.stdout.flush()
    sys.stderr.write(str(summary))
    return int(str(status))
