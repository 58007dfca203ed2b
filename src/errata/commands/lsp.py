"""`errata lsp`: a language server, which an editor starts."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import FileIO

import click

from errata.commands import _console
from errata.commands._console import Settings, debugging, print_status, require_extra


@_console.command("errata lsp")
@click.option(
    "--stdio",
    is_flag=True,
    expose_value=False,
    help="Use stdin and stdout. This is the default.",
)
@_console.no_cache_option
def command(settings: Settings) -> int:
    """Start the language server, which checks and completes articles in an editor.

    Your editor starts it and communicates with it over stdin and stdout. `errata init --editor`
    writes the settings for VS Code and Zed.

    As you type, it reports what `errata check` reports, and completes keys, values, codes and
    links. It needs the extra `lsp`: pip install 'errata[lsp]'
    """
    require_extra("lsp", "pygls")
    from errata.commands._language_server import (  # noqa: PLC0415 - of the extra `lsp`
        HeaderReader,
        log_briefly,
        make_server,
    )
    from errata.commands._workspace import EditorWorkspace  # noqa: PLC0415 - as above

    if sys.stdin.isatty():
        print_status("waiting for an editor on stdin; Ctrl-C stops, `errata lsp --help` says more")
    if not debugging(sys.argv):
        log_briefly()
    workspace = EditorWorkspace(explicit=settings.config, cache=settings.cache)
    server = make_server(workspace, lambda: datetime.now(UTC).astimezone().date())
    output = sys.stdout.buffer
    # Only the protocol may write there.
    sys.stdout = sys.stderr
    server.start_io(HeaderReader(FileIO(sys.stdin.fileno(), closefd=False)), output)
    return 0
