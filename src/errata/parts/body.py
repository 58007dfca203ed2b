"""An article's body and title on its page: the HTML with its internal links filled in.

A picture whose file is not in the knowledge base keeps its element with the address `data:,`:
that is valid, asks no server for anything, loads as no picture, and so shows its alternative text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.model import AssetRef, BrokenRef, EmbeddedRef
from errata.parts.illustrations import image_attributes
from errata.targets import asset_file, resolve_reference

if TYPE_CHECKING:
    from errata.model import Article, Body, Library, Picture, Ref

MISSING: Final = "data:,"
_AROUND: Final = re.compile(r"<(/?)(a|picture)(?=[ >]|$)")
"""Elements in which a picture stays a plain one; the text may end where a link's address begins."""


def resolve_links(body: Body, article: Article, library: Library, page: str) -> Markup:
    """A body or title for the given page; what leads nowhere has no `href` and keeps its text."""
    parts, refs = body.parts, body.refs
    if not refs:
        return Markup("".join(parts))  # noqa: S704 - sanitised by the parse stage, last
    pieces = [parts[0]]
    for ref, part in zip(refs, parts[1:], strict=True):
        pieces.append(_attribute(ref, resolve_reference(ref, article, library, page)))
        pieces.append(part)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def render_images(body: Body, article: Article, library: Library, page: str) -> Markup:
    """The same for an article's own page: pictures have sizes and smaller forms, animations wait.

    In the sanitiser's output no attribute holds a `<` or a `>`.
    """
    parts, refs = body.parts, body.refs
    pieces = [parts[0]]
    opened = _opened(parts[0], frozenset())
    seen = 0
    for ref, part in zip(refs, parts[1:], strict=True):
        url = resolve_reference(ref, article, library, page)
        picture = _picture(ref, article, library)
        before, _, tag = pieces[-1].rpartition("<")
        if picture and url and (tag == "img" or tag.startswith("img ")):
            seen += 1
            attributes, _, rest = part.partition(">")
            attributes = tag.removeprefix("img") + attributes
            image = image_attributes(picture, url, attributes, first=seen == 1, alone=not opened)
            pieces[-1:] = [before, image, rest]
        else:
            pieces += [_attribute(ref, url), part]
        opened = _opened(part, opened)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def _opened(text: str, before: frozenset[str]) -> frozenset[str]:
    """Which links and pictures of the author's are open behind a text."""
    for found in _AROUND.finditer(text):
        before = before - {found[2]} if found[1] else before | {found[2]}
    return before


def _picture(ref: Ref, article: Article, library: Library) -> Picture | None:
    match ref:
        case AssetRef(path, "src"):
            found = asset_file(article, path, library)
            return library.pictures.get(found) if found else None
        case EmbeddedRef(path):
            return library.pictures.get(path)
        case _:
            return None


def _attribute(ref: Ref, url: str | None) -> str:
    match ref:
        case EmbeddedRef() | AssetRef(attribute="src") | BrokenRef(attribute="src"):
            return f' src="{escape(url or MISSING)}"'
        case _:
            return f' href="{escape(url)}"' if url else ""
