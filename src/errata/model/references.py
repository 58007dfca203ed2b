"""What an article refers to, and its HTML with those references left open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where something is in an article's file: 1-based line, and column in characters."""

    line: int = 1
    column: int = 1


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


@dataclass(frozen=True, slots=True)
class AssetRef:
    """A picture or download, by its path below the knowledge base."""

    path: str
    attribute: str
    """`src` for a picture, `href` for a download."""
    position: Position


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


@dataclass(frozen=True, slots=True)
class BrokenRef:
    """A relative link to nothing in the knowledge base; its text stays, its target goes."""

    authored: str
    attribute: str
    position: Position


Ref = ArticleRef | AssetRef | EmbeddedRef | AnchorRef | CodeRef | BrokenRef


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
