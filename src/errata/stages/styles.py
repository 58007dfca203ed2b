"""Joins the parts of the look, one file for each kind of thing, into the one sheet that pages load.

A user replaces a part by a file of its name, or the whole by a `css/errata.css`; a `css/own.css`
comes last, outside the layers, and so wins over everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SHEET: Final = "css/errata.css"
OWN: Final = "css/own.css"
FOLDER: Final = "css/parts/"
PARTS: Final = (
    *("tokens", "base", "layout", "controls", "search", "lists"),
    *("article", "pictures", "markup", "print"),
)
"""In the order of the sheet; `tokens` declares the layers."""


def joined(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files by path, with the sheet in place of its parts."""
    files = {
        path: data for path, data in assets.items() if path != OWN and not path.startswith(FOLDER)
    }
    sheet = [assets.get(f"{FOLDER}{name}.css", b"") for name in PARTS]
    whole = files.get(SHEET, b"".join(sheet)) + assets.get(OWN, b"")
    return files | {SHEET: whole} if whole else files
