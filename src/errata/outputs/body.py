"""An article's body and title on its page: the HTML with its internal links filled in.

A picture whose file is not in the knowledge base keeps its element with the address `data:,`:
that is valid, asks no server for anything, loads as no picture, and so shows its alternative text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.model import AssetRef, BrokenRef, EmbeddedRef
from errata.outputs.illustrations import shown
from errata.urls import asset_file, resolve

if TYPE_CHECKING:
    from errata.model import Article, Body, Library, Picture, Ref

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


def illustrated(body: Body, article: Article, library: Library, page: str) -> Markup:
    """The same for an article's own page: pictures have sizes and smaller forms, animations wait.

    In the sanitiser's output no attribute holds a `<` or a `>`.
    """
    parts, refs = body.parts, body.refs
    pieces = [parts[0]]
    seen = 0
    for ref, part in zip(refs, parts[1:], strict=True):
        url = resolve(ref, article, library, page)
        picture = _picture(ref, article, library)
        before, _, opened = pieces[-1].rpartition("<")
        if picture and url and (opened == "img" or opened.startswith("img ")):
            seen += 1
            tag, _, rest = part.partition(">")
            pieces[-1] = before
            linked = _inside("a", pieces)
            attributes = opened.removeprefix("img") + tag
            pieces += [shown(picture, url, attributes, first=seen == 1, linked=linked), rest]
        else:
            pieces += [_attribute(ref, url), part]
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def _picture(ref: Ref, article: Article, library: Library) -> Picture | None:
    match ref:
        case AssetRef(path, "src"):
            found = asset_file(article, path, library)
            return library.pictures.get(found) if found else None
        case EmbeddedRef(path):
            return library.pictures.get(path)
        case _:
            return None


def _inside(name: str, pieces: list[str]) -> bool:
    """Whether an element is open at the end of these pieces."""
    for piece in reversed(pieces):
        opened, closed = piece.rfind(f"<{name} "), piece.rfind(f"</{name}>")
        if max(opened, closed) >= 0 or piece.endswith(f"<{name}"):
            return piece.endswith(f"<{name}") or opened > closed
    return False


def _attribute(ref: Ref, url: str | None) -> str:
    match ref:
        case EmbeddedRef() | AssetRef(attribute="src") | BrokenRef(attribute="src"):
            return f' src="{escape(url or MISSING)}"'
        case _:
            return f' href="{escape(url)}"' if url else ""
