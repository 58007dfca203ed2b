"""Measures one picture with Pillow, and makes a smaller form and the still of an animation.

Most of the pictures here are screenshots. For real ones, WebP at quality 82 takes a fifth of the
bytes with text as legible as before, and lossless WebP more than two fifths. More effort would save
one per cent of the bytes for a third more time, and AVIF four per cent for more than twice the
time: `bench/pictures.py` prints that. No screen shows a picture wider than twice the text's
measure.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import ExifTags, ImageOps, UnidentifiedImageError
from PIL.Image import DecompressionBombError, Image, Resampling
from PIL.Image import open as opened

from errata.config import LimitsConfig
from errata.data.patterns import compile_late
from errata.model import Picture

# Pixels: twice `--measure` of the style sheet, as no screen shows more of a picture in the text.
WIDEST: Final = 1472
# A picture of fewer bytes is small enough: nobody would notice the saving.
_WORTH: Final = 30_000
# Per cent of the original's bytes that a smaller form may take; else it is not worth a second file.
_SHARE: Final = 80
# `bench/pictures.py` prints what other qualities and efforts would save, and their time.
_QUALITY: Final = 82
_EFFORT: Final = 2
# Pixels that WebP can hold: 14 bits for the height.
_TALLEST: Final = 16_383
# The formats that browsers show. Pillow opens more, and to read PostScript it even starts a
# program.
_SHOWN: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
# Formats whose several pictures are an animation; a camera's JPEG may have a preview with it.
_MOVING: Final = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
# Modes that lose nothing as RGB; 16 bits of grey would become white, print colours others.
_PLAIN: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
# EXIF orientations of a picture on its side.
_LYING: Final = frozenset({5, 6, 7, 8})
MOST_PIXELS: Final = LimitsConfig().picture_pixels
# How many bytes of an SVG are searched for its root, behind declarations and comments.
_SVG_HEAD: Final = 20_000
# "<svg width='9'>" yes; "<svgz>" and a root longer than 4,000 characters no.
_SVG: Final = compile_late(rb"<svg\b[^>]{0,4000}>")
# `width="640"`, `height='48px'` yes; `stroke-width="2"`, `width="50%"`, `width="1.5"` no.
_SIZE: Final = compile_late(
    rb"""(?<![-\w:])(width|height)\s*=\s*["']\s*([0-9]{1,5})(?:px)?\s*["']"""
)
# `viewBox="0 0 640 480.5"` yes, as 640 by 480; `viewBox="0 0 640"` no.
_BOX: Final = compile_late(
    rb"""viewBox\s*=\s*["'][-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9]{1,5})(?:\.[0-9]+)?[ ,]+([0-9]{1,5})"""
)


def probe_image(
    name: str, data: bytes, most: int = MOST_PIXELS, *, only_faults: bool = False
) -> Picture:
    """Measure a picture; never raises, whatever the bytes.

    With `only_faults`, no smaller form is made, which takes most of the time.
    """
    if name.lower().endswith(".svg"):
        return _svg(data)
    try:
        with opened(io.BytesIO(data), formats=_SHOWN) as image:
            return _measure(image, data, most, only_faults=only_faults)
    except UnidentifiedImageError:
        return Picture(fault="its content is not a picture that browsers can show")
    except DecompressionBombError:
        return _too_large(most)
    except Exception as error:  # noqa: BLE001 - decoders raise almost anything on damaged bytes
        return Picture(
            fault=f"its content is damaged ({str(error).strip('.') or 'no reason given'})"
        )


def _measure(image: Image, data: bytes, most: int, *, only_faults: bool) -> Picture:
    width, height = image.size
    if width * height > most:
        return _too_large(most)
    if image.format in _MOVING and getattr(image, "n_frames", 1) > 1:
        image.seek(0)
        image.load()
        return Picture(width, height, still=b"" if only_faults else _webp(image))
    if image.getexif().get(ExifTags.Base.Orientation, 1) in _LYING:
        width, height = height, width
    image.load()
    if only_faults or len(data) < _WORTH or image.mode not in _PLAIN:
        return Picture(width, height)
    smaller = _webp(image)
    worth = len(smaller) * 100 <= len(data) * _SHARE
    return Picture(width, height, smaller=smaller if worth else b"")


def _webp(image: Image) -> bytes:
    """Encode as WebP; return nothing if the format cannot hold the picture."""
    profile = image.info.get("icc_profile") if image.mode in {"P", "RGB", "RGBA"} else None
    picture = _upright(image)
    if picture.width > WIDEST:
        height = max(1, round(picture.height * WIDEST / picture.width))
        picture = picture.resize((WIDEST, height), Resampling.LANCZOS)
    if picture.height > _TALLEST:
        return b""
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=_QUALITY, method=_EFFORT, icc_profile=profile)
    return stream.getvalue()


def _upright(image: Image) -> Image:
    """Turn a picture upright, in RGB; keep transparency if there is any."""
    clear = image.has_transparency_data
    upright = image if image.mode in {"RGB", "RGBA"} else image.convert("RGBA" if clear else "RGB")
    if upright.mode == "RGBA" and upright.getchannel("A").getextrema() == (255, 255):
        upright = upright.convert("RGB")
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    return ImageOps.exif_transpose(upright) if turned else upright


def _too_large(most: int) -> Picture:
    return Picture(fault=f"it has more than {most:,} pixels")


def _svg(data: bytes) -> Picture:
    """Return the size in pixels of the root element, if any; nothing else is read."""
    root = _SVG.search(data[:_SVG_HEAD])
    if root is None:
        return Picture(fault="its content is not SVG")
    sizes = {name: int(value) for name, value in _SIZE.findall(root[0])}
    if sizes.get(b"width") and sizes.get(b"height"):
        return Picture(sizes[b"width"], sizes[b"height"])
    box = _BOX.search(root[0])
    return Picture(int(box[1]), int(box[2])) if box else Picture()
