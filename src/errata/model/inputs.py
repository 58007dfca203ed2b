"""What a build reads: articles and their conventions, the theme, pictures, ids, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from errata.diagnostics import Span
    from errata.model.built import Spooled
    from errata.model.codes import Family
    from errata.model.observations import PassedOver, UnusableFile


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was measured; without a size where that is unknown."""

    width: int = 0
    """In pixels, as it is shown; 0: unknown."""
    height: int = 0
    smaller: bytes = field(default=b"", repr=False)
    """The same as WebP, where that takes much fewer bytes; else empty."""
    still: bytes = field(default=b"", repr=False)
    """Of an animation, its first frame as WebP."""
    # A damaged picture is a finding and stays on its page, where a browser may do better.
    fault: str = ""
    """Why it could not be read; then nothing else is known."""


# Path -> content of each picture (None: the file at that path below the knowledge base), to what is
# known of those that are pictures. It does all reading of files, so that the core does none.
ImageProbe = Callable[[Mapping[str, bytes | None]], Mapping[str, Picture]]


def no_image_sizes(wanted: Mapping[str, bytes | None]) -> dict[str, Picture]:  # noqa: ARG001 - an `ImageProbe`
    """Know nothing of any picture: pages then show them as they are."""
    return {}


IdKind = Literal["article", "code"]


@dataclass(frozen=True, slots=True)
class PublishedId:
    """An id that `ids.lock` records: its address must lead somewhere for ever."""

    kind: IdKind
    id: str
    """An article's number or an error code."""
    span: Span
    """Its line in `ids.lock`, as a person finds the file."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the vendor's list of error codes."""

    code: str
    message: str
    """Empty where the list gives none."""
    url: str
    """The vendor's page, or empty."""
    span: Span
    """Its line in the list, as a person finds the file."""


@dataclass(frozen=True, slots=True)
class StaticFolder:
    """The files that are published as they are, by name only."""

    path: str = ""
    """Seen from the knowledge base, such as `../static`: findings are counted from there."""
    files: tuple[str, ...] = ()
    """POSIX paths below the folder, which are their paths in the site; sorted."""
    unusable: tuple[UnusableFile, ...] = ()
    """Files that cannot be published; each is left out."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads besides the articles, the theme and the keys of the configuration."""

    families: tuple[Family, ...] = ()
    families_are_default: bool = False
    """Nobody chose the families: the packs that fit the articles' origin are added."""
    families_locale: str = "en"
    """The language of the families' descriptions."""
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Locale -> groups of words that mean the same to a search."""
    catalogue: tuple[CatalogueEntry, ...] = ()
    published_ids: tuple[PublishedId, ...] = ()
    redirect_places: Mapping[str, Span] = field(default_factory=dict)
    """Article number or code that is redirected -> where the configuration says so."""
    static: StaticFolder = field(default_factory=StaticFolder)
    # The core has no clock: a command says what time it is.
    now: datetime | None = None
    """Aware, UTC; what is published depends on it where articles have days."""
    drafts: bool = False
    """Whether drafts are in the site, marked."""


@dataclass(frozen=True, slots=True)
class Includes:
    """What an article includes, with what that includes in turn."""

    files: tuple[tuple[str, bytes], ...] = ()
    """Path below the knowledge base and content, sorted."""
    nearest: tuple[tuple[str, str], ...] = ()
    """Name of a file that is not there, and the path most like it, or nothing; sorted."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article file as it lies on disk."""

    path: str
    """POSIX path below the knowledge base, such as `en/KA-19371.md`."""
    locale: str
    """BCP 47 tag of the folder it is in, or the default locale."""
    held: bytes | Spooled = field(repr=False)
    """Its bytes, or where they are now: see `data`."""
    page: str = ""
    """As `page_path`; empty where the path says it: the locale's folder is named after it."""
    name: str = ""
    """What the article is called unless it has a number; empty until all files are known."""
    includes: Includes | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.held if isinstance(self.held, bytes) else self.held.read()

    @property
    def page_path(self) -> str:
        """Path below the locale's folder, without ending: `mail/first`; translations share it."""
        return self.page or self.path.removeprefix(f"{self.locale}/").removesuffix(".md")

    @property
    def stem(self) -> str:
        """The file's name without folder, ending and locale."""
        return self.page_path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The file's folder below the knowledge base, empty for the top."""
        return self.path.rpartition("/")[0]


class SourceTexts(Mapping[str, bytes]):
    """Path of each article's file -> its bytes, read when they are asked for."""

    def __init__(self, sources: Iterable[Source], prefix: str = "") -> None:
        """The prefix stands before each path."""
        self._sources = {prefix + source.path: source for source in sources}

    def __getitem__(self, path: str) -> bytes:
        return self._sources[path].data

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(frozen=True, slots=True)
class FolderLabel:
    """What a file in a folder says of it: Docusaurus' `_category_.json`."""

    title: str = ""
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A knowledge base as it was read: articles in memory, assets by name only."""

    sources: tuple[Source, ...]
    """Sorted by path."""
    # Sizes only: pictures are copied from file to file when the site is written.
    assets: Mapping[str, int]
    """POSIX path below the knowledge base -> size in bytes."""
    unusable: tuple[UnusableFile, ...] = ()
    """Files that are left out or read otherwise than they seem, by path."""
    # Tools leave their settings there: what the folder was written for can be told from them.
    markers: tuple[str, ...] = ()
    """Names of all that lies at the top of the knowledge base and in the folders above it, up to
    that of the configuration; sorted."""
    passed_over: PassedOver | None = None
    """Files that are not articles, although somebody may take them for some."""
    fragments: Mapping[str, bytes] = field(default_factory=dict)
    """Path below the knowledge base -> content of markdown that articles may include."""
    name: str = ""
    """What the folder is called, since links from the root may begin with it."""
    labels: Mapping[tuple[str, str], FolderLabel] = field(default_factory=dict)
    """(locale, path of a folder below that of the locale) -> its title and order."""


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
    # Apart from the shipped ones, so that a template can extend the one that it replaces.
    overrides: Mapping[str, TemplateFile]
    """A user's own templates; they win."""
    strings: Mapping[str, Mapping[str, str]]
    """Locale -> message id -> text in that language."""
    assets: Mapping[str, bytes]
    """Path below the site's `assets/` -> content."""
    string_files: Mapping[str, TemplateFile] = field(default_factory=dict)
    """Locale -> a user's own file of strings as it is written, for messages."""


# What a key may be instead of one of ours: for nobody, for everybody, for other tools.
DECLARED_MEANINGS: Final = ("internal", "public", "ignored")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a folder of articles takes for granted, from presets and the configuration.

    Reading depends on it, so its texts are the same for the same folder in every run: sequences are
    sorted or ordered, never sets.
    """

    presets: tuple[str, ...] = ()
    """Names of the tools whose conventions were found or configured."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """A key as the authors write it, in small letters, nested ones joined by dots -> our key, or
    `public`, `internal` or `ignored`."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our key -> a value as the authors write it, in small letters -> our value."""
    required: tuple[str, ...] = ()
    """Our keys that every article must have, besides its title."""
    number: str = ""
    """Pattern of an article's number; empty: any text is one."""
    dialects: tuple[str, ...] = ()
    """Names of syntax that plain markdown could mean otherwise, sorted."""
    families: tuple[str, ...] = ()
    """Names of packs of error-code families."""
    link_root: str = ""
    """Address of the articles' folder in links from the root, such as `/docs/`."""
    asset_roots: tuple[str, ...] = ()
    """Folders in which a picture's address from the root is looked for."""
    article_bases: tuple[str, ...] = ()
    """Host and path in front of an article number, without the locale segment after the host."""


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What changed in an original since its translation was last written."""

    added: int
    """Lines."""
    removed: int
    lines: tuple[int, ...] = ()
    """Lines of the original, as it is now, that are new or changed."""
