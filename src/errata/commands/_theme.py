"""The whole look of a site: what ships, what the user has changed, the logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.files import error_at_key, read_theme, with_logo

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model import Theme


def read_whole_theme(config_file: Path | None, templates: Path | None, logo: Path | None) -> Theme:
    """Templates, words, files of the look and the logo; a fault is at the key that names it."""
    with error_at_key(config_file, "templates"):
        theme = read_theme(templates)
    with error_at_key(config_file, "site", "logo"):
        return with_logo(theme, logo)
