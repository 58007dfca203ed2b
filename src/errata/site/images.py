"""The pictures in articles, and the HTML of each.

An animation moves only when the reader starts it (WCAG 2.2, 2.2.2): its first frame is shown with a
link to the moving picture, and `animation.js` makes a button of that link.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Final

from markupsafe import escape
from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.mapper import stage
from errata.model import Article, AssetRef, ImageProbe, Library, Picture, WantedPictures, digest
from errata.site.urls import SMALLER, STILL, asset_path, smaller_path, still_path

# Id of the template's words for playing, which name the link.
PLAY: Final = "errata-play"
# Attributes as the sanitiser writes them: ' alt="A log"'; not " alt='A log'" or " hidden".
_ATTRIBUTE: Final = compile_late(r' ([a-z-]+)="([^"]*)"')
# Widths and heights in pixels: "640"; not "100%", "6.5" or "1000000".
_PIXELS: Final = compile_late("[0-9]{1,5}")


def asset_file(article: Article, path: str, library: Library) -> str | None:
    """Return the file of a picture: the article's own, else the default locale's."""
    if path in library.assets:
        return path
    default = library.locales[0] if library.locales else article.locale
    prefix = f"{article.locale}/"
    if path.startswith(prefix):
        fallback = f"{default}/{path.removeprefix(prefix)}"
        if fallback in library.assets:
            return fallback
    return None


def image_element(picture: Picture, url: str, tag: str, *, first: bool, alone: bool) -> str:
    """Return a picture's HTML; `tag` is the rest of its element, written by the sanitiser.

    The first picture of an article is fetched at once, the others when they come near the view.
    What the author wrote takes precedence. A picture inside a link or a picture element of the
    author's gets nothing around it.
    """
    authored = dict(_ATTRIBUTE.findall(tag))
    size = _size(picture, authored)
    later = {} if first else {"loading": "lazy"}
    # The size stands first and wins.
    attributes = size | later | {"decoding": "async", "alt": ""} | authored | size
    # Values are escaped as they came from the sanitiser, or ours.
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    image = f'<img src="{escape(f"{url}{STILL}" if picture.still else url)}"{written}>'
    if not alone or not (picture.still or picture.smaller):
        return image
    if picture.still:
        return _playable(image, url)
    return f'<picture><source type="image/webp" srcset="{_srcset(url)}">{image}</picture>'


def _size(picture: Picture, authored: Mapping[str, str]) -> dict[str, str]:
    """Return the size; the other side follows an authored one: no picture is distorted."""
    width, height = (_pixels(authored.get(name, "")) for name in ("width", "height"))
    if not picture.width:
        return {}
    if width:
        height = round(width * picture.height / picture.width)
    elif height:
        width = round(height * picture.width / picture.height)
    else:
        width, height = picture.width, picture.height
    return {"width": str(max(width, 1)), "height": str(max(height, 1))}


def _pixels(authored: str) -> int:
    return int(authored) if _PIXELS.fullmatch(authored) else 0


def _playable(image: str, url: str) -> str:
    link = f'<a href="{escape(url)}" aria-labelledby="{PLAY}">▶</a>'
    module = 'data-module="animation" data-scripts="animation"'
    return f'<span class="animation" {module}>{image}{link}</span>'


def _srcset(url: str) -> str:
    """Escape blanks and commas, which would end an address in a `srcset`."""
    return str(escape(f"{url}{SMALLER}".replace(",", "%2C").replace(" ", "%20")))


@stage("measuring pictures")
def with_image_sizes(
    library: Library, probe: ImageProbe, known_pictures: Mapping[str, Picture] | None = None
) -> Library:
    """Return the library with the sizes of the pictures in its articles.

    A form made here yields its address to a file that an author has put there. `probe` is not
    called if `known_pictures` has all: they are unchanged files, or named by their content.
    """
    in_use = images_in_use(library)
    if known_pictures is not None and in_use.keys() <= known_pictures.keys():
        return replace(library, pictures={path: known_pictures[path] for path in sorted(in_use)})
    existing = {
        asset_path(path).casefold() for path in library.assets if path.lower().endswith(".webp")
    }
    pictures_by_path = sorted(probe(in_use).items())
    pictures = {path: _without_taken(path, picture, existing) for path, picture in pictures_by_path}
    return with_picture_digests(replace(library, pictures=pictures))


def with_picture_digests(library: Library) -> Library:
    """Return the library with digests of its inputs and its pictures."""
    basis = digest((library.basis_digest, library.pictures))
    facts = digest((library.facts_digest, basis))
    return replace(library, basis_digest=basis, facts_digest=facts)


def _without_taken(path: str, picture: Picture, existing: Container[str]) -> Picture:
    if picture.smaller and smaller_path(path).casefold() in existing:
        return replace(picture, smaller=b"")
    if picture.still and still_path(path).casefold() in existing:
        return replace(picture, still=b"")
    return picture


def images_in_use(library: Library) -> WantedPictures:
    """Map paths to functions that load embedded pictures; None for files of the knowledge base."""
    images: dict[str, Callable[[], bytes] | None] = {}
    for article in library.articles:
        images.update({path: partial(_load_embedded, article, path) for path in article.embeds})
        for ref in article.files:
            if isinstance(ref, AssetRef) and ref.attribute == "src":
                path = asset_file(article, ref.path, library)
                if path:
                    images[path] = None
    return {path: images[path] for path in sorted(images)}


def _load_embedded(article: Article, path: str) -> bytes:
    return next(item.data for item in article.embedded if item.path == path)
