"""Colours as the configuration names them, and their contrast as defined by WCAG 2."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.values import Record

# "#0b57a4" yes, "#fff" yes; "0b57a4" no, "#0b57" no
_HEX: Final = compile_late(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
# Share of a channel above which sRGB is a curve (IEC 61966-2-1). WCAG's text has 0.03928, which
# gives the same for every 8-bit value.
_LINEAR_BELOW: Final = 0.04045
# WCAG 2.2, success criterion 1.4.3, for text of the usual size.
TEXT_CONTRAST: Final = 4.5
# Luminance that has the same contrast with white as with black: sqrt(1.05 * 0.05) - 0.05.
_MIDDLE_LUMINANCE: Final = 0.18

Channels = tuple[int, int, int]


class Ground(Record, frozen=True):
    """The three colours that decide whether a page is legible, each `#rrggbb`."""

    paper: str
    ink: str
    accent: str

    def with_own(self, paper: str, ink: str, accent: str) -> Ground:
        """Return the same with each given colour replaced."""
        declared = {"paper": paper, "ink": ink, "accent": accent}
        return replace(self, **{name: value for name, value in declared.items() if value})

    def legible(self, colour: str) -> str:
        """Return the nearest colour that is legible for texts and links on this ground."""
        return adjust_for_contrast(colour, self.paper, TEXT_CONTRAST)


# As in `css/parts/tokens.css`: a test compares them.
LIGHT: Final = Ground("#fdfcfa", "#1b1e22", "#0b57a4")
DARK: Final = Ground("#14171a", "#e8e7e4", "#8cbcf5")


def validate_colour(ground: Ground) -> Ground:
    """Return the same ground.

    Raises:
        ValueError: if texts or links could not be read; names a colour that would do.
    """
    for colour in (ground.ink, ground.accent):
        ratio = contrast_ratio(colour, ground.paper)
        if ratio < TEXT_CONTRAST:
            message = (
                f"`{colour}` on `{ground.paper}` has a contrast of {ratio:.1f} to 1, and 4.5 is "
                f"needed to read it: `{ground.legible(colour)}` would do"
            )
            raise ValueError(message)
    return ground


def parse_colour(text: str) -> Channels:
    """Return red, green and blue of `#rgb` or `#rrggbb`, 0 to 255.

    Raises:
        ValueError: for any other text.
    """
    lower = text.strip().lower()
    if not _HEX.fullmatch(lower):
        message = f"`{text}` is not a colour such as `#0b57a4`"
        raise ValueError(message)
    digits = lower[1:]
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)  # noqa: PLR2004 - one digit a channel
    red, green, blue = (int(pair, 16) for pair in pairs)
    return red, green, blue


def contrast_ratio(first: str, second: str) -> float:
    """Return a ratio from 1 to 21, see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted(
        (_luminance(parse_colour(first)), _luminance(parse_colour(second))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def adjust_for_contrast(colour: str, ground: str, ratio: float) -> str:
    """Mix a colour with as little white or black as gives it the contrast on a ground."""
    target = 255 if _luminance(parse_colour(ground)) < _MIDDLE_LUMINANCE else 0
    start = parse_colour(colour)
    for step in range(101):
        mixed = "".join(f"{round(c + (target - c) * step / 100):02x}" for c in start)
        if contrast_ratio(f"#{mixed}", ground) >= ratio:
            return f"#{mixed}"
    return "#ffffff" if target else "#000000"


def _luminance(channels: Channels) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= _LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4
