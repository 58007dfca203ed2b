"""The files that articles show: those that some article refers to, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errata.model import Article, Artifact, AssetRef, Copy, Library
from errata.site.context import SiteContext
from errata.site.images import asset_file
from errata.site.urls import asset_path, smaller_path, still_path


def emit(site: SiteContext) -> Iterator[Artifact]:
    """Yield files of the knowledge base, which are copied later, other forms, embedded ones."""
    library = site.library
    for path in sorted(list_shown(library, library.articles)):
        yield Artifact(asset_path(path), Copy(path))
    for path, picture in library.pictures.items():
        if picture.smaller:
            yield Artifact(smaller_path(path), picture.smaller)
        if picture.still:
            yield Artifact(still_path(path), picture.still)
    # Named by their content: two articles that embed one picture have it at the same path.
    embedded = {item.path: item.data for a in library.articles if a.embeds for item in a.embedded}
    for path, data in sorted(embedded.items()):
        yield Artifact(path, data)


def list_shown(library: Library, articles: Iterable[Article]) -> set[str]:
    """Return paths below the knowledge base; hidden articles count, as they can be reached."""
    return {
        path
        for article in articles
        for ref in article.files
        if isinstance(ref, AssetRef) and (path := asset_file(article, ref.path, library))
    }
