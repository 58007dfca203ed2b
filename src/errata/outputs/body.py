"""An article's body and title on its page: the HTML with its internal links filled in.

A picture whose file is not in the knowledge base keeps its element with the address `data:,`:
that is valid, asks no server for anything, loads as no picture, and so shows its alternative text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.model import AssetRef, BrokenRef, EmbeddedRef
from errata.urls import resolve

if TYPE_CHECKING:
    from errata.model import Article, Body, Library, Ref

MISSING: Final = "data:,"


def filled(body: Body, article: Article, library: Library, page: str) -> Markup:
    """A body or title for the given page; what leads nowhere has no `href` and keeps its text."""
    parts, refs = body.parts, body.refs
    if not refs:
        return Markup("".join(parts))  # noqa: S704 - sanitised by the parse stage, last
    pieces = [parts[0]]
    for ref, part in zip(refs, parts[1:], strict=True):
        pieces.append(_attribute(ref, resolve(ref, article, library, page)))
        pieces.append(part)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def _attribute(ref: Ref, url: str | None) -> str:
    match ref:
        case EmbeddedRef() | AssetRef(attribute="src") | BrokenRef(attribute="src"):
            return f' src="{escape(url or MISSING)}"'
        case _:
            return f' href="{escape(url)}"' if url else ""
