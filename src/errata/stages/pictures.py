"""Which pictures the site shows, and what an album knows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from errata.model import AssetRef
from errata.targets import asset_file

if TYPE_CHECKING:
    from errata.model import Album, Library


def pictured(library: Library, album: Album) -> Library:
    """The library with what the album knows of the pictures that its articles show."""
    return replace(library, pictures=dict(sorted(album(shown(library)).items())))


def shown(library: Library) -> dict[str, bytes | None]:
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
