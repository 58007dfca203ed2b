"""Joins the theme's style sheets, one for each kind of element, into the one that pages load.

A user replaces a part with a file of its name, or all of them with `css/errata.css`; `css/own.css`
comes last, outside the layers, and so takes precedence over everything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.config import ColoursConfig
from errata.data.patterns import compile_late
from errata.text.colours import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

SHEET: Final = "css/errata.css"
OWN: Final = "css/own.css"
FOLDER: Final = "css/parts/"
# In the order of the sheet; `tokens` declares the layers.
PARTS: Final = (
    *("tokens", "base", "layout", "controls", "search", "lists"),
    *("article", "pictures", "markup", "print"),
)
# A text in quotes, which stays; or a comment with the white space after it, or indentation:
# '/* "a" */ ' yes; '"/* a */"' stays, and of "a b" nothing is taken
_SPARE: Final = compile_late(
    rb"(\"[^\"\n]*\"|'[^'\n]*')|/\*.*?(?:\*/\s*|\Z)|(?<=\n)[ \t]+", re.DOTALL
)
SHIPPED: Final = ColoursConfig()
# Role -> per cent of ink in it, as near as can be to the greys that ship.
_GREYS: Final = {"surface": 5, "line": 15, "edge": 55, "ink-soft": 72}


def join_style_sheets(
    assets: Mapping[str, bytes], colours: ColoursConfig = SHIPPED
) -> dict[str, bytes]:
    """Return the theme's files by path, with the sheet in place of its parts."""
    files = {
        path: data for path, data in assets.items() if path != OWN and not path.startswith(FOLDER)
    }
    sheet = (assets.get(f"{FOLDER}{name}.css", b"") for name in PARTS)
    whole = files[SHEET] if SHEET in files else b"".join(map(strip_comments, sheet))
    whole += colour_roles(colours) + assets.get(OWN, b"")
    return files | {SHEET: whole} if whole else files


def strip_comments(sheet: bytes) -> bytes:
    """Remove comments and indentation from the sheet: a sixth of what a page would load."""
    return _SPARE.sub(lambda found: found[1] or b"", sheet)


def colour_roles(colours: ColoursConfig) -> bytes:
    """Return the configured colours as CSS; empty if none is. Greys follow paper and ink."""
    own = {}
    for name in ("paper", "ink", "accent"):
        light, dark = getattr(colours.light, name), getattr(colours.dark, name)
        if (light, dark) != (getattr(LIGHT, name), getattr(DARK, name)):
            own[name] = f"light-dark({light}, {dark})"
    if own.keys() & {"paper", "ink"}:
        own |= {
            name: f"color-mix(in oklab, var(--paper), var(--ink) {share}%)"
            for name, share in _GREYS.items()
        }
    if not own:
        return b""
    lines = "".join(f"    --{name}: {value};\n" for name, value in own.items())
    # Readers who ask for more contrast keep the shipped colours, which are made for it.
    where = "@media not (prefers-contrast: more)"
    return f"@layer tokens {{\n  {where} {{\n  :root {{\n{lines}  }}\n  }}\n}}\n".encode()
