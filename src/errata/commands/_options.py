"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

from errata.reports import formats

kb = click.option(
    "--kb",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of articles.  [default: kb, or as configured]",
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="Mildest finding that makes the exit status 1.  [default: error, or as configured]",
)
formatted = click.option(
    "--format",
    "form",
    type=click.Choice(list(formats())),
    help="How findings are written to stdout.",
)
