"""The picture that stands for the site where somebody shares a link to it: one for each locale.

Drawn with the scalable font that Pillow brings, so that every build gives the same bytes. A text
with letters that the font does not have is left out: the mark stands for the site alone.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.outputs.text import cut
from errata.urls import picture_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from errata.config import Config
    from errata.model import Library

WIDTH, HEIGHT = 1200, 630
"""What Open Graph's readers crop least."""
_MARGIN: Final = 90
_LINE: Final = 34
"""Characters of the description in a line."""
_WHITE: Final = "#ffffff"
_YELLOW: Final = "#ffd75e"


def emit(library: Library, config: Config) -> Iterator[Artifact]:
    """By locale; nothing without an address, by which alone a picture can be shared."""
    if not config.site.url:
        return
    site = config.site
    data = _drawn(site.name, site.description, site.colours.light.accent)
    for locale in library.locales:
        yield Artifact(picture_path(locale), data)


def _drawn(name: str, description: str, ground: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - 50 ms that most commands save

    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(image)
    _mark(draw)
    large, small = (ImageFont.load_default(size) for size in (96, 48))
    _text(draw, (_MARGIN, 300), cut(name, 22), large)
    lines = _wrapped(cut(description, 2 * _LINE))
    for row, line in enumerate(lines):
        _text(draw, (_MARGIN, 430 + row * 64), line, small)
    stream = io.BytesIO()
    image.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _mark(draw: ImageDraw) -> None:
    """The lines and the tick of `icon.svg`, six times its size."""
    for x1, y, x2 in ((9, 11, 23), (9, 16, 18), (9, 21, 14)):
        start, end = _at(x1, y), _at(x2, y)
        draw.line([start, end], fill=_WHITE, width=18)
        for x, level in (start, end):
            draw.ellipse([x - 9, level - 9, x + 9, level + 9], fill=_WHITE)
    tick = [_at(17, 21), _at(20, 24), _at(26, 17)]
    draw.line(tick, fill=_YELLOW, width=18, joint="curve")


def _at(x: int, y: int) -> tuple[int, int]:
    return _MARGIN - 45 + 6 * x, 30 + 6 * y


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def _text(draw: ImageDraw, at: tuple[int, int], text: str, font: object) -> None:
    scalable: FreeTypeFont = font  # type: ignore[assignment] # with a size, the font is scalable
    if not _missing(text, scalable):
        draw.text(at, text, fill=_WHITE, font=scalable)


def _missing(text: str, font: FreeTypeFont) -> bool:
    """Whether the font would draw boxes for some of the letters."""
    box = bytes(font.getmask("\U0010fffd"))
    return any(bytes(font.getmask(letter)) == box for letter in {*text} - {" "})
