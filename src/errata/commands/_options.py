"""Options that several commands have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from errata.commands._console import Settings
from errata.reports import report_formats

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
