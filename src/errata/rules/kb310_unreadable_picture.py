"""A picture whose file is damaged, no picture at all, or larger than anybody can look at.

It is published as it is, without its size: readers see its alternative text or a broken frame.
Save it again as PNG, JPEG, GIF, WebP or SVG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Diagnostic, Severity, Span
from errata.model import AssetRef
from errata.urls import asset_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

SEVERITY = Severity.WARNING


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Each place of the default locale or of a locale's own that shows such a picture."""
    del config
    for article in library.articles:
        for ref in (*article.title.refs, *article.body.refs):
            if not isinstance(ref, AssetRef) or ref.attribute != "src":
                continue
            found = asset_file(article, ref.path, library)
            picture = library.pictures.get(found) if found else None
            if picture and picture.fault and found == ref.path:
                yield Diagnostic(
                    "KB310",
                    SEVERITY,
                    f"the picture `{found}` cannot be shown: {picture.fault}",
                    Span(article.source, ref.place.line, ref.place.column),
                    "save it again as PNG, JPEG, GIF, WebP or SVG, with at most 64 million pixels",
                )
