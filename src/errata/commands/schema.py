"""`errata schema`: what editors and validators can know about front matter and `errata.toml`."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import click

from errata.commands import _console
from errata.commands._console import Settings, show_progress
from errata.commands._options import local_workers
from errata.commands._project import (
    link_library,
    make_cached_mapper,
    open_project,
)
from errata.editor.config_schema import config_schema
from errata.editor.front_matter_schema import JsonSchema, front_matter_schema
from errata.editor.knowledge import Vocabulary


@_console.command(
    "errata schema > article.schema.json", "errata schema --config > errata.schema.json"
)
@click.option(
    "--config", "of_config", is_flag=True, help="Print the schema of errata.toml instead."
)
@_console.kb_option
@_console.no_cache_option
def command(settings: Settings, kb: Path | None, *, of_config: bool) -> int:
    """Print a JSON Schema of the front matter of your articles.

    The schema contains the keys that errata reads, the keys that you and your tools use instead,
    and your products, solutions and versions. Run the command again when they change. `errata lsp`
    offers the same completions in an editor, and is always up to date.

    With --config, the schema describes errata.toml.
    """
    schema = read_config_schema() if of_config else _read_article_schema(settings, kb)
    sys.stdout.write(format_schema(schema))
    sys.stdout.flush()
    return 0


def read_config_schema() -> JsonSchema:
    """Return the schema of errata.toml."""
    return config_schema(files("errata").joinpath("config.py").read_text("utf-8"))


def format_schema(schema: JsonSchema) -> str:
    """Write the schema as a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _read_article_schema(settings: Settings, kb: Path | None) -> JsonSchema:
    project = open_project(settings.config, kb, cache=settings.cache)
    with show_progress() as stage:
        mapper = local_workers(stage)
        library = link_library(project, make_cached_mapper(mapper, project))
    return front_matter_schema(Vocabulary.of(library, project.config))
