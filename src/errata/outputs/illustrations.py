"""One picture on an article's page: its size, its smaller form, and an animation that waits.

An animation moves only when the reader starts it (WCAG 2.2, 2.2.2): its first frame is a link to
the moving picture, and `animation.js` makes a button of that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import escape

if TYPE_CHECKING:
    from errata.model import Picture

PLAY: Final = "errata-play"
"""Id of the template's words for playing, which name the link."""
_SIZED: Final = re.compile(r"\s(?:width|height)=")


def shown(picture: Picture, url: str, tag: str, *, first: bool, linked: bool) -> str:
    """The HTML of a picture; `tag` is what stood in its element behind the address.

    The first picture of an article is fetched at once, the others when they come near the view.
    One inside a link keeps to that link.
    """
    later = "" if first else ' loading="lazy"'
    size = _size(picture, tag)
    image = f'<img src="{{}}"{size}{later} decoding="async"{tag}>'
    if picture.still:
        return _waiting(image.format(escape(f"{url}.still.webp")), url, linked=linked)
    plain = image.format(escape(url))
    if not picture.smaller:
        return plain
    source = f'<source type="image/webp" srcset="{_in_set(url)}">'
    return f"<picture>{source}{plain}</picture>"


def _size(picture: Picture, tag: str) -> str:
    """Authored sizes stay, for they say how large the picture is meant to be."""
    if not picture.width or _SIZED.search(tag):
        return ""
    return f' width="{picture.width}" height="{picture.height}"'


def _waiting(image: str, url: str, *, linked: bool) -> str:
    if linked:
        return image
    module = 'data-module="animation" data-scripts="animation"'
    opening = f'<a class="animation" href="{escape(url)}" aria-labelledby="{PLAY}" {module}>'
    return f"{opening}{image}</a>"


def _in_set(url: str) -> str:
    """A `srcset` ends an address at a blank or a comma."""
    return str(escape(f"{url}.webp".replace(",", "%2C").replace(" ", "%20")))
