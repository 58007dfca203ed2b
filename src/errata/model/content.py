"""The content of an article: its text, ready for any page, and what the search index needs.

It is most of an article, so it is loaded on demand; see `errata.model.article`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, Literal, Protocol, runtime_checkable

from msgspec.structs import replace

from errata.model.codes import SectionKind
from errata.model.metadata import Position
from errata.values import Value


class FileRef(Value, frozen=True, tag=True):
    """A link or picture by its file, as parsed: its target is found when all files are known.

    Linking replaces it by one of the others, so that no page sees it.
    """

    path: str
    """Path as written, with percent signs decoded: from the article's folder, or from the root
    after `/`.
    """
    query: str
    fragment: str
    attribute: str
    """`src` for a picture, `href` for a link."""
    authored: str
    """The whole address, or `[[name]]`."""
    position: Position
    by_name: bool = False
    """Whether the path is a wiki's: the name or title of a page, in any folder."""


class FolderRef(Value, frozen=True, tag=True):
    """A link to a folder without a page of its own: the site makes one."""

    folder: str
    """Path below the folder of the locale; empty for the locale itself."""


class AddressRef(Value, frozen=True, tag=True):
    """A link to a page of the site that the knowledge base belongs to."""

    url: str


class ArticleRef(Value, frozen=True, tag=True):
    """A link to another article, whatever URL the author used."""

    number: str
    fragment: str
    # A link to an article that is only on the vendor's site leads there.
    authored: str
    """The absolute URL as written, kept if the knowledge base lacks the article; empty for a
    relative one, which then leads nowhere.
    """
    position: Position
    spelling: str = ""
    """The path of the file, if the author's differs from it in case; else empty."""


class AssetRef(Value, frozen=True, tag=True):
    """A picture or download, by its path below the knowledge base."""

    path: str
    attribute: str
    """`src` for a picture, `href` for a download."""
    position: Position
    spelling: str = ""
    """See `ArticleRef.spelling`."""


class StaticRef(Value, frozen=True, tag=True):
    """A picture or download among the static files, by its path in the site."""

    path: str
    attribute: str
    """See `AssetRef.attribute`."""


class EmbeddedRef(Value, frozen=True, tag=True):
    """A picture that was a `data:` URI; its path is below the site's root."""

    path: str


class AnchorRef(Value, frozen=True, tag=True):
    """A link to a place on the same page."""

    fragment: str
    position: Position


class CodeRef(Value, frozen=True, tag=True):
    """A mention of an error code, to be linked to the code's page."""

    # Whether the code has a page is known when all articles have been read.

    code: str


# Why a link leads nowhere: there is no such file; it is not in the knowledge base's folder; it is
# there, but is not part of the site.
Fault = Literal["missing", "outside", "left out"]


class BrokenRef(Value, frozen=True, tag=True):
    """A relative link to nothing in the knowledge base; its text stays, its target is removed."""

    authored: str
    attribute: str
    position: Position
    fault: Fault | None = None
    """None if the address itself shows that it leads nowhere."""
    path: str = ""
    """The missing path below the knowledge base."""
    nearest: str = ""
    """What the author probably meant, as a link from the article; empty if nothing is similar."""


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


class Body(Value, frozen=True):
    """Sanitised HTML with its internal links left open.

    The HTML is `parts[0] + attribute(refs[0]) + parts[1] + …`, where an attribute is
    ` href="…"` or ` src="…"` as resolved by the link stage, or nothing.
    """

    # Links are relative, and one body is shown in several places: on the article's page, on those
    # of locales that lack it, and in its markdown page. They are filled in where that is known.
    parts: tuple[str, ...]
    """HTML between the references; one more than refs."""
    refs: tuple[Ref, ...] = ()


class SearchText(Value, frozen=True):
    """The terms of an article by field, as `errata.search.tokens` makes them, and its lines."""

    # Terms are in reading order, separated by single spaces: to keep and to count one text costs a
    # tenth of what a list costs.
    title: str = ""
    description: str = ""
    keywords: str = ""
    body: str = ""
    lines: tuple[str, ...] = ()
    """Sentences and lines of code that are not messages, the best for a snippet first; bounded."""
    line_numbers: tuple[int, ...] = ()
    """Number of each line in the source file."""

    def without_lines(self) -> SearchText:
        """Return the terms alone: an index has those of all articles in memory at once."""
        return replace(self, lines=(), line_numbers=())


class Heading(Value, frozen=True):
    """A heading as the reader sees it."""

    level: int
    """2 to 6; the article's own first heading is its title and is not listed."""
    id: str
    """Id, unique on the page."""
    text: str
    """Plain text, repaired."""
    line: int
    kind: SectionKind | None = None
    column: int = 1
    """Column of its text if the file has it as shown; else of the line's beginning."""
    length: int = 0
    """Characters of the text in the file; 0 if the file differs."""
    # Exporters wrote headings as bold lines, authors emphasise whole lines as well.
    minor: bool = False
    """Whether it was made from a bold line without a known section's name: left out of the
    contents.
    """


class Section(Value, frozen=True):
    """The text from one recognised heading to the next one of its rank or above."""

    kind: SectionKind
    id: str
    """Id of its heading."""
    title: str
    text: str
    """Plain text without the heading; one line end between paragraphs."""


class CodeSection(Value, frozen=True):
    """What an article says of one code: below a heading that is named after it, or in a row."""

    code: str
    id: str
    """Id of that heading; for a row, of the nearest one above, or empty."""
    title: str
    """The heading's text; empty for a row of a table or an entry of a definition list."""
    text: str
    """Plain text, one line end between paragraphs or cells; the beginning of a long one."""
    resolution: str = ""
    """Text of a resolution section in it, or of a resolution column."""
    resolution_id: str = ""
    cause: str = ""
    """Text of a cause column."""


class Embedded(Value, frozen=True):
    """A picture decoded from a `data:` URI."""

    # Named by the digest of its content, so that articles that embed one picture share a file.
    path: str
    """Path below the site's root."""
    data: bytes
    place: Position = Position()
    """Place of its first address; of the line that includes it from another file."""


class ArticleContent(Value, frozen=True):
    """Data of an article for the pages that show it; positions in it are only for findings."""

    title: Body = Body(("",))
    """The body's own first heading, or the title where it has none; inline HTML."""
    body: Body = Body(("",))
    headings: tuple[Heading, ...] = ()
    sections: tuple[Section, ...] = ()
    code_sections: tuple[CodeSection, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    search: SearchText = SearchText()

    def load(self) -> ArticleContent:
        """Return itself: it is in memory."""
        return self

    @property
    def weight(self) -> int:
        """Its approximate number of characters, for caches in memory."""
        pictures = sum(len(picture.data) for picture in self.embedded)
        return sum(map(len, self.body.parts)) + 2 * len(self.search.body) + pictures


# What an article has whose content is kept elsewhere.
NOWHERE: Final = ArticleContent()


@runtime_checkable
class ContentSource(Protocol):
    """The place of an article's content."""

    def load(self) -> ArticleContent:
        """Return the content; it is the same each time."""


def heading_above(headings: Sequence[Heading], line: int) -> Heading | None:
    """Return the last heading at or before a line of the article's file."""
    index = bisect_right(headings, line, key=lambda heading: heading.line)
    return headings[index - 1] if index else None
