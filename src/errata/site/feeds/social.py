"""The picture that stands for the site where somebody shares a link to it: one for each locale.

Drawn with the scalable font that Pillow brings, so that every build gives the same bytes. A text
with letters that the font does not have, such as accents, is left out, and where the name is, the
mark stands for the site alone: a theme's own `assets/social/<locale>.png` takes its place.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.site.formatting import truncate_text
from errata.site.urls import social_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from errata.site.context import SiteContext
    from errata.text.colours import Ground

WIDTH, HEIGHT = 1200, 630
"""What Open Graph's readers crop least."""
_MARGIN: Final = 90
_ROOM: Final = WIDTH - 2 * _MARGIN
_LARGEST, _SMALLEST, _SMALL = 96, 56, 48
"""Of the name and of the description, in pixels."""
_LINES: Final = 3
_LINE: Final = 64
_MOST: Final = 200
"""Letters, of which not even the narrowest would fit on a line: beyond it nothing is measured."""
_ICON: Final = 32
"""The side of `icon.svg` in its own units, here six times as large."""
_FINE: Final = 4
"""Times its size at which the mark is drawn, so that its edges are smooth."""
_YELLOW: Final = "#ffd75e"


def emit(site: SiteContext) -> Iterator[Artifact]:
    """By locale; nothing without an address, by which alone a picture can be shared."""
    config = site.config.site
    if not config.url:
        return
    data = _drawn(config.name, config.description, config.colours.light)
    for locale in site.locales:
        yield Artifact(social_path(locale), data)


def _drawn(name: str, description: str, colours: Ground) -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - 50 ms that most commands save

    image = Image.new("RGB", (WIDTH, HEIGHT), colours.accent)
    image.paste(_mark(colours), (_MARGIN - 54, 30))
    draw = ImageDraw.Draw(image)
    shown, large = _fitting(truncate_text(name, _MOST))
    _text(draw, (_MARGIN, 396), shown, large, colours.paper)
    small = _font(_SMALL)
    for row, line in enumerate(_wrapped(truncate_text(description, _LINES * _MOST), small)):
        _text(draw, (_MARGIN, 472 + row * _LINE), line, small, colours.paper)
    stream = io.BytesIO()
    image.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    return ImageFont.load_default(size)  # type: ignore[return-value] # with a size, it is scalable


def _mark(colours: Ground) -> Image:
    """The lines and the tick of `icon.svg`."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    side = 6 * _ICON
    image = Image.new("RGB", (_FINE * side, _FINE * side), colours.accent)
    draw = ImageDraw.Draw(image)
    for x1, y, x2 in ((9, 11, 23), (9, 16, 18), (9, 21, 14)):
        _stroke(draw, [(x1, y), (x2, y)], colours.paper)
    _stroke(draw, [(17, 21), (20, 24), (26, 17)], _YELLOW)
    return image.resize((side, side), Image.Resampling.BOX)


def _stroke(draw: ImageDraw, points: list[tuple[int, int]], colour: str) -> None:
    """Three units wide, with round ends and corners."""
    unit = 6 * _FINE
    radius = 3 * unit // 2
    placed = [(x * unit, y * unit) for x, y in points]
    draw.line(placed, fill=colour, width=2 * radius)
    for x, y in placed:
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)


def _fitting(name: str) -> tuple[str, FreeTypeFont]:
    """In the largest letters that leave it on one line, else cut."""
    for size in range(_LARGEST, _SMALLEST, -4):
        font = _font(size)
        if font.getlength(name) <= _ROOM:
            return name, font
    font = _font(_SMALLEST)
    return _shortened(name, font), font


def _shortened(text: str, font: FreeTypeFont) -> str:
    """As much of it as there is room for on a line."""
    cuts = (truncate_text(text, limit) for limit in range(len(text), 0, -1))
    return next((shorter for shorter in cuts if font.getlength(shorter) <= _ROOM), "")


def _wrapped(text: str, font: FreeTypeFont) -> list[str]:
    """The lines that there is room for; an ellipsis ends what goes on."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _ROOM:
            lines[-1] = longer
        else:
            lines.append(word)
    rest = " ".join(lines[_LINES - 1 :])
    return [_shortened(line, font) for line in (*lines[: _LINES - 1], rest)]


def _text(draw: ImageDraw, at: tuple[int, int], text: str, font: FreeTypeFont, colour: str) -> None:
    if not _missing(text, font):
        draw.text(at, text, fill=colour, font=font, anchor="ls")


def _missing(text: str, font: FreeTypeFont) -> bool:
    """Whether the font would draw boxes for some of the letters."""
    box = bytes(font.getmask("\U0010fffd"))
    return any(bytes(font.getmask(letter)) == box for letter in {*text} - {" "})
