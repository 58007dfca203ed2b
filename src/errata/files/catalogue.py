"""Reads the vendor's catalogue of error codes, where the configuration names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.codes.catalogue import parse_catalogue
from errata.errors import ConfigError
from errata.files.text import display_path, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from errata.config import Config
    from errata.model import CatalogueEntry


def read_catalogue(config: Config, root: Path) -> tuple[CatalogueEntry, ...]:
    """The entries in file order; none without a catalogue.

    Raises:
        ConfigError: if the file is missing, or has a fault; with its line.
    """
    if not config.catalogue:
        return ()
    path = root / config.catalogue
    if not path.is_file():
        remedy = "correct `catalogue` in the configuration"
        raise ConfigError(f"the catalogue `{display_path(path)}` does not exist", help=remedy)
    return parse_catalogue(read_text(path, ConfigError), display_path(path))
