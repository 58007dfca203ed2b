"""What reading notes for the checks: each class is one kind of thing that was seen.

Reading says what is there. Whether that is a fault, how it is called and how to fix it is up to the
check whose scope the class is, so that nothing below the checks knows their codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Fix, Span
    from errata.model.metadata import UnknownKey

# Why a file or a folder is not read for articles.
PassedKind = Literal["markup", "contents", "fragment", "about", "index", "hidden", "tool", "active"]


@dataclass(frozen=True, slots=True)
class UnusableFile:
    """A file that is left out, or used in another way than it seems; the reader says why."""

    span: Span
    message: str
    help: str
    is_left_out: bool = True
    end: tuple[int, int] | None = None
    """Line and column behind what is wrong."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """The files and folders that are not read for articles, sorted by path."""

    kinds: Mapping[str, PassedKind]
    """Path -> why."""


@dataclass(frozen=True, slots=True)
class UnreadableFrontMatter:
    """A front matter that cannot be read, or a file of nothing; the reader says why."""

    span: Span
    message: str
    help: str
    is_fault: bool = True
    """False where nothing is lost: an empty file, or a value that was taken as a text."""
    end: tuple[int, int] | None = None
    """Line and column behind what is wrong."""
    fix: Fix | None = None
    first: Span | None = None
    """Of a key that is given twice: where it is given first."""


@dataclass(frozen=True, slots=True)
class UntitledArticle:
    """An article with a title neither in its front matter nor as a heading."""

    span: Span
    shown: str
    """Made of its file's name."""


@dataclass(frozen=True, slots=True)
class MalformedValue:
    """A value of the front matter that is not of its key's type; the schema says why."""

    span: Span
    message: str
    help: str
    is_foreign: bool = False
    """Whether the key is another tool's, where the value may be right."""
    end: tuple[int, int] | None = None
    """Line and column behind the value."""


@dataclass(frozen=True, slots=True)
class UnknownKeys:
    """The unknown keys of all articles, in the order of files."""

    seen: tuple[UnknownKey, ...]


@dataclass(frozen=True, slots=True)
class UnreadableDate:
    """A value that should be a date and cannot be read as one; the schema says why."""

    span: Span
    message: str
    help: str
    end: tuple[int, int] | None = None
    """Line and column behind the value."""


@dataclass(frozen=True, slots=True)
class UnusableOldAddress:
    """An address of an article on another site that no page or rule can be made for."""

    span: Span
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class InternalFault:
    """Reading an article, or one check of it, ended in an exception."""

    span: Span
    error: str
    """Name of the exception's class; its message may quote the article."""
    check: str = ""
    """Code of the check that raised it; empty: the article could not be read."""


@dataclass(frozen=True, slots=True)
class TooDeeplyNested:
    """Blocks within blocks beyond the limit; what is in them is shown as text."""

    span: Span
    """Of the first."""
    limit: int


@dataclass(frozen=True, slots=True)
class TooManyReferences:
    """References put more text into the page than the article has; the rest is not linked."""

    span: Span


class LevelChange(NamedTuple):
    """A heading that is shown at another level than its author wrote."""

    span: Span
    """Of its line."""
    authored: int
    shown: int


@dataclass(frozen=True, slots=True)
class SkippedLevel:
    """Headings whose level is not one below the heading that they belong to."""

    span: Span
    """Of the first."""
    authored: int
    level: int
    """The level at which it is shown."""
    count: int = 1
    """How many in the article skip the same level."""
    changes: tuple[LevelChange, ...] = ()
    """Of all headings of the article that are shown at another level than written."""


@dataclass(frozen=True, slots=True)
class FurtherTitle:
    """Headings of the first level besides the article's title."""

    span: Span
    """Of the first."""
    count: int


@dataclass(frozen=True, slots=True)
class RepeatedId:
    """A heading with the id that its author gave another one, too."""

    span: Span
    id: str
    first: Span
    made: str = ""
    """The id that it has on the page."""


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """A picture that is written into the article as a `data:` URI."""

    span: Span
    path: str
    """Below the site's root, of the file that it becomes; empty where it cannot be read."""


@dataclass(frozen=True, slots=True)
class UnknownTag:
    """A tag that HTML does not know; each name once in an article."""

    span: Span
    name: str
    """As the author wrote it."""
    is_unknown: bool = True
    """False where HTML has the name, too, and only this one is not a tag."""


@dataclass(frozen=True, slots=True)
class RemovedHtml:
    """HTML that an article may not use; each kind once in an article."""

    span: Span
    """Of its block."""
    what: str
    """In the words of a message."""
    tag: str = ""
    """As it is written."""
    attribute: str = ""
    """Of the tag, where only that is removed."""


@dataclass(frozen=True, slots=True)
class UnusableAddress:
    """A link whose address no browser takes, such as `https://<host>/`; its text is kept."""

    span: Span
    address: str


@dataclass(frozen=True, slots=True)
class UnbalancedBlock:
    """A block that is opened and not closed, or the other way round."""

    span: Span
    missing: str
    """The marker that is not there."""


@dataclass(frozen=True, slots=True)
class ForeignMarkup:
    """What only another generator can run; each form once in an article."""

    span: Span
    """Of the first."""
    form: str
    """As the author wrote it, without arguments: `{{< hint >}}`."""
    count: int
    is_replaced: bool
    """Readers see what they would see there."""


@dataclass(frozen=True, slots=True)
class IncludeFault:
    """A file that an article includes and that cannot be put there."""

    span: Span
    name: str
    """As the author wrote it."""
    why: str
    """`missing`, `outside` the knowledge base, `loop` or `many`."""
    nearest: str
    """Path of the file whose name is most like it, or empty."""


@dataclass(frozen=True, slots=True)
class FaultySuppression:
    """A comment that is to keep a finding quiet, and does not."""

    span: Span
    fault: Literal["reason", "unused", "unknown", "all", "word"]
    text: str
    """What it names; for `unknown`, the message."""
    help: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateNumber:
    """An article that is left out because another has its number in its locale."""

    span: Span
    number: str
    first: Span
    """The number in the other article."""


@dataclass(frozen=True, slots=True)
class PathConflict:
    """A page or file of the site that is left out because its path is taken."""

    span: Span
    """Where somebody wrote what it is made of."""
    path: str
    winner: str
    """The path that was taken first: the same, a folder of it, or a file below it."""
    is_page: bool
