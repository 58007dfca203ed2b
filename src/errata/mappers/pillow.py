"""Measures one picture with Pillow, and makes the smaller form and the still of an animation.

Screenshots are most of the pictures here: of the real ones, WebP at quality 82 is a quarter of the
bytes with text as sharp as before, lossless a half. AVIF would save little more for five times the
time. Wider than twice the text's measure no screen shows more.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Final

from errata.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

SETTINGS: Final = "webp-82-1472-30000-80-1"
"""What results depend on besides the picture and Pillow; the last number changes with this code."""
WIDEST: Final = 1472
"""Twice `--measure` of the style sheet."""
_WORTH: Final = 30_000
"""Bytes below which a picture is small enough."""
_SHARE: Final = 80
"""Per cent of the original's bytes that a smaller form may take."""
_QUALITY: Final = 82
_MOST_PIXELS: Final = 64_000_000
_SVG: Final = re.compile(rb"<svg\b[^>]{0,4000}>")
_SIZE: Final = re.compile(rb"""\b(width|height)\s*=\s*["']\s*([0-9]{1,5})(?:px)?\s*["']""")
_BOX: Final = re.compile(
    rb"""viewBox\s*=\s*["'][-0-9.]+[ ,]+[-0-9.]+[ ,]+([0-9]{1,5})(?:\.[0-9]+)?[ ,]+([0-9]{1,5})"""
)


def looked_at(name: str, data: bytes) -> Picture:
    """What is known of a picture; never an exception, whatever the bytes are."""
    if name.lower().endswith(".svg"):
        return _svg(data)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 50 ms that most commands save

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                return _measured(image, data)
    except UnidentifiedImageError:
        return Picture(fault="its content is no picture that can be read")
    except Image.DecompressionBombError:
        return _too_large()
    except Exception as error:  # noqa: BLE001 - decoders raise almost anything on damaged bytes
        return Picture(
            fault=f"its content is damaged ({str(error).strip('.') or 'no reason given'})"
        )


def _measured(image: Image, data: bytes) -> Picture:
    width, height = image.size
    if width * height > _MOST_PIXELS:
        return _too_large()
    if getattr(image, "n_frames", 1) > 1:
        image.seek(0)
        return Picture(width, height, still=_webp(image))
    if image.getexif().get(0x0112, 1) in {5, 6, 7, 8}:  # orientation: shown on its side
        width, height = height, width
    if len(data) < _WORTH:
        image.load()
        return Picture(width, height)
    smaller = _webp(image)
    worth = len(smaller) * 100 <= len(data) * _SHARE
    return Picture(width, height, smaller=smaller if worth else b"")


def _webp(image: Image) -> bytes:
    from PIL import Image as Pillow  # noqa: PLC0415 - as above
    from PIL import ImageOps  # noqa: PLC0415 - as above

    alpha = "A" in image.getbands() or "transparency" in image.info
    made = ImageOps.exif_transpose(image).convert("RGBA" if alpha else "RGB")
    if made.width > WIDEST:
        height = max(1, round(made.height * WIDEST / made.width))
        made = made.resize((WIDEST, height), Pillow.Resampling.LANCZOS)
    stream = io.BytesIO()
    made.save(stream, "WEBP", quality=_QUALITY, method=4)
    return stream.getvalue()


def _too_large() -> Picture:
    return Picture(fault="it has more than 64 million pixels")


def _svg(data: bytes) -> Picture:
    """Its size if the root says one in pixels; what is in it nobody reads here."""
    root = _SVG.search(data[:20_000])
    if root is None:
        return Picture(fault="its content is no SVG")
    said = {name: int(value) for name, value in _SIZE.findall(root[0])}
    if said.get(b"width") and said.get(b"height"):
        return Picture(said[b"width"], said[b"height"])
    box = _BOX.search(root[0])
    return Picture(int(box[1]), int(box[2])) if box else Picture()
