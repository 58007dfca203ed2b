"""The preview picture of shared links to the site, one for each locale.

It is drawn with the scalable font of Pillow, so that every build gives the same bytes. A name or
description with letters that the font lacks, such as accents, is left out. A theme's own
`assets/social/<locale>.png` replaces the picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from errata.model import PlannedFile
from errata.site.formatting import truncate_text
from errata.site.urls import social_path

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from errata.site.context import SiteContext
    from errata.text.colours import Ground

# The size that readers of Open Graph crop least.
WIDTH, HEIGHT = 1200, 630
_MARGIN: Final = 90
_LINE_WIDTH: Final = WIDTH - 2 * _MARGIN
# Pixels of the name, which is one line, and of the description.
_LARGEST_NAME, _SMALLEST_NAME, _DESCRIPTION = 96, 56, 48
_MAX_LINES: Final = 3
_LINE_HEIGHT: Final = 64
# Not even the narrowest letters would fit this many on a line: nothing beyond is measured.
_MAX_LETTERS: Final = 200
# The side of `icon.svg` in its own units; each unit is six pixels here.
_ICON: Final = 32
_UNIT: Final = 6
# The mark is drawn at four times its size and made smaller, so that its edges are smooth.
_SMOOTH: Final = 4
_YELLOW: Final = "#ffd75e"


def emit(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield the pictures by locale; none without an address, which a shared picture needs."""
    config = site.config.site
    if not config.url:
        return
    for locale in site.locales:
        yield PlannedFile(social_path(locale), partial(_picture, site, locale))


def _picture(site: SiteContext, locale: str) -> bytes:
    texts = (site.config.site_name(locale), site.config.site_description(locale))
    colours = site.config.site.colours.light
    return site.remember(("social picture", *texts), partial(_draw, *texts, colours))


def _draw(name: str, description: str, colours: Ground) -> bytes:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - 50 ms that most commands save

    image = Image.new("RGB", (WIDTH, HEIGHT), colours.accent)
    image.paste(_draw_mark(colours), (_MARGIN - 54, 30))
    draw = ImageDraw.Draw(image)
    name, large = _fit_name(truncate_text(name, _MAX_LETTERS))
    _draw_text(draw, (_MARGIN, 396), name, large, colours.paper)
    small = _font(_DESCRIPTION)
    for row, line in enumerate(_wrap(truncate_text(description, _MAX_LINES * _MAX_LETTERS), small)):
        _draw_text(draw, (_MARGIN, 472 + row * _LINE_HEIGHT), line, small, colours.paper)
    stream = io.BytesIO()
    image.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    return ImageFont.load_default(size)  # type: ignore[return-value] # with a size, it is scalable


def _draw_mark(colours: Ground) -> Image:
    """Draw the lines and the tick of `icon.svg`."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    side = _UNIT * _ICON
    image = Image.new("RGB", (_SMOOTH * side, _SMOOTH * side), colours.accent)
    draw = ImageDraw.Draw(image)
    for x1, y, x2 in ((9, 11, 23), (9, 16, 18), (9, 21, 14)):
        _draw_stroke(draw, [(x1, y), (x2, y)], colours.paper)
    _draw_stroke(draw, [(17, 21), (20, 24), (26, 17)], _YELLOW)
    return image.resize((side, side), Image.Resampling.BOX)


def _draw_stroke(draw: ImageDraw, points: list[tuple[int, int]], colour: str) -> None:
    """Draw a stroke three units wide, with round ends and corners."""
    unit = _UNIT * _SMOOTH
    radius = 3 * unit // 2
    placed = [(x * unit, y * unit) for x, y in points]
    draw.line(placed, fill=colour, width=2 * radius)
    for x, y in placed:
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)


def _fit_name(name: str) -> tuple[str, FreeTypeFont]:
    """Return a name in the largest letters that keep it on one line, else cut."""
    for size in range(_LARGEST_NAME, _SMALLEST_NAME, -4):
        font = _font(size)
        if font.getlength(name) <= _LINE_WIDTH:
            return name, font
    font = _font(_SMALLEST_NAME)
    return _cut_to_line(name, font), font


def _cut_to_line(text: str, font: FreeTypeFont) -> str:
    """Cut a text to fit on a line."""
    cuts = (truncate_text(text, limit) for limit in range(len(text), 0, -1))
    return next((shorter for shorter in cuts if font.getlength(shorter) <= _LINE_WIDTH), "")


def _wrap(text: str, font: FreeTypeFont) -> list[str]:
    """Wrap to at most three lines; an ellipsis ends a cut text."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _LINE_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    last_line = " ".join(lines[_MAX_LINES - 1 :])
    return [_cut_to_line(line, font) for line in (*lines[: _MAX_LINES - 1], last_line)]


def _draw_text(
    draw: ImageDraw, origin: tuple[int, int], text: str, font: FreeTypeFont, colour: str
) -> None:
    if not _lacks_letters(text, font):
        draw.text(origin, text, fill=colour, font=font, anchor="ls")


def _lacks_letters(text: str, font: FreeTypeFont) -> bool:
    """Whether the font would draw boxes for some of the letters."""
    box = bytes(font.getmask("\U0010fffd"))
    return any(bytes(font.getmask(letter)) == box for letter in {*text} - {" "})
