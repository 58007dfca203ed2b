"""What an article refers to, and its HTML with those references left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is in an article's file: 1-based line, and column in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class FileRef:
    """A link or picture by its file, as it was read: what it leads to is known when all files are.

    Linking replaces it by one of the others, so that no page sees it.
    """

    path: str
    """As written, percent signs decoded: from the article's folder, or from the root after `/`."""
    query: str
    fragment: str
    attribute: str
    """`src` for a picture, `href` for a link."""
    authored: str
    """The whole address, or `[[name]]`."""
    position: Position
    by_name: bool = False
    """The path is a wiki's: the name or title of a page, in whatever folder it is."""


@dataclass(frozen=True, slots=True)
class FolderRef:
    """A link to a folder that has no page of its own: the site makes one of it."""

    folder: str
    """Below the folder of the locale; empty for the locale itself."""


@dataclass(frozen=True, slots=True)
class AddressRef:
    """A link to a page of the site of which the knowledge base is a part."""

    url: str


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """A link to another article, whatever URL the author used."""

    number: str
    fragment: str
    # A link to an article that is only on the vendor's site leads there.
    authored: str
    """The absolute URL as written, kept where the knowledge base does not have the article;
    empty for a relative one, which then leads nowhere."""
    position: Position
    spelling: str = ""
    """The path of the file, where the author's differs from it in case; else empty."""


@dataclass(frozen=True, slots=True)
class AssetRef:
    """A picture or download, by its path below the knowledge base."""

    path: str
    attribute: str
    """`src` for a picture, `href` for a download."""
    position: Position
    spelling: str = ""
    """As in `ArticleRef`."""


@dataclass(frozen=True, slots=True)
class StaticRef:
    """A picture or download among the static files, by its path in the site."""

    path: str
    attribute: str
    """As in `AssetRef`."""


@dataclass(frozen=True, slots=True)
class EmbeddedRef:
    """A picture that was a `data:` URI; its path is below the site's root."""

    path: str


@dataclass(frozen=True, slots=True)
class AnchorRef:
    """A link to a place on the same page."""

    fragment: str
    position: Position


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A mention of an error code, to be linked to the code's page."""

    # Whether the code has a page is known when all articles have been read.

    code: str


# Why a link leads nowhere: there is no such file; it is not in the knowledge base's folder; it is
# there, but is not part of the site.
Fault = Literal["missing", "outside", "left out"]


@dataclass(frozen=True, slots=True)
class BrokenRef:
    """A relative link to nothing in the knowledge base; its text stays, its target goes."""

    authored: str
    attribute: str
    position: Position
    fault: Fault | None = None
    """None where the address itself says that it leads nowhere."""
    path: str = ""
    """What was looked for, below the knowledge base."""
    nearest: str = ""
    """What the author probably meant, as a link from the article; empty: nothing is like it."""


Ref = (
    FileRef
    | FolderRef
    | AddressRef
    | ArticleRef
    | AssetRef
    | StaticRef
    | EmbeddedRef
    | AnchorRef
    | CodeRef
    | BrokenRef
)


@dataclass(frozen=True, slots=True)
class Body:
    """Sanitised HTML with the internal links left open.

    The HTML is `parts[0] + attribute(refs[0]) + parts[1] + …`, where an attribute is
    ` href="…"` or ` src="…"` as resolved by the link stage, or nothing.
    """

    # Links are relative, and one body is shown in several places: on the article's page, on those
    # of locales that lack it, and in its markdown page. They are filled in where that is known.
    parts: tuple[str, ...]
    """One more than refs."""
    refs: tuple[Ref, ...] = ()
