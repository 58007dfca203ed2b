"""The inputs of a build, such as articles, conventions and pictures, and the files of an import."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

from msgspec import Struct, field

from errata.diagnostics import Span
from errata.model.built import Spooled
from errata.model.codes import Family
from errata.model.observations import PassedOver, UnusableFile
from errata.values import Value

PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
"""How files of PNG, JPEG, GIF and WebP begin."""


class Picture(Struct, frozen=True):
    """A picture as measured; without a size if that is unknown."""

    width: int = 0
    """Width in pixels as shown; 0 if unknown."""
    height: int = 0
    smaller: bytes = b""
    """The same as WebP, if that takes much fewer bytes; else empty."""
    still: bytes = b""
    """The first frame of an animation as WebP."""
    # A damaged picture is a finding and stays on its page, where a browser may do better.
    fault: str = ""
    """Why it could not be read; then nothing else is known."""


# Path -> a function that loads an embedded picture, which is named by its content (None: the file
# at that path below the knowledge base).
WantedPictures = Mapping[str, Callable[[], bytes] | None]
# Returns what is known of those that are pictures. It does all reading of files, so that the core
# does none.
ImageProbe = Callable[[WantedPictures], Mapping[str, Picture]]


def no_image_sizes(pictures: WantedPictures) -> dict[str, Picture]:  # noqa: ARG001 - an `ImageProbe`
    """Return no sizes: pages then show pictures as they are."""
    return {}


IdKind = Literal["article", "code"]


class PublishedId(Struct, frozen=True):
    """An id recorded in `ids.lock`: its address must always lead somewhere."""

    kind: IdKind
    id: str
    """An article's number or an error code."""
    span: Span
    """Its line in `ids.lock`, with the path that people see."""


# How findings name the configuration, whichever file it is in
SETTINGS: Final = "errata.toml"


class CatalogueEntry(Struct, frozen=True):
    """One line of the vendor's list of error codes."""

    code: str
    message: str
    """The message; empty if the list has none."""
    url: str
    """The vendor's page, or empty."""
    span: Span
    """Its line in the list, with the path that people see."""


class StaticFolder(Struct, frozen=True):
    """The files that are published unchanged, by name only."""

    path: str = ""
    """The folder as seen from the knowledge base, such as `../static`: findings are relative to it.
    """
    files: tuple[str, ...] = ()
    """POSIX paths below the folder, which are their paths in the site; sorted."""
    unusable: tuple[UnusableFile, ...] = ()
    """Files that cannot be published; each is left out."""


class Inputs(Struct, frozen=True):
    """Inputs of a build other than the articles, the theme and the keys of the configuration."""

    families: tuple[Family, ...] = ()
    families_are_default: bool = False
    """Whether nobody chose the families: packs that fit the articles' origin are added."""
    families_locale: str = "en"
    """The language of the families' descriptions."""
    synonyms: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Locale -> groups of words that mean the same to a search."""
    catalogue: tuple[CatalogueEntry, ...] = ()
    published_ids: tuple[PublishedId, ...] = ()
    setting_places: Mapping[tuple[str, ...], Span] = field(default_factory=dict)
    """Path of a key of the configuration, such as `("site", "name")` -> its place."""
    static: StaticFolder = StaticFolder()
    # The core has no clock: a command says what time it is.
    now: datetime | None = None
    """Time of the build, aware, UTC; articles with publication dates depend on it."""
    drafts: bool = False
    """Whether drafts are in the site, with a badge."""

    def place_setting(self, *keys: str) -> Span:
        """Return the place of a key of the configuration, or of the table around it."""
        paths = (keys[:depth] for depth in range(len(keys), 0, -1))
        places = (self.setting_places[path] for path in paths if path in self.setting_places)
        return next(places, Span(SETTINGS))


class Includes(Struct, frozen=True):
    """The files that an article includes, directly or through others."""

    files: tuple[tuple[str, bytes], ...] = ()
    """Path below the knowledge base and content, sorted."""
    nearest: tuple[tuple[str, str], ...] = ()
    """Name of a missing file, and the most similar path or nothing; sorted."""


class TextTraits(Value, frozen=True):
    """What of each article's text is looked at in every run."""

    may_include: bool
    """Whether it may include files."""
    keys: str
    """The keys at its beginning, see `errata.articles.conventions.join_written_keys`."""
    heading: str
    """The first-level heading that it begins with, as written; empty if there is none."""
    suppresses: bool
    """Whether a comment in it may suppress findings."""
    title_end: str = ""
    """See `errata.articles.conventions.read_title_end`."""


@dataclasses.dataclass(frozen=True, slots=True)
class KnownText:
    """A text that was read by an earlier run, and whose file has not changed since."""

    digest: bytes
    """Its SHA-256."""
    traits: TextTraits
    read: Callable[[], bytes] = dataclasses.field(compare=False, repr=False)
    """Reads it; fails if it changes meanwhile."""

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Pickle the text itself, for other machines."""
        return bytes, (self.read(),)


class Source(Struct, frozen=True):
    """One article file as it is on disk."""

    path: str
    """POSIX path below the knowledge base, such as `en/KA-19371.md`."""
    locale: str
    """BCP 47 tag of the folder it is in, or the default locale."""
    held: bytes | Spooled | KnownText
    """Its bytes, or their place: see `data`."""
    page: str = ""
    """See `page_path`; empty if the path gives it: the locale's folder is named after it."""
    name: str = ""
    """The article's name unless it has a number; empty until all files are known."""
    includes: Includes | None = None
    listed_title: str = ""
    """Its title if it has none itself: in the authors' table of contents, or of a home page."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.held if isinstance(self.held, bytes) else self.held.read()

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the file."""
        return sha256(self.held).digest() if isinstance(self.held, bytes) else self.held.digest

    @property
    def traits(self) -> TextTraits | None:
        """What is known of the text; None if it has to be looked at."""
        return self.held.traits if isinstance(self.held, KnownText) else None

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
    """Path of each article's file -> its bytes, read on demand."""

    def __init__(self, sources: Iterable[Source], prefix: str = "") -> None:
        """Map the sources by their paths after a prefix."""
        self._sources = {prefix + source.path: source for source in sources}
        self._last = ("", b"")  # findings are sorted by file

    def __getitem__(self, path: str) -> bytes:
        if path != self._last[0]:
            self._last = (path, self._sources[path].data)
        return self._last[1]

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file, which need not be read; empty if there is none."""
        source = self._sources.get(path)
        return source.digest.hex() if source else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class FolderLabel(Struct, frozen=True):
    """A folder's label: from Docusaurus' `_category_.json`, or a table of contents."""

    title: str = ""
    order: float | None = None


class Folder(Struct, frozen=True):
    """A knowledge base as read: articles in memory, assets by name only."""

    sources: tuple[Source, ...]
    """Articles sorted by path."""
    # Sizes only: pictures are copied from file to file when the site is written.
    assets: Mapping[str, int]
    """POSIX path below the knowledge base -> size in bytes."""
    unusable: tuple[UnusableFile, ...] = ()
    """Files that are left out or read differently from how they look, by path."""
    # Tools leave their settings there: they show what the folder was written for.
    markers: tuple[str, ...] = ()
    """Names of everything at the top of the knowledge base and in the folders above it, up to that
    of the configuration; sorted.
    """
    passed_over: PassedOver | None = None
    """Files that are not articles but look like some."""
    fragments: Mapping[str, bytes] = field(default_factory=dict)
    """Path below the knowledge base -> content of markdown that articles may include."""
    name: str = ""
    """Name of the folder, with which links from the root may begin."""
    labels: Mapping[tuple[str, str], FolderLabel] = field(default_factory=dict)
    """Locale and path of a folder below that of the locale -> its title and order."""
    places: Mapping[str, int] = field(default_factory=dict)
    """`Source.page_path` -> its place in the authors' table of contents."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Name -> value, of the settings of other tools: `site.version`."""


class TemplateFile(Struct, frozen=True):
    """One Jinja template and its path."""

    text: str
    path: str
    """The path shown in messages."""


class Theme(Struct, frozen=True, eq=False):
    """Templates, interface strings and assets, all in memory.

    Each is equal to itself alone, so that what was made of one can be remembered.
    """

    defaults: Mapping[str, TemplateFile]
    """The shipped templates by name, such as `article.html`; also reachable as `default/…`."""
    # Apart from the shipped ones, so that a template can extend the one that it replaces.
    overrides: Mapping[str, TemplateFile]
    """A user's own templates, which take precedence."""
    strings: Mapping[str, Mapping[str, str]]
    """Locale -> message id -> text in that language."""
    assets: Mapping[str, bytes]
    """Path below the site's `assets/` -> content."""
    string_files: Mapping[str, TemplateFile] = field(default_factory=dict)
    """Locale -> a user's own string file as written, for messages."""
    own_assets: frozenset[str] = frozenset()
    """Those of `assets` that are the user's."""


# What a key may mean if it is not one of ours: for nobody, for everybody, for other tools.
DECLARED_MEANINGS: Final = ("internal", "public", "ignored")


class Conventions(Struct, frozen=True):
    """The conventions of a folder of articles, from presets and the configuration.

    Parsing depends on them, so they are the same for the same folder in every run: sequences are
    sorted or ordered, never sets.
    """

    presets: tuple[str, ...] = ()
    """Names of the tools whose conventions were found or configured."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """A key as the authors write it, in lower case, nested ones joined by dots -> our key, or
    `public`, `internal` or `ignored`.
    """
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our key -> a value as the authors write it, in lower case -> our value."""
    required: tuple[str, ...] = ()
    """Our keys that every article must have, other than its title."""
    number: str = ""
    """Pattern of an article's number; empty: any text is one."""
    dialects: tuple[str, ...] = ()
    """Names of syntax that means something else in plain markdown, sorted."""
    families: tuple[str, ...] = ()
    """Names of packs of error-code families."""
    link_root: str = ""
    """Address of the articles' folder in links from the root, such as `/docs/`."""
    asset_roots: tuple[str, ...] = ()
    """Folders to search for a picture whose address is from the root."""
    article_bases: tuple[str, ...] = ()
    """Host and path before an article number, without the locale segment after the host."""
    links_from_top: bool = False
    """Whether a link may name a file by its path from the top, without a slash in front."""
    links_by_name: bool = False
    """Whether a link may name a file in any folder without the folder."""
    shared_heading: str = ""
    """A heading that most articles begin with, such as the name of a wiki: no one's title."""
    title_ends: tuple[str, ...] = ()
    """What most titles of a language end with, such as " | Acme Help": readers know it."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """See `Folder.variables`."""


class SourceChange(Struct, frozen=True):
    """Changes to an original since its translation was last written."""

    added: int
    """Number of lines."""
    removed: int
    lines: tuple[int, ...] = ()
    """Lines of the original, as it is now, that are new or changed."""


class RefusedFile(Struct, frozen=True):
    """A file of an export that is not read."""

    path: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """The files of an export, by their POSIX path in it."""

    sizes: Mapping[str, int]
    """Sizes sorted by path."""
    read: Callable[[str], bytes] = dataclasses.field(repr=False)
    """Reads one of them; articles are read one by one, and pictures only when written."""
    refused: tuple[RefusedFile, ...] = ()


class WrittenBefore(Struct, frozen=True):
    """What an earlier import wrote for one record."""

    path: str
    number: str
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file to write below the knowledge base."""

    path: str
    data: bytes = dataclasses.field(repr=False)
    key: str = ""
    """Key of the article that it is; empty for a picture or a download."""
    number: str = ""
