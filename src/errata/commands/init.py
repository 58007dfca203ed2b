"""`errata init`: start a knowledge base, with a configuration, a family file and one article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from errata.commands import _console
from errata.commands._console import print_status
from errata.commands.new import fill_template, write_new
from errata.reports.printable import printable

if TYPE_CHECKING:
    from errata.commands._console import Settings

# File to write -> template.
_FILES: Final = {
    "errata.toml": "errata.toml",
    "kb/families.toml": "families.toml",
    "kb/en/KA-00001.md": "KA-00001.md",
}


@_console.command("errata init", "errata init handbook")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
def command(_settings: Settings, folder: Path) -> int:
    """Start a knowledge base in a folder.

    Writes errata.toml, kb/families.toml and one sample article. Existing files are kept.
    """
    for target, template in _FILES.items():
        path = folder / target
        written = write_new(path, fill_template(template))
        print_status(f"{'wrote' if written else 'kept'} {printable(path.as_posix())}")
    change = "" if folder == Path() else f"cd {printable(str(folder))} && "
    print_status(f"next: {change}errata serve")
    return 0
