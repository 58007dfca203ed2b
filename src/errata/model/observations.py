"""What reading notes for the checks: each class is one kind of observation.

Reading says what is there. Whether that is a fault, how it is named and how to fix it is decided by
the check with the class in its scope, so that nothing below the checks knows their codes.

Those with a `count` are structs, since a named tuple has a method of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from errata.diagnostics import Fix, Span
from errata.model.metadata import UnknownKey

# Why a file or a folder is not read for articles.
PassedKind = Literal[
    "markup",
    "contents",
    "fragment",
    "about",
    "index",
    "beside",
    "hidden",
    "tool",
    "active",
    "excluded",
]


class UnusableFile(NamedTuple):
    """A file that is left out, or used differently from how it looks; the reader says why."""

    span: Span
    message: str
    help: str
    is_left_out: bool = True
    end: tuple[int, int] | None = None
    """Line and column after the fault."""


class PassedOver(NamedTuple):
    """The files and folders that are not read as articles, sorted by path."""

    kinds: Mapping[str, PassedKind]
    """Path -> reason."""


class UnreadableFrontMatter(NamedTuple):
    """A front matter that cannot be read, or an empty file; the reader gives the reason."""

    span: Span
    message: str
    help: str
    is_fault: bool = True
    """False if the article can be shown: a value is taken as a text, or a key is there twice."""
    end: tuple[int, int] | None = None
    """Line and column after the fault."""
    fix: Fix | None = None
    first: Span | None = None
    """Of a key that is given twice: its first place."""


class UntitledArticle(NamedTuple):
    """An article with a title neither in its front matter nor as a heading."""

    span: Span
    shown: str
    """The title made of its file's name."""


class MalformedValue(NamedTuple):
    """A front matter value of the wrong type for its key; the schema gives the reason."""

    span: Span
    message: str
    help: str
    is_foreign: bool = False
    """Whether the key is another tool's, for which the value may be right."""
    end: tuple[int, int] | None = None
    """Line and column after the value."""


class UnknownKeys(NamedTuple):
    """The unknown keys of all articles, in the order of files."""

    keys: tuple[UnknownKey, ...]


class UnreadableDate(NamedTuple):
    """A value that should be a date and cannot be read as one; the schema gives the reason."""

    span: Span
    message: str
    help: str
    end: tuple[int, int] | None = None
    """Line and column after the value."""


class UnusableOldAddress(NamedTuple):
    """A former address of an article for which no page or rule can be made."""

    span: Span
    message: str
    help: str


class InternalFault(NamedTuple):
    """An exception while reading an article, or in one check of it."""

    span: Span
    error: str
    """Name of the exception's class; its message may quote the article."""
    check: str = ""
    """Code of the check that raised it; empty: the article could not be read."""


class TooDeeplyNested(NamedTuple):
    """Blocks nested beyond the limit; their content is shown as text."""

    span: Span
    """Place of the first one."""
    limit: int


class TooManyReferences(NamedTuple):
    """References or abbreviations would add more text than the article has; the rest stays text."""

    span: Span


class LevelChange(NamedTuple):
    """A heading that is shown at another level than authored."""

    span: Span
    """Place of its line."""
    authored: int
    shown: int


class SkippedLevel(Struct, frozen=True):
    """Headings whose level is not one below that of their parent."""

    span: Span
    """Place of the first one."""
    authored: int
    level: int
    """The level at which it is shown."""
    count: int = 1
    """How many in the article skip the same level."""
    changes: tuple[LevelChange, ...] = ()
    """Changes of all headings of the article that are shown at another level."""


class FurtherTitle(Struct, frozen=True):
    """Headings of the first level other than the article's title."""

    span: Span
    """Place of the first one."""
    count: int


class RepeatedId(NamedTuple):
    """A heading with an id that its author also gave to another one."""

    span: Span
    id: str
    first: Span
    new_id: str = ""
    """The id that it has on the page."""


class EmbeddedImage(NamedTuple):
    """A picture that is embedded in the article as a `data:` URI."""

    span: Span
    path: str
    """Path of its file below the site's root; empty if it cannot be read."""


class UnknownTag(NamedTuple):
    """A tag that HTML does not have; each name once in an article."""

    span: Span
    name: str
    """The name as the author wrote it."""
    is_unknown: bool = True
    """False if HTML has the name, but this is not a tag."""


class RemovedHtml(NamedTuple):
    """HTML that an article may not use; each kind once in an article."""

    span: Span
    """Place of its block."""
    what: str
    """A description for a message."""
    tag: str = ""
    """The tag as written."""
    attribute: str = ""
    """Attribute of the tag, if only that is removed."""


class UnusableAddress(NamedTuple):
    """A link whose address is not kept, such as `https://<host>/` or `ftp://a`; its text stays."""

    span: Span
    address: str
    end: tuple[int, int] | None = None
    """Its end in the file, if it was found there."""


class UnbalancedBlock(NamedTuple):
    """A block that is opened and not closed, or closed and not opened."""

    span: Span
    missing: str
    """The missing marker."""


class EmptyCallout(NamedTuple):
    """A callout without text and without a title of its own, whose text must be indented."""

    span: Span
    mark: str
    """Its line, as written."""


class LostCells(NamedTuple):
    """Cells of a table beyond its last column; no page shows them."""

    span: Span
    """Place of the first one."""
    end: tuple[int, int]
    text: str
    """The cells of the first row with such, as written."""
    columns: int
    rows: int
    """How many rows have such cells."""


class ForeignMarkup(Struct, frozen=True):
    """Markup that only another generator can run; each form once in an article."""

    span: Span
    """Place of the first one."""
    form: str
    """The markup as written, without arguments: `{{< hint >}}`."""
    count: int
    is_replaced: bool
    """Whether readers see the same as on the other generator's site."""


class IncludeFault(NamedTuple):
    """A file that an article includes and that cannot be inserted."""

    span: Span
    name: str
    """The name as the author wrote it."""
    why: str
    """`missing`, `outside` the knowledge base, `loop`, `code`, `part`, `snippet` or `many`."""
    nearest: str
    """The most similar path, or name of a snippet; or empty."""


class FaultySuppression(NamedTuple):
    """A comment that should suppress a finding, and does not."""

    span: Span
    fault: Literal["reason", "unused", "unknown", "all", "word"]
    text: str
    """The names in it; for `unknown`, the message."""
    help: str = ""


class DuplicateNumber(NamedTuple):
    """An article that is left out because another has its number in its locale."""

    span: Span
    number: str
    first: Span
    """The number in the other article."""


class PathConflict(NamedTuple):
    """A page or file of the site that is left out because its path is taken."""

    span: Span
    """Place of its source."""
    path: str
    winner: str
    """The path that was taken first: the same, a folder of it, or a file below it."""
    is_page: bool
