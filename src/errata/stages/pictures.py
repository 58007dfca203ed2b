"""Which pictures the site shows, and what an album knows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from errata.model import AssetRef
from errata.targets import asset_file
from errata.urls import asset_path, smaller_path, still_path

if TYPE_CHECKING:
    from collections.abc import Container

    from errata.model import ImageProbe, Library, Picture


def with_image_sizes(library: Library, album: ImageProbe) -> Library:
    """The library with what the album knows of the pictures that its articles show.

    A form made here yields its address to a file that an author has put there.
    """
    taken = {
        asset_path(path).casefold() for path in library.assets if path.lower().endswith(".webp")
    }
    known = sorted(album(images_in_use(library)).items())
    return replace(library, pictures={path: _yielding(path, it, taken) for path, it in known})


def _yielding(path: str, picture: Picture, taken: Container[str]) -> Picture:
    if picture.smaller and smaller_path(path).casefold() in taken:
        return replace(picture, smaller=b"")
    if picture.still and still_path(path).casefold() in taken:
        return replace(picture, still=b"")
    return picture


def images_in_use(library: Library) -> dict[str, bytes | None]:
    """Path -> bytes of each embedded picture; None for a file of the knowledge base."""
    found: dict[str, bytes | None] = {}
    for article in library.articles:
        found.update({item.path: item.data for item in article.embedded})
        for ref in (*article.title.refs, *article.body.refs):
            if isinstance(ref, AssetRef) and ref.attribute == "src":
                path = asset_file(article, ref.path, library)
                if path:
                    found[path] = None
    return dict(sorted(found.items()))
