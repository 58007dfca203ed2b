"""The nouns: what flows from a folder of articles to a site.

`Source -> Parsed(Article, Diagnostic…, Secret…) -> Library -> Page -> Artifact`

All are frozen; all sequences are sorted by whoever makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - pydantic and dataclass users resolve the annotation
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Diagnostic


# ── what is read ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """One article file as it lies on disk."""

    path: str
    """POSIX path below the knowledge base, such as `en/KA-19371.md`."""
    locale: str
    """BCP 47 tag of the folder it is in, or the default locale."""
    data: bytes

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def folder(self) -> str:
        """The file's folder below the knowledge base, empty for the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Folder:
    """A knowledge base as it was read: articles in memory, assets by name only."""

    sources: tuple[Source, ...]
    """Sorted by path."""
    assets: Mapping[str, int]
    """POSIX path below the knowledge base -> size in bytes."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Files that could not be read; each is left out."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One Jinja template and where a person finds it."""

    text: str
    path: str
    """Shown in messages."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates, interface strings and files of the look, all in memory."""

    defaults: Mapping[str, TemplateFile]
    """The shipped templates by name, such as `article.html`; also reachable as `default/…`."""
    overrides: Mapping[str, TemplateFile]
    """A user's own templates; they win."""
    strings: Mapping[str, Mapping[str, str]]
    """Locale -> message id -> text in that language."""
    assets: Mapping[str, bytes]
    """Path below the site's `assets/` -> content."""


# ── what an article is ──────────────────────────────────────────────────────────────────────


class SectionKind(StrEnum):
    """The parts of a KCS article that a heading can announce."""

    DESCRIPTION = "description"
    ENVIRONMENT = "environment"
    ISSUE = "issue"
    CAUSE = "cause"
    RESOLUTION = "resolution"
    REPRODUCTION = "reproduction"
    RELATED = "related"
    NOTE = "note"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must never be published: internal notes, a CRM address, a person's name.

    It has no way into a view: it is kept apart from the article, and showing it fails loudly.
    """

    kind: str
    """The front-matter key it came from."""
    _value: str = field(repr=False)

    def __str__(self) -> str:
        message = f"an internal value ({self.kind}) must not be shown"
        raise TypeError(message)

    def __format__(self, spec: str) -> str:
        return str(self)

    def reveal_to_leak_check(self) -> str:
        """The value; for the search of the finished output alone."""
        return self._value


@dataclass(frozen=True, slots=True)
class Metadata:
    """The public part of the front matter, normalised. Internal keys are not here, see `Secret`."""

    title: str
    """Labels such as `[!DNL …]` are already plain text."""
    description: str
    """Empty where the author left the exporter's placeholder."""
    number: str
    """`KA-19371`, or `KT-10959` for the video pages, which have no article-number."""
    solutions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Without the constant `KCS`, without repetitions."""
    created: datetime | None = None
    """Aware, UTC."""
    published: datetime | None = None
    """Aware, UTC."""
    version: int | None = None
    bug: bool = False
    hidden: bool = False
    """`hide` or `hidefromtoc`: reachable, but noindex and in no list."""
    machine_translated: bool = False
    audience: tuple[str, ...] = ()
    """`role` and `level` of the KT pages; no persons."""
    video_thumbnail: str = ""
    team: str = ""
    """Shown only where the configuration maps the publisher to a team."""
    key_lines: Mapping[str, int] = field(default_factory=dict)
    """Front-matter key -> 1-based line in the source, for diagnostics."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the reader sees it."""

    level: int
    """2 to 6; the article's own first heading is its title and is not listed."""
    id: str
    """Unique on the page."""
    text: str
    """Plain text, repaired."""
    line: int
    kind: SectionKind | None = None
    minor: bool = False
    """Made from a bold line that names no known section: left out of the contents."""


@dataclass(frozen=True, slots=True)
class Section:
    """The text from one recognised heading to the next one of its rank or above."""

    kind: SectionKind
    id: str
    """Of its heading."""
    title: str
    text: str
    """Plain text without the heading; paragraphs apart by one line end."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an article's file: 1-based line and column in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """A link to another article, whatever URL the author used."""

    number: str
    fragment: str
    authored: str
    """The absolute URL as written, kept where the knowledge base does not have the article;
    empty for a relative one, which then leads nowhere."""
    place: Place


@dataclass(frozen=True, slots=True)
class AssetRef:
    """A picture or download, by its path below the knowledge base."""

    path: str
    attribute: str
    """`src` for a picture, `href` for a download."""
    place: Place


@dataclass(frozen=True, slots=True)
class EmbeddedRef:
    """A picture that was a `data:` URI; its path is below the site's root."""

    path: str


@dataclass(frozen=True, slots=True)
class AnchorRef:
    """A link to a place on the same page."""

    fragment: str
    place: Place


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A mention of an error code, to be linked to the code's page."""

    code: str


@dataclass(frozen=True, slots=True)
class BrokenRef:
    """A relative link that leads nowhere in a knowledge base; its text stays, its target goes."""

    authored: str
    attribute: str
    place: Place


Ref = ArticleRef | AssetRef | EmbeddedRef | AnchorRef | CodeRef | BrokenRef


@dataclass(frozen=True, slots=True)
class Body:
    """Sanitised HTML with the internal links left open, so that a page can be placed anywhere.

    The HTML is `parts[0] + attribute(refs[0]) + parts[1] + …`, where an attribute is
    ` href="…"` or ` src="…"` as resolved by the link stage, or nothing.
    """

    parts: tuple[str, ...]
    """One more than refs."""
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an error code in an article."""

    code: str
    """Canonical form, such as `RED-520025`."""
    family: str
    """The family's id."""
    where: str
    """`title`, `description`, `keywords`, `prose`, `span` or `fence`."""
    line: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture decoded from a `data:` URI."""

    path: str
    """Below the site's root, named by the digest of its content."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one locale, complete but for the targets of its internal links."""

    source: str
    """Path of its file below the knowledge base."""
    locale: str
    metadata: Metadata
    title: Body
    """The body's own first heading, or the title where it has none; inline HTML."""
    body: Body
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    """In reading order: title, description, keywords, body."""
    embedded: tuple[Embedded, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Every id in the body."""
    external: tuple[str, ...] = ()
    """Hosts of pictures and embeds on other servers, sorted."""

    @property
    def number(self) -> str:
        """The article's number, its identity across locales."""
        return self.metadata.number

    @property
    def codes(self) -> tuple[str, ...]:
        """Distinct codes in reading order."""
        return tuple(dict.fromkeys(mention.code for mention in self.mentions))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What parsing made of one source; never an exception."""

    source: str
    article: Article | None
    diagnostics: tuple[Diagnostic, ...] = ()
    secrets: tuple[Secret, ...] = ()
    """Kept apart from the article so that nothing downstream can show them."""


# ── error codes ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """One code found in a text."""

    start: int
    end: int
    code: str
    """Canonical form."""
    family: str
    """The family's id."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of error codes, as `families.toml` describes it."""

    id: str
    pattern: str
    """A regular expression for one code, without groups; matched between non-word characters."""
    product: str
    meaning: str
    example: str = ""
    url: str = ""
    """The vendor's documentation."""
    wrapper: bool = False
    """Its codes wrap another message, which says more than they do."""
    kind: str = "error"
    """`error`, `status`, `exception` or `constant`."""


# ── what is written ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Library:
    """All articles, linked."""

    articles: tuple[Article, ...]
    """Sorted by locale (default first), then number."""
    by_key: Mapping[tuple[str, str], Article]
    """(locale, number) -> article."""
    locales: tuple[str, ...]
    """Default locale first, the rest sorted."""
    translations: Mapping[str, tuple[str, ...]]
    """Number -> the locales that have it, in the order of `locales`."""
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Code -> locale -> numbers of the visible articles that mention it, both sorted."""
    families: Mapping[str, Family]
    assets: Mapping[str, int]
    """As in `Folder`."""


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page to be: a template and the view it may see, nothing else."""

    path: str
    """Below the site's root, such as `en/KA-19371/index.html`."""
    template: str
    locale: str
    view: object
    """A frozen dataclass of plain values."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Content that stays on disk until it is written."""

    path: str
    """Below the knowledge base."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site."""

    path: str
    """Below the site's root; POSIX, made of safe characters."""
    content: bytes | Copy


@dataclass(frozen=True, slots=True)
class Build:
    """The whole result: files and findings, both sorted."""

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...]


INTERNAL_KEYS: Final = (
    "internal-notes",
    "dynamics-url",
    "article-created-by",
    "article-published-by",
)
"""Front-matter keys whose values become `Secret`s."""
